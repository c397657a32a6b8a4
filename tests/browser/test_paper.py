"""The blank diary as it leaves the printer: one sheet of A4 a day, and nobody's name on it."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.shots.clinic import Demonstration
from tests.shots.tour import sign_in

A_PAGE = re.compile(rb"/Type\s*/Page\b")
MOST_TRIALS = 4
"""Those with the most questions are among them: three sites, two programmes."""


@pytest.fixture
def nurse(demo: Demonstration, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    sign_in(page, demo.links(), "nurse")
    yield page
    context.close()


def test_a_day_is_one_sheet_and_no_name_is_printed(demo: Demonstration, nurse: Page) -> None:
    links = nurse.locator("tbody th a").all()[:MOST_TRIALS]
    trials = [(link.inner_text(), link.get_attribute("href")) for link in links]
    nurse.emulate_media(media="print")
    for name, address in trials:
        nurse.goto(f"{demo.address}{address}/paper?days=3")
        sheets = nurse.locator(".sheet").count()
        family_name = name.partition(",")[0]
        assert nurse.get_by_text(family_name).count() == 1, "on the screen it is said whose it is"
        assert not nurse.get_by_text(family_name).is_visible()
        printed = nurse.pdf(prefer_css_page_size=True)
        assert len(A_PAGE.findall(printed)) == sheets > 0
        assert not nurse.locator(".sheet button").filter(visible=True).count()
