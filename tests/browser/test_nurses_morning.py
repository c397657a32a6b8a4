"""A nurse's morning: everything that needs somebody today, until nothing does."""

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.story import Story, windows
from tests.shots.clinic import Demonstration
from tests.shots.tour import answer
from trialtrack.clock import diary_day, now_utc

pytestmark = pytest.mark.browser


def person_with(story: Story, words: str) -> Locator:
    """The line of Today with these words; what is put aside stands elsewhere."""
    lines = story.page.locator("ul.people:not(.people-aside) .thing", has_text=words)
    return lines.first


def acknowledge(story: Story) -> None:
    story.follow("See what to do")
    story.write("Rang her: the dressing is changed this afternoon at the clinic.")
    story.press("Acknowledge")
    story.stop("the acknowledged sign")


def settle(story: Story, words: str, choice: str) -> None:
    story.follow("Compare and settle", person_with(story, words))
    story.choose(choice)
    story.write("She read it to me from her own sheet.")
    story.page.locator("form.settle button[type=submit]").click()
    expect(story.page.locator("form.settle")).to_have_count(0)


def enter_by_telephone(story: Story) -> None:
    story.follow("Enter by telephone")
    story.choose("The patient says them on the telephone now")
    answer(story.page, "6")
    story.press("Check ")
    story.press("Save ")
    story.stop("the day that was heard")


def print_a_card(story: Story) -> None:
    story.follow("Print a new card")
    story.press("Make a new card")
    expect(story.page.get_by_role("heading", level=1)).to_contain_text("Print the card")
    story.stop("the card")


def record_the_removal(story: Story, address: str) -> None:
    story.follow("Record the removal")
    story.record_the_removal(diary_day(now_utc(), "Europe/London"), "Much better", 60)
    story.stop("the trial that has ended")
    story.page.goto(f"{address}/today")


def put_aside_what_is_left(story: Story, address: str) -> None:
    waiting = story.page.locator("ul.people:not(.people-aside)").get_by_role(
        "link", name="Put aside for now"
    )
    while waiting.count():
        waiting.first.click()
        for each in story.page.locator("input[name=matters]").all():
            each.check(force=True)
        story.write("Called, no answer. Trying again tomorrow.")
        story.press("Put aside")
        expect(story.page.get_by_role("heading", level=1)).to_have_text("Today")
        story.page.goto(f"{address}/today")


def test_a_nurse_deals_with_all_of_today_until_nothing_needs_anybody(
    demo: Demonstration, browser: Browser
) -> None:
    with windows(browser) as window:
        nurse, today = window(), f"{demo.address}/today"
        nurse.arrive(demo.links()["nurse"][0]["url"])
        assert nurse.page.url == today, "a nurse lands on what needs her"
        nurse.stop("today")

        acknowledge(nurse)
        nurse.page.goto(today)
        settle(nurse, "Two answers for", "The left one, as until now")
        nurse.page.goto(today)
        settle(nurse, "Asks for a correction", "Accept: the right one counts from now on")
        nurse.page.goto(today)
        enter_by_telephone(nurse)
        nurse.page.goto(today)
        print_a_card(nurse)
        nurse.page.goto(today)
        record_the_removal(nurse, demo.address)
        put_aside_what_is_left(nurse, demo.address)

        expect(nurse.page.get_by_text("Nothing needs anybody.")).to_be_visible()
        expect(nurse.page.locator(".people-aside")).to_contain_text("Called, no answer.")
        nurse.stop("nothing needs anybody")
