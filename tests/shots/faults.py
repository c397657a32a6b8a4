"""What a person sees when the same day comes twice, or the database does not answer."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from playwright.sync_api import Page

from tests.shots.clinic import Demonstration, Links
from tests.shots.tour import OPEN_DAY, Shot, answer, someone_with_a_day_open


def tour_of_faults(page: Page, demo: Demonstration, links: Links, shot: Shot) -> None:
    """Locked out and sent again, Back and sent with other answers, too much for one page."""
    someone_with_a_day_open(page, links)
    page.locator(OPEN_DAY).first.click()
    answer(page)
    page.get_by_role("button", name="Check your answers").click()
    with locked(demo):
        page.get_by_role("button", name="Save this day").click()
        page.get_by_role("button", name="Try again").wait_for()
        shot("not-saved-yet")
    page.get_by_role("button", name="Try again").click()
    page.wait_for_url("**/diary/saved/*")
    page.go_back()
    page.go_back()
    page.get_by_role("button", name="Change something").click()
    answer(page, "7")
    page.locator("textarea").last.fill("Worse towards the evening, after the stairs.")
    page.get_by_role("button", name="Check your answers").click()
    page.get_by_role("button", name="Save this day").click()
    shot("other-answers")
    page.get_by_text("Everything you sent now").click()
    shot("other-answers-open")
    page.get_by_role("button", name="Send as a correction").click()
    page.get_by_role("link", name="See what you sent").click()
    page.get_by_role("link", name="Correct a mistake").click()
    page.locator("textarea").last.evaluate("area => { area.value = 'x'.repeat(300000) }")
    page.get_by_role("button", name="Check your answers").click()
    shot("too-much")


@contextmanager
def locked(demo: Demonstration) -> Iterator[None]:
    """Another program writes into the database of the demonstration, and does not end."""
    with closing(sqlite3.connect(demo.folder / "demo.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")
