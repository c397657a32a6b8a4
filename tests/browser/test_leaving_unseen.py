"""A half-filled day that is left by the browser’s own means, and what Back shows after a save."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, ViewportSize, expect

from tests.shots.clinic import Demonstration
from tests.shots.tour import OPEN_DAY, someone_with_a_day_open

PHONE: ViewportSize = {"width": 360, "height": 740}
WORDS = "The leg went numb on the stairs"
NOTE = "Anything you want to tell the team"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=PHONE, has_touch=True, locale="en-GB")
    yield context
    context.close()


def test_loaded_again_gone_back_and_closed_it_is_there_again(
    demo: Demonstration, context: BrowserContext
) -> None:
    page = context.new_page()
    someone_with_a_day_open(page, demo.links())
    page.locator(OPEN_DAY).first.click()
    day = page.url
    page.get_by_label(NOTE).fill("Loaded again")
    page.reload()
    expect(page.get_by_label(NOTE)).to_have_value("Loaded again")
    page.get_by_label(NOTE).fill("Gone back")
    page.go_back()
    expect(page.get_by_text("It is not saved yet.")).to_be_visible()
    page.get_by_role("link", name="Go on with").click()
    expect(page.get_by_label(NOTE)).to_have_value("Gone back")
    page.get_by_label(NOTE).fill(WORDS)
    again = context.new_page()
    page.close(run_before_unload=True)
    again.wait_for_timeout(1000)  # Nobody is left who could be told that it arrived.
    again.goto(f"{demo.address}/diary")
    expect(again.get_by_text("It is not saved yet.")).to_be_visible()
    again.goto(day)
    expect(again.get_by_label(NOTE)).to_have_value(WORDS)
    again.goto(f"{demo.address}/not-sent")
    expect(again.get_by_role("link", name="Throw it away")).to_have_count(1)
    again.get_by_role("link", name="Throw it away").click()
    again.get_by_role("button", name="Throw it away").click()
    expect(again.get_by_text("It is thrown away.")).to_be_visible()
