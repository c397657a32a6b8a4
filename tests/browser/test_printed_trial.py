"""A trial as it leaves the printer, and as it stands on a phone: two sheets, one glance."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.walk import DRAWN
from tests.fixtures.browsers import watch_page
from tests.shots.clinic import Demonstration
from tests.shots.tour import sign_in

A_PAGE = re.compile(rb"/Type\s*/Page\b")
USUAL = "Demo-Adeyemi"
"""A trial of a week at one site, too close to call."""
LARGEST = ("Demo-Kowalska", "Demo-MacLeod")
"""Three sites; nerve stimulation for 60 days."""
FOLD = 740


@pytest.fixture
def consultant(demo: Demonstration, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="en-GB", viewport={"width": 360, "height": FOLD})
    page = context.new_page()
    faults = watch_page(page)
    sign_in(page, demo.links(), "consultant")
    yield page
    context.close()
    assert faults == [f for f in faults if "Clear-Site-Data" in f]


def open_trial(page: Page, demo: Demonstration, name: str) -> None:
    page.goto(f"{demo.address}/trials?q={name}")
    page.locator("tbody").get_by_role("link", name=name).first.click()
    page.locator(".answer").wait_for()
    page.wait_for_function(DRAWN)


def sheets(page: Page) -> dict[str, int]:
    return {paper: len(A_PAGE.findall(page.pdf(format=paper))) for paper in ("A4", "Letter")}


def test_a_usual_trial_is_two_sheets_with_its_name_on_each(
    demo: Demonstration, consultant: Page
) -> None:
    open_trial(consultant, demo, USUAL)
    assert sheets(consultant) == {"A4": 2, "Letter": 2}
    consultant.emulate_media(media="print")
    heads = consultant.locator(".sheet-head").all_inner_texts()
    assert len(heads) == 2
    number = re.search(r"born \d+ \w+ \d{4} · ([\w-]+)", heads[0])
    assert number is not None
    assert heads[1] == heads[0]
    assert USUAL in heads[0]
    said = consultant.locator("main").inner_text()
    assert (said.count(USUAL), said.count(number[1])) == (2, 2), "once a sheet"
    second = "getComputedStyle(document.querySelector('.charts').previousElementSibling)"
    assert consultant.evaluate(f"{second}.breakBefore") == "page"
    for unprinted in (".trial-links", ".nav", ".ways-on"):
        assert not consultant.locator(unprinted).first.is_visible()


@pytest.mark.parametrize("name", LARGEST)
def test_a_large_trial_is_two_sheets_as_well(
    demo: Demonstration, consultant: Page, name: str
) -> None:
    open_trial(consultant, demo, name)
    assert sheets(consultant) == {"A4": 2, "Letter": 2}


def test_on_a_phone_answer_and_doubt_are_seen_without_scrolling(
    demo: Demonstration, consultant: Page
) -> None:
    open_trial(consultant, demo, USUAL)
    for part in (".verdict-pill", ".answer .big", ".answer .doubt"):
        box = consultant.locator(part).bounding_box()
        assert box is not None
        assert box["y"] + box["height"] < FOLD, f"{part} lies below the fold"
    assert consultant.evaluate("document.documentElement.scrollWidth") <= 360
