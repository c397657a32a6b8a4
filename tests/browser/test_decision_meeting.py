"""A decision meeting: a consultant judges a trial that is too close to call, and shows why."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.story import windows
from tests.shots.clinic import Demonstration

pytestmark = pytest.mark.browser


def figure(page: Page) -> str:
    """The large number on top of the trial, and how it is to be read."""
    return " ".join(page.locator(".big").first.inner_text().split())


def test_a_close_answer_is_shown_doubted_traced_to_its_days_and_kept_in_the_record(
    demo: Demonstration, browser: Browser
) -> None:
    with windows(browser) as window:
        consultant = window()
        page = consultant.page
        consultant.arrive(demo.links()["consultant"][0]["url"])
        assert page.url == f"{demo.address}/trials", "a consultant lands on the trials"
        page.locator("tbody tr", has_text="Met, but close").first.get_by_role("link").click()

        # The doubt stands beside the verdict, not behind it.
        answer = page.locator(".answer")
        expect(answer).to_contain_text("Met, but close")
        expect(answer).to_contain_text(re.compile(r"95% interval \d+ to \d+%; about \d in 10"))
        expect(answer).to_contain_text(re.compile(r"Same answer in \d of \d analyses; differs"))
        before, trial = figure(page), page.url
        consultant.stop("a close answer")
        consultant.follow("How was this made?")
        expect(page.locator("main")).to_contain_text("compared before rounding: met")
        consultant.stop("how it was made")
        page.locator("main table a").first.click()
        expect(page).to_have_url(re.compile(r"/days/\d{4}-\d\d-\d\d$"))

        # A day on which stimulation failed is left out, with its reason; then the answer moves.
        page.goto(f"{trial}/working")
        page.locator("main table").last.get_by_role("link").last.click()
        consultant.follow("Leave this day out of the result")
        page.locator("input[value='illness']").check(force=True)
        consultant.write("A fever, in bed all day.")
        consultant.press("Leave the day out")
        page.goto(trial)
        assert (after := figure(page)) != before
        expect(page.locator(".answer")).to_contain_text("A fever, in bed all day.")
        consultant.stop("a day left out")

        consultant.follow("As text for the record")
        said = page.locator("textarea").input_value()
        assert f"{after}." in said, "the text says what the page says"
        assert len(said) < 2000
        consultant.stop("text for the record")
