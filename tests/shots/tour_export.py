"""The days of a trial as CSV, before they are taken."""

from playwright.sync_api import Page

from tests.shots.clinic import Demonstration, Links
from tests.shots.tour import Shot, sign_in


def tour_of_the_export(page: Page, demo: Demonstration, links: Links, shot: Shot) -> None:
    """What is in the file, from the page of the trial."""
    sign_in(page, demo.links(), "nurse")
    page.locator("tbody a").first.click()
    page.get_by_role("link", name="The days as CSV").click()
    shot("export")
