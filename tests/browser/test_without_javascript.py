"""A patient's whole day on a small phone whose browser runs no scripts at all."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.shots.clinic import Demonstration, demonstration
from tests.shots.not_sent import WORDS, type_a_day
from tests.shots.tour import OPEN_DAY, sign_in, someone_with_a_day_open
from tests.shots.tour_card import BirthDate, birth_date_of, give_birth_date

PHONE: ViewportSize = {"width": 360, "height": 740}
NOTICE = "Your clinic asks you to keep a diary."
LOW, HIGH = "3", "8"


@dataclass(frozen=True, slots=True)
class Card:
    """What a patient holds in the hand, and knows."""

    path: str
    born: BirthDate


@pytest.fixture
def demo() -> Iterator[Demonstration]:
    """One for each test: a notice that is published asks everybody again."""
    with demonstration() as demo:
        yield demo


@pytest.fixture
def card(demo: Demonstration, page: Page) -> Card:
    """Of somebody with a day to fill in, who has not agreed to the newest notice yet."""
    links = demo.links()
    someone_with_a_day_open(page, links)
    given = page.locator("h1").inner_text().removeprefix("Hello, ")
    name = next(link["name"] for link in links["patient"] if link["name"].startswith(f"{given} "))
    page.context.clear_cookies()
    sign_in(page, links, "administrator")
    page.get_by_role("link", name="Notice for patients").click()
    page.get_by_label("The notice", exact=True).fill(NOTICE)
    page.get_by_role("button", name="Publish this version").click()
    family = name.removeprefix(f"{given} ")
    sign_in(page, links, "nurse")
    page.get_by_role("link", name=f"{family}, {given}").first.click()
    page.get_by_role("link", name="Card and devices").click()
    page.get_by_role("button", name="Make").click()
    path = "/c/" + page.locator(".card-code").first.inner_text()
    return Card(path, birth_date_of(page))


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A small phone without scripts."""
    context = browser.new_context(
        viewport=PHONE, has_touch=True, java_script_enabled=False, locale="en-GB"
    )
    yield context.new_page()
    context.close()


def heading(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()


def check_answers(page: Page) -> None:
    """To the page to look over; answers that may be a slip are asked about once."""
    with page.expect_navigation():
        press(page, "Check your answers")
    if page.get_by_role("button", name="Save this day").count() == 0:
        press(page, "Check your answers")
    heading(page, "Check your answers")


def answer_everything(page: Page) -> None:
    """Every scale, number, choice and text of the page, each medicine counted by its buttons."""
    for scale in page.locator("fieldset:has(.scale)").all():
        scale.locator(".key input").nth(int(LOW)).check(force=True)
    page.get_by_label("How many hours did you sleep").fill("6,5")
    for name in ("walking_minutes", "standing_minutes", "steps"):
        page.locator(f"[name={name}]").fill("20")
    for choice in ("[name=programme]", "[name=off][value=yes]", "[name=signs_any][value=no]"):
        if page.locator(choice).count():
            page.locator(choice).first.check(force=True)
    for name in ("off_hours", "off_minutes"):
        if page.locator(f"[name={name}]").count():
            page.locator(f"[name={name}]").fill("1")
    page.locator("[name=side_effects]").fill("A little dizzy")
    page.get_by_label("Anything you want to tell the team").fill(WORDS)


def count_by_the_buttons(page: Page) -> int:
    """Twice more and once fewer of everything that is counted; how many counts there are."""
    names = [each.get_attribute("name") or "" for each in page.locator(".stepper-input").all()]
    for name in names:
        count = page.locator(f"[name='{name}']")
        if not count.is_visible():
            continue
        for way, left in (("more", "1"), ("more", "2"), ("fewer", "1")):
            page.locator(f"[name=change][value='{way}:{name}']").click()
            expect(count).to_have_value(left)
    return len(names)


def correct(page: Page, first: str) -> None:
    """One answer, after saving; the reference is another one than the first."""
    page.get_by_role("link", name="See what you sent").click()
    page.get_by_role("link", name="Correct a mistake").click()
    page.locator("[aria-labelledby=pain] fieldset").first.locator(f"input[value='{LOW}']").check(
        force=True
    )
    check_answers(page)
    press(page, "Save this day")
    heading(page, re.compile("^Your correction .* is saved$"))
    assert page.locator(".reference").inner_text() != first


def see_the_rest(page: Page) -> None:
    """The chart with its numbers, the calendar file, and a warning sign told."""
    page.get_by_role("link", name="Your scores so far").click()
    expect(page.locator(".section svg").first).to_be_visible()
    page.get_by_text("The numbers").click()
    expect(page.locator("table").first).to_be_visible()
    page.get_by_role("link", name="Back to your diary").click()
    page.get_by_role("link", name="A reminder on your phone").click()
    with page.expect_download() as calendar:
        press(page, "Get the calendar file")
    assert calendar.value.path().read_bytes().startswith(b"BEGIN:VCALENDAR")

    page.get_by_role("link", name="Something is wrong").click()
    heading(page, "Something is wrong")
    page.locator("[name=signs]").last.check(force=True)
    press(page, "Leave it for the team")
    expect(page.get_by_text("What you reported is saved")).to_be_visible()


def test_a_whole_day_from_the_card_to_the_calendar(
    demo: Demonstration, card: Card, plain: Page
) -> None:
    plain.goto(f"{demo.address}{card.path}")
    give_birth_date(plain, *card.born)
    heading(plain, "Before you begin")
    expect(plain.get_by_text(NOTICE)).to_be_visible()
    press(plain, "I agree")
    plain.wait_for_url("**/diary")

    plain.locator(OPEN_DAY).first.click()
    answer_everything(plain)
    assert count_by_the_buttons(plain) >= 3
    expect(plain.get_by_label("Anything you want to tell the team")).to_have_value(WORDS)
    check_answers(plain)
    expect(plain.get_by_text("This is not saved yet")).to_be_visible()
    expect(plain.get_by_text(WORDS)).to_be_visible()

    press(plain, "Change something")
    average = plain.locator("[aria-labelledby=pain] fieldset").first
    expect(average.locator(f"input[value='{LOW}']")).to_be_checked()
    average.locator(f"input[value='{HIGH}']").check(force=True)
    check_answers(plain)
    press(plain, "Save this day")
    heading(plain, re.compile("is saved$"))
    first = plain.locator(".reference").inner_text()

    correct(plain, first)
    see_the_rest(plain)


def test_a_day_that_could_not_be_sent_is_found_again(demo: Demonstration, plain: Page) -> None:
    who = type_a_day(plain, demo.links())
    plain.context.clear_cookies()
    press(plain, "Save this day")
    heading(plain, "Not saved yet: sign in again")
    sign_in(plain, demo.links(), "patient", who)
    heading(plain, "Not sent yet")
    press(plain, "Look at it and send it")
    expect(plain.get_by_text("What you typed before is here. It is not saved yet.")).to_be_visible()
    check_answers(plain)
    press(plain, "Save this day")
    heading(plain, re.compile("is saved$"))
