"""The tour of the page on which nurses land."""

from playwright.sync_api import Page

from tests.shots.clinic import Demonstration, Links
from tests.shots.tour import Shot, sign_in


def tour_of_today(page: Page, demo: Demonstration, links: Links, shot: Shot) -> None:
    """What needs somebody."""
    sign_in(page, demo.links(), "nurse")
    page.goto(f"{demo.address}/today")
    shot("today")
