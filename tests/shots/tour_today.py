"""The tour of the page on which nurses land."""

from playwright.sync_api import Page

from tests.shots.clinic import Demonstration, Links
from tests.shots.tour import Shot, sign_in


def tour_of_today(page: Page, demo: Demonstration, links: Links, shot: Shot) -> None:
    """What needs somebody; some of it put aside, refused first; and brought back."""
    sign_in(page, demo.links(), "nurse")
    page.goto(f"{demo.address}/today")
    shot("today")
    page.get_by_role("link", name="Put aside for now").last.click()
    shot("put-aside")
    page.get_by_role("button", name="Put aside").click()
    shot("put-aside-refused")
    page.locator("textarea").fill("Called, no answer.")
    page.get_by_role("button", name="Put aside").click()
    shot("today-put-aside")
