"""A trial that goes wrong: a warning sign, a wrong date, called off; and nothing is lost."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.story import Story, windows
from tests.browser.story_trials import ZONE
from tests.shots.clinic import Demonstration
from tests.shots.tour import OPEN_DAY
from tests.shots.tour_card import give_birth_date
from trialtrack.clock import diary_day, now_utc

pytestmark = pytest.mark.browser


def plan(nurse: Story, placed_on: date) -> None:
    """A new patient and trial, typed, looked over, saved."""
    page = nurse.page
    nurse.follow("New patient")
    for name, words in {
        "family_name": "Demo-Wrong",
        "given_name": "Edith",
        "birth_day": "4",
        "birth_month": "7",
        "birth_year": "1951",
        "hospital_number": "D7000002",
        "phone": "07700 900322",
    }.items():
        page.locator(f"#{name}").fill(words)
    page.locator("#treatment").select_option(label="SCS tonic, short trial")
    page.locator("#placed_on").fill(placed_on.isoformat())
    page.locator("#sites-0-name").fill("Low back")
    nurse.press("Look it over")
    expect(page.locator("main")).to_contain_text("7 planned days leave 6 treatment days")
    nurse.stop("a trial looked over")
    nurse.press("Save patient and trial")
    expect(page.get_by_role("heading", level=1)).to_have_text("The trial is saved")


def open_the_card(patient: Story, address: str, code: str) -> None:
    """The patient types the code, gives the date of birth, and agrees."""
    page = patient.page
    page.goto(f"{address}/c")
    page.get_by_label("The code on your card").fill(code)
    patient.press("Continue")
    give_birth_date(page, "4", "7", "1951")
    page.wait_for_url("**/consent")
    patient.press("I agree")
    page.wait_for_url("**/diary")


def acknowledge(nurse: Story, today: str) -> None:
    nurse.page.goto(today)
    mine = nurse.page.locator(".thing", has_text="Demo-Wrong, Edith").first
    nurse.follow("See what to do", mine)
    nurse.write("Rang her: the lead is out, she comes in today.")
    nurse.press("Acknowledge")


def place_on_the_wrong_day(nurse: Story, trial: str, today: date) -> None:
    """Recorded for today; then put right: it was yesterday."""
    page = nurse.page
    page.goto(f"{trial}/placement")
    page.locator("#placed_on").fill(today.isoformat())
    nurse.press("Record the placement")
    page.goto(f"{trial}/dates")
    nurse.follow("It was another day")
    day = page.get_by_label("On which day did the leads go in?")
    day.fill((today - timedelta(days=1)).isoformat())
    page.get_by_label("Why?").fill("Read from the wrong line of the theatre list.")
    nurse.press("Show what changes")
    nurse.press("Save the change")
    nurse.stop("a date put right")


def call_off(nurse: Story, trial: str) -> None:
    nurse.page.goto(f"{trial}/cancel")
    nurse.write("The lead came out by itself; she does not want another.")
    nurse.press("Cancel the trial")
    nurse.stop("a cancelled trial")


def test_a_trial_is_called_off_and_everything_that_was_said_stays(
    demo: Demonstration, browser: Browser
) -> None:
    today = diary_day(now_utc(), ZONE)
    with windows(browser) as window:
        nurse, patient = window(), window()
        nurse.arrive(demo.links()["nurse"][0]["url"])
        plan(nurse, today)
        nurse.press("Make the card and print it")
        code = nurse.page.locator(".card-code").first.inner_text()
        nurse.follow("Done")
        nurse.page.locator(".back a").first.click()
        trial = nurse.page.url

        open_the_card(patient, demo.address, code)
        patient.page.locator(OPEN_DAY).first.click()
        patient.log_the_day(7)
        patient.follow("Something is wrong")
        patient.page.locator("input[value=lead_moved]").check(force=True)
        patient.press("Leave it for the team")
        patient.stop("the advice on a sign")

        acknowledge(nurse, f"{demo.address}/today")
        place_on_the_wrong_day(nurse, trial, today)
        call_off(nurse, trial)
        said = nurse.page.locator("main")
        expect(said).to_contain_text("The lead came out by itself")
        expect(said).to_contain_text("theatre list")
        expect(said.locator(".verdict")).to_have_count(0)

        patient.page.goto(f"{demo.address}/diary")
        expect(patient.page.locator("main")).to_contain_text("cancelled")
        patient.stop("the diary of a cancelled trial")
        nurse.page.goto(f"{trial}/days")
        expect(nurse.page.locator("main table")).to_contain_text("7")
