"""A new patient: the form, refused, looked over, somebody like them, saved; and another trial."""

from datetime import timedelta

from playwright.sync_api import Page

from tests.shots.clinic import Demonstration, Links
from tests.shots.tour import Shot, sign_in
from trialtrack.clock import now_utc

LOOK, SAVE = "Look it over", "Save patient and trial"


def tour_of_planning(page: Page, demo: Demonstration, links: Links, shot: Shot) -> None:
    """All of it as a nurse comes by it."""
    sign_in(page, links, "nurse")
    page.goto(f"{demo.address}/trials")
    number = page.locator("tbody th .muted").first.inner_text().split(" · ")[-1]
    page.get_by_role("link", name="New patient").first.click()
    shot("plan-new")
    _half_filled(page, number)
    page.get_by_role("button", name=LOOK).click()
    shot("plan-refused")
    _put_right(page)
    page.get_by_role("button", name="Another site").click()
    page.get_by_role("button", name=LOOK).click()
    page.get_by_role("button", name=SAVE).click()
    shot("plan-look")
    there = page.locator("[name=same_person]").first.get_attribute("value")
    page.get_by_label("No, this is another person").check(force=True)
    page.get_by_role("button", name=SAVE).click()
    shot("planned")
    page.get_by_role("link", name="See the trial").click()
    page.get_by_role("link", name="Goal").click()
    page.get_by_role("button", name="Save the goal").click()
    shot("goal-refused")
    page.goto(f"{demo.address}/patients/{there}/trials/new")
    shot("plan-another-trial")


def _fill(page: Page, **typed: str) -> None:
    for name, value in typed.items():
        page.locator(f"#{name.replace('__', '-')}").fill(value)


def _half_filled(page: Page, number: str) -> None:
    """With an error of every sort: who, days, a medicine that is not known, the protocol."""
    _fill(page, given_name="Moira", birth_day="31", birth_month="Febuary", hospital_number=number)
    page.locator("#treatment").select_option(label="SCS tonic, short trial")
    _fill(page, placed_on=(now_utc().date() + timedelta(days=4)).isoformat())
    _fill(page, sites__0__name="Low back", medicines__0__name="Zomorph 30")
    _fill(page, medicines__1__name="Methadone 10 mg", medicines__1__usual="3")
    page.get_by_text("Protocol", exact=True).click()
    _fill(page, protocol_threshold_percent="110")


def _put_right(page: Page) -> None:
    """As somebody whose number is here already."""
    _fill(page, family_name="Demo-Whitfield", birth_day="3", birth_month="2", birth_year="1958")
    page.locator("#medicines-0-kind").select_option(label="An opioid")
    _fill(page, medicines__0__strength="30", protocol_threshold_percent="50")
