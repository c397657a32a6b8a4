"""A usual day costs a tired patient 15 taps at most, and a day without scripts loses nothing."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.usual_day import PHONE, usual_day, with_yesterday_counted
from tests.fixtures.browsers import watch_page
from tests.shots.clinic import Demonstration, demonstration
from tests.shots.tour import OPEN_DAY, answer, someone_with_a_day_open
from trialtrack.clock import now_utc

MOST_TAPS = 15
THREE_HOURS = 3 * 3600


@pytest.fixture
def demo() -> Iterator[Demonstration]:
    """One for each test: those whose yesterday is counted are few, and a saved day uses one up."""
    with demonstration() as demo:
        yield demo


def phone(browser: Browser, *, scripts: bool = True) -> Page:
    context = browser.new_context(
        viewport=PHONE, has_touch=True, locale="en-GB", java_script_enabled=scripts
    )
    return context.new_page()


def test_a_usual_day_takes_fifteen_taps_at_most(demo: Demonstration, browser: Browser) -> None:
    page = phone(browser)
    faults = watch_page(page)
    with_yesterday_counted(page, demo.links())
    hand = usual_day(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("is saved$"))
    assert hand.taps <= MOST_TAPS, hand
    page.get_by_role("link", name="See what you sent").click()
    for said in ("7 hours", "60%", "1 time", "not at all"):
        expect(page.get_by_text(said, exact=True)).to_be_visible()
    assert faults == []
    page.context.close()


def test_what_was_counted_is_there_again_on_the_way_back(
    demo: Demonstration, browser: Browser
) -> None:
    page = phone(browser)
    with_yesterday_counted(page, demo.links())
    page.locator(OPEN_DAY).first.click()
    page.locator("#walking_minutes").fill("30")
    page.get_by_role("button", name="More: How often did you wake up?").click()
    page.get_by_role("button", name="Your diary").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("^Hello"))
    page.go_back()
    expect(page.locator("#walking_minutes")).to_have_value("30")
    expect(page.locator("#awakenings")).to_have_value("1")
    page.context.close()


def test_the_whole_day_works_without_scripts_and_the_page_stays_where_it_was(
    demo: Demonstration, browser: Browser
) -> None:
    page = phone(browser, scripts=False)
    with_yesterday_counted(page, demo.links(), sites=1)
    page.locator(OPEN_DAY).first.click()
    answer(page)
    page.get_by_role("button", name="More: How often did you wake up?").click()
    expect(page.locator("#awakenings")).to_have_value("1")
    expect(page.locator("#awakenings")).to_be_in_viewport()
    assert page.url.endswith("/edit#awakenings")
    page.get_by_role("button", name="The same as").click()
    counts = page.locator("[aria-labelledby=medicines] .stepper-input[data-yesterday]")
    assert [each.input_value() for each in counts.all()] == [
        each.get_attribute("data-yesterday") for each in counts.all()
    ]
    other = page.get_by_role("button", name="More: Doses of any other painkiller")
    before = page.locator("#other_rescue_doses").input_value()
    other.click()
    expect(page.locator("#other_rescue_doses")).to_have_value(str(int(before) + 1))
    page.get_by_text("Something else, not in this list").click()
    page.locator("#other_0_name").fill("Hay fever tablet")
    page.get_by_role("button", name="More: Doses you took").click()
    expect(page.locator("#other_0_doses")).to_be_in_viewport()
    page.locator("[name=other_0_for_pain][value=no]").check(force=True)
    expect(page.locator("#awakenings")).to_have_value("1")
    # Enter in a field checks the answers, and presses no button of a count.
    page.locator("#sleep_hours").fill("6.5")
    page.locator("#sleep_hours").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    page.get_by_role("button", name="Save this day").click()
    page.get_by_role("link", name="See what you sent").click()
    for said in ("Hay fever tablet", "1 dose, not for pain", "6.5 hours"):
        expect(page.get_by_text(said, exact=True)).to_be_visible()
    page.context.close()


def test_a_clock_that_is_wrong_is_seen_and_refuses_nothing(
    demo: Demonstration, browser: Browser
) -> None:
    page = phone(browser)
    someone_with_a_day_open(page, demo.links())
    page.add_init_script("const real = Date.now; Date.now = () => real() + 3 * 3600 * 1000;")
    page.locator(OPEN_DAY).first.click()
    answer(page)
    page.get_by_role("button", name="Check your answers").click()
    skewed = int(page.locator("[name=device_answered]").input_value())
    page.get_by_role("button", name="Save this day").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("is saved$"))
    assert abs(skewed / 1000 - now_utc().timestamp() - THREE_HOURS) < 600
    page.context.close()


@pytest.mark.parametrize(("zone", "told"), [("Europe/London", False), ("Australia/Sydney", True)])
def test_a_phone_in_another_zone_is_told_which_day_it_is_at_home(
    demo: Demonstration, browser: Browser, zone: str, told: bool
) -> None:
    context = browser.new_context(viewport=PHONE, timezone_id=zone, locale="en-GB")
    page = context.new_page()
    someone_with_a_day_open(page, demo.links())
    expect(page.get_by_text("Your diary goes by the time at home.")).to_be_visible(visible=told)
    page.locator(OPEN_DAY).first.click()
    expect(page.get_by_text("Your diary goes by the time at home.")).to_be_visible(visible=told)
    context.close()
