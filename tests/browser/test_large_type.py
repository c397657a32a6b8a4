"""A patient's phone with letters twice as large: numbers to call, and the names of medicines."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.walk import FITS, LARGE_TYPE, NARROWEST, PHONE, SET_TYPE
from tests.shots.clinic import Demonstration
from tests.shots.tour import OPEN_DAY, someone_with_a_day_open

UNDER_SAVE_PX = 63
"""How far above the lower edge “Save this day” stays in reach; the bar has its place below it."""

CUT_OFF = """numbers => numbers.filter(each => { const box = each.getBoundingClientRect();
    return box.left < 0 || box.right > innerWidth || each.scrollWidth > each.clientWidth })
    .map(each => each.textContent)"""
"""Numbers to call that lie outside the window, or are wider than their own button."""

BROKEN = """names => names.filter(each => {
    const text = each.firstChild, word = document.createRange();
    word.setStart(text, text.data.search(/\\S/));
    word.setEnd(text, text.data.search(/\\S/) + text.data.trim().split(" ")[0].length);
    return word.getClientRects().length > 1 }).map(each => each.textContent.trim())"""
"""Names whose first word stands on two lines."""


@pytest.fixture
def page(browser: Browser) -> Page:
    return browser.new_context(viewport=PHONE, locale="en-GB").new_page()


def test_the_emergency_number_is_whole_in_letters_twice_as_large(
    page: Page, demo: Demonstration
) -> None:
    page.goto(f"{demo.address}/warning-signs")
    page.evaluate(SET_TYPE, LARGE_TYPE)
    calls = page.locator("a[href^='tel:']")
    assert calls.count() >= 3
    assert calls.evaluate_all(CUT_OFF) == []
    assert page.evaluate(FITS, PHONE["width"])
    page.context.close()


def test_the_clinics_number_and_medicines_are_whole_and_the_bar_covers_nothing(
    page: Page, demo: Demonstration
) -> None:
    someone_with_a_day_open(page, demo.links())
    page.locator(OPEN_DAY).first.click()
    bar, names = page.locator(".help-bar"), page.locator(".count label")
    at_hand = bar.bounding_box()
    assert at_hand is not None
    assert at_hand["y"] < PHONE["height"], "in usual letters the number is always at hand"
    page.set_viewport_size(NARROWEST)
    narrow = bar.bounding_box()
    assert narrow is not None
    assert narrow["height"] < UNDER_SAVE_PX, "it would lie over the button above it"
    page.set_viewport_size(PHONE)
    page.evaluate(SET_TYPE, LARGE_TYPE)
    large = bar.bounding_box()
    assert large is not None
    assert large["y"] + large["height"] <= PHONE["height"], "at hand in large letters, too"
    assert large["height"] <= PHONE["height"] / 4
    assert page.locator("a[href^='tel:']:visible").evaluate_all(CUT_OFF) == []
    assert names.count() >= 4
    assert names.evaluate_all(BROKEN) == []
    label, counter = (
        page.locator(".count", has_text="mg").first.locator(each).bounding_box()
        for each in ("label", ".stepper")
    )
    assert label is not None
    assert counter is not None
    assert counter["y"] >= label["y"] + label["height"], "the name above its counter"
    page.context.close()
