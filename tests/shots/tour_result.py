"""What stands behind a result: what it does not mean, how it was made, and its text."""

from playwright.sync_api import Page

from tests.shots.clinic import Demonstration, Links
from tests.shots.tour import Shot, sign_in


def tour_of_a_result(page: Page, demo: Demonstration, links: Links, shot: Shot) -> None:
    """One too close to call: what its interval assumes, its working, the text to paste."""
    sign_in(page, demo.links(), "consultant")
    page.locator("tr", has_text="Met, but close").first.get_by_role("link").click()
    page.get_by_text("What the interval assumes").click()
    page.get_by_text("What it does not mean").click()
    page.wait_for_function("() => !document.querySelector('.chart-plot:not(:has(svg))')")
    shot("result-meaning")
    page.get_by_role("link", name="How was this made?").click()
    shot("result-working")
    page.go_back()
    page.get_by_role("link", name="As text for the record").click()
    page.get_by_role("button", name="Copy").click()
    shot("result-text")
