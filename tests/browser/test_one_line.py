"""The line from end to end, in a real browser: a day logged on a phone moves the figure."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.fixtures.browsers import watch_page
from tests.shots.clinic import Demonstration
from tests.shots.tour import OPEN_DAY, answer, sign_in, someone_with_a_day_open

PHONE: ViewportSize = {"width": 360, "height": 740}


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A telephone's window; whatever breaks a rule on the way fails the test."""
    context = browser.new_context(viewport=PHONE, has_touch=True, locale="en-GB")
    page = context.new_page()
    faults = watch_page(page)
    yield page
    context.close()
    assert faults == []


def figure(page: Page) -> str:
    """The large number of a trial page."""
    return page.locator(".big").inner_text()


def test_a_day_logged_on_a_phone_moves_the_consultants_figure(
    demo: Demonstration, phone: Page, page: Page
) -> None:
    links = demo.links()
    sign_in(page, links, "consultant")
    row = page.locator("tbody tr", has_text="day 5 of 7").first
    family_name, given_name = row.get_by_role("link").inner_text().split(", ")
    row.get_by_role("link").click()
    before = figure(page)
    names = [link["name"] for link in links["patient"]]
    patient = names.index(f"{given_name} {family_name}")
    sign_in(phone, links, "patient", patient)

    phone.locator(OPEN_DAY).first.click()
    answer(phone, "10")
    phone.get_by_role("button", name="Check your answers").click()
    expect(phone.get_by_text("This is not saved yet")).to_be_visible()
    phone.get_by_role("button", name="Save this day").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text(re.compile("is saved$"))
    expect(phone.locator(".reference")).to_have_text(re.compile("^[2-9A-HJ-NP-Z]{8}$"))

    page.reload()
    assert figure(page) != before


def test_a_refused_day_takes_the_focus_to_what_is_wrong_and_keeps_the_rest(
    demo: Demonstration, phone: Page
) -> None:
    someone_with_a_day_open(phone, demo.links())
    phone.locator(OPEN_DAY).first.click()
    phone.get_by_label("How many hours did you sleep").fill("seven")
    phone.get_by_role("button", name="Check your answers").click()
    expect(phone.locator(".error-summary")).to_be_focused()
    expect(phone.get_by_label("How many hours did you sleep")).to_have_value("seven")


def test_two_taps_on_save_are_one_entry(demo: Demonstration, phone: Page) -> None:
    someone_with_a_day_open(phone, demo.links())
    phone.locator(OPEN_DAY).first.click()
    answer(phone, "4")
    phone.get_by_role("button", name="Check your answers").click()
    phone.get_by_role("button", name="Save this day").dblclick()
    expect(phone.get_by_role("heading", level=1)).to_have_text(re.compile("is saved$"))
    expect(phone.get_by_text("There are two answers")).to_have_count(0)


@pytest.mark.parametrize("sign", ["none", "skin_sore"])
def test_back_after_saving_is_a_page_of_ours_and_sending_again_harms_nothing(
    demo: Demonstration, phone: Page, sign: str
) -> None:
    someone_with_a_day_open(phone, demo.links())
    phone.locator(OPEN_DAY).first.click()
    answer(phone, "6")
    if sign != "none":
        phone.locator("label[for=signs_any-yes]").click()
        phone.locator(f"label[for=sign-{sign}]").click()
    phone.get_by_role("button", name="Check your answers").click()
    phone.get_by_role("button", name="Save this day").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text(re.compile("is saved$"))
    reference = phone.locator(".reference").inner_text()
    phone.wait_for_timeout(1100)  # A cookie written anew is another one a second later.
    phone.go_back()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Check your answers")
    expect(phone.get_by_text("You saved this day already")).to_be_visible()
    for words in ("This is not saved yet", "The rest of this day is not saved yet"):
        expect(phone.get_by_text(words).filter(visible=True)).to_have_count(0)
    phone.get_by_role("button", name="Save this day").click()
    expect(phone.locator(".reference")).to_have_text(reference)
