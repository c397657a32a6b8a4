"""A day that is left half filled in, without scripts; and one that is sent without a connection."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.fixtures.browsers import watch_page
from tests.shots.clinic import Demonstration
from tests.shots.tour import OPEN_DAY, answer, someone_with_a_day_open

PHONE: ViewportSize = {"width": 360, "height": 740}
WORDS = "The leg went numb on the stairs"
NOTE = "Anything you want to tell the team"


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def phone(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        viewport=PHONE, has_touch=True, java_script_enabled=request.param, locale="en-GB"
    )
    yield context.new_page()
    context.close()


def test_advice_is_read_halfway_and_the_day_is_there_again(
    demo: Demonstration, phone: Page
) -> None:
    someone_with_a_day_open(phone, demo.links())
    phone.locator(OPEN_DAY).first.click()
    phone.get_by_label("How many hours did you sleep").fill("6 and a bit")
    phone.get_by_label(NOTE).fill(WORDS)
    phone.get_by_role("button", name="Something is wrong").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Something is wrong")
    phone.get_by_role("link", name="Back to the day you were filling in").first.click()
    expect(phone.get_by_label(NOTE)).to_have_value(WORDS)
    expect(phone.get_by_label("How many hours did you sleep")).to_have_value("6 and a bit")
    phone.get_by_label("How many hours did you sleep").press("Enter")
    expect(phone.get_by_role("heading", name="There is a problem")).to_be_visible()
    phone.get_by_role("button", name="Your diary").click()
    expect(phone.get_by_text("It is not saved yet.")).to_be_visible()
    phone.go_back()
    expect(phone.get_by_label(NOTE)).to_have_value(WORDS)
    phone.goto(f"{demo.address}/not-sent")
    phone.get_by_role("link", name="Throw it away").click()
    phone.get_by_role("button", name="Throw it away").click()
    expect(phone.get_by_text("It is thrown away.")).to_be_visible()


def test_without_a_connection_the_page_stays_says_so_and_sends_afterwards(
    demo: Demonstration, browser: Browser
) -> None:
    context = browser.new_context(viewport=PHONE, has_touch=True, locale="en-GB")
    page = context.new_page()
    faults = watch_page(page)
    someone_with_a_day_open(page, demo.links())
    page.locator(OPEN_DAY).first.click()
    answer(page, "4")
    said = page.locator("[data-no-connection]")
    for button in ("Check your answers", "Save this day"):
        context.set_offline(True)
        page.get_by_role("button", name=button).click()
        expect(said).to_be_focused()
        expect(said.get_by_text("Nothing has been sent.")).to_be_visible()
        expect(said.get_by_text("The emergency number is").get_by_role("link")).to_be_visible()
        context.set_offline(False)
        expect(said).to_contain_text("The connection is back")
        expect(said.get_by_text("Nothing has been sent.")).to_be_hidden()
        page.get_by_role("button", name=button).click()
    expect(page.locator(".reference")).to_be_visible()
    context.set_offline(True)
    page.get_by_role("link", name="Something is wrong").click()
    expect(said).to_be_focused()
    expect(said.get_by_text("This page stays")).to_be_visible()
    context.set_offline(False)
    assert faults == []
    context.close()
