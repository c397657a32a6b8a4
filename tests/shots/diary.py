"""The way through what the diary asks: buttons inside the questions, slips, closed days."""

from playwright.sync_api import Page

from tests.shots.clinic import Demonstration, Links
from tests.shots.tour import (
    OPEN_DAY,
    Shot,
    answer,
    sign_in,
    someone_with_a_day_open,
    to_the_diary,
)

CHECK = "Check your answers"


def tour_of_the_diary(page: Page, demo: Demonstration, links: Links, shot: Shot) -> None:
    """As yesterday, something else, time off, what is refused of them, a second look."""
    someone_with_a_day_open(page, links)
    page.locator(OPEN_DAY).first.click()
    answer(page)
    _press(page, "[value=as-yesterday]")
    page.get_by_text("Something else, not in this list").click()
    page.locator("#other_0_name").fill("Oramorph 10 mg")
    page.locator("[value=another]").click()
    _check(page, "[name=off][value=yes]")
    shot("diary-more")
    page.get_by_role("button", name=CHECK).click()
    shot("diary-more-refused")
    page.locator("[value='more:other_0_doses']").click()
    _check(page, "[name=other_0_for_pain][value=yes]")
    if page.locator("#off_minutes").count():
        page.locator("#off_minutes").fill("45")
    _check(page, "[aria-labelledby=pain] fieldset:nth-of-type(2) input[value='1']")
    page.locator("[name^=dose_]").last.fill("25")
    page.get_by_role("button", name=CHECK).click()
    shot("diary-look-again")
    page.get_by_role("button", name=CHECK).click()
    shot("diary-more-check")


def tour_of_closed_days(page: Page, demo: Demonstration, links: Links, shot: Shot) -> None:
    """A day that was missed, from the list of all days."""
    for n in range(len(links["patient"])):
        sign_in(page, links, "patient", n)
        to_the_diary(page)
        page.locator("details", has_text="All days, one by one").locator("summary").click()
        missed = page.get_by_role("link", name="Why closed")
        if missed.count():
            shot("diary-all-days")
            missed.first.click()
            shot("diary-closed")
            return
    raise AssertionError("nobody of the demonstration missed a day")


def _press(page: Page, button: str) -> None:
    if page.locator(button).count():
        page.locator(button).click()


def _check(page: Page, choice: str) -> None:
    if page.locator(choice).count():
        page.locator(choice).first.check(force=True)
