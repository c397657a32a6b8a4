"""The days of a trial for its team, what it settles and enters, and what patients ask about."""

from urllib.parse import urljoin

from playwright.sync_api import Page

from tests.shots.clinic import Demonstration, Links
from tests.shots.tour import Shot, answer, sign_in, to_the_diary

SETTLE = "Compare and settle"
ASK = "Ask the team to correct this"


def tour_of_settling(page: Page, demo: Demonstration, links: Links, shot: Shot) -> None:
    """Two answers for a day, then a correction asked for: refused, settled, the day, all days."""
    sign_in(page, demo.links(), "nurse")
    page.goto(f"{demo.address}/today")
    _open(page, "Two answers for")
    shot("conflict")
    _settle(page)
    shot("conflict-refused")
    page.get_by_label("The left one").check(force=True)
    page.locator("textarea").fill("Rang her: she typed it that evening, the sheet is a guess.")
    _settle(page)
    shot("day-settled")
    page.goto(f"{demo.address}/today")
    _open(page, "Asks for a correction of")
    shot("correction")
    page.get_by_label("Accept").check(force=True)
    page.locator("textarea").fill("She told us so at the visit as well.")
    _settle(page)
    shot("day-corrected")
    page.get_by_role("link", name="All days").click()
    shot("days")


def _open(page: Page, words: str) -> None:
    page.locator(".thing", has_text=words).get_by_role("link", name=SETTLE).first.click()


def _settle(page: Page) -> None:
    page.locator("form.settle button[type=submit]").click()


def tour_of_entering(page: Page, demo: Demonstration, links: Links, shot: Shot) -> None:
    """Which day, its questions, refused, looked over beside what is there, saved."""
    sign_in(page, demo.links(), "nurse")
    page.locator("tbody a").first.click()
    page.get_by_role("link", name="Print a blank diary").click()
    shot("paper-of-a-trial")
    page.get_by_role("link", name="The trial").click()
    page.get_by_role("link", name="Enter a day").click()
    shot("enter-which")
    page.locator(".which-day li", has_text="has an answer").get_by_role("link").last.click()
    shot("enter-day")
    page.get_by_role("button", name="Check ").click()
    shot("enter-refused")
    page.get_by_label("On paper").check(force=True)
    page.get_by_label("Why is this day entered").fill("She handed in the sheet at the visit.")
    answer(page)
    page.get_by_role("button", name="Check ").click()
    shot("enter-look")
    page.get_by_role("button", name="Save ").click()
    shot("entered")
    page.get_by_role("link", name="See the day").click()
    shot("day-with-two-answers")


def _closed_day(page: Page) -> None:
    """A closed day that nobody has asked about yet: each tour before this one asked about one."""
    done = page.locator(".day-list .day-done a")
    addresses = [link.get_attribute("href") or "" for link in done.all()]
    for address in reversed(addresses):
        page.goto(urljoin(page.url, address))
        if page.get_by_role("link", name=ASK).count():
            return
    raise AssertionError("every closed day was asked about")


def tour_of_asking(page: Page, demo: Demonstration, links: Links, shot: Shot) -> None:
    """A patient looks at a closed day, asks for a correction, and prints a blank diary."""
    sign_in(page, demo.links(), "patient")
    to_the_diary(page)
    _closed_day(page)
    shot("answers-closed")
    page.get_by_role("link", name=ASK).click()
    shot("ask")
    page.get_by_label("How many hours did you sleep?").fill("a lot")
    page.get_by_role("button", name="Check your answers").click()
    shot("ask-refused")
    page.get_by_label("How many hours did you sleep?").fill("6")
    page.get_by_label("What was wrong").fill("I pressed the wrong number.")
    page.get_by_role("button", name="Check your answers").click()
    shot("ask-check")
    page.get_by_role("button", name="Ask the team to correct").click()
    shot("asked")
    page.goto(f"{demo.address}/diary/paper")
    shot("paper")
