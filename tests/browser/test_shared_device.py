"""One browser, several people: what one typed is never seen, sent or signed by the next."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import pytest
from playwright.sync_api import Error, Page, ViewportSize, expect

from tests.fixtures.browsers import Launch, watch_page
from tests.shots.clinic import Demonstration, Links, demonstration
from tests.shots.tour import OPEN_DAY, answer, sign_in, someone_with_a_day_open
from trialtrack.clock import now_utc

PHONE: ViewportSize = {"width": 360, "height": 740}
WORDS = "In her own words"
NOTICE = "You have something that was not sent"
LONG_ENOUGH = timedelta(minutes=16)
MOST_STEPS_BACK = 15


@pytest.fixture(scope="module")
def demo() -> Iterator[Demonstration]:
    with demonstration() as demo:
        yield demo


@pytest.fixture
def shared(launch: Launch) -> Iterator[Page]:
    """A browser that several people use; it keeps whole pages for Back, as telephones do."""
    browser = launch(ignore_default_args=["--disable-back-forward-cache"])
    page = browser.new_context(viewport=PHONE, locale="en-GB").new_page()
    faults = watch_page(page)
    yield page
    browser.close()
    assert faults == []


def left_alone(demo: Demonstration) -> None:
    """Everybody who is signed in did nothing for a while, as the server sees it."""
    seen_at = (now_utc() - LONG_ENOUGH).strftime("%Y-%m-%d %H:%M:%S.%f")
    with closing(sqlite3.connect(demo.folder / "demo.sqlite3")) as database, database:
        database.execute("UPDATE session SET last_seen_at = ?", (seen_at,))


def pages_behind(page: Page) -> list[str]:
    """What each step back shows; nothing where the browser has nothing to show."""
    shown: list[str] = []
    for _ in range(MOST_STEPS_BACK):
        try:
            page.go_back(wait_until="load")
        except Error:  # Chromium's own page: it would have to send a form again, and asks first.
            page.wait_for_timeout(200)
        shown.append(page.content())
        if page.url == "about:blank":
            break
    return shown


def types_a_withdrawal(page: Page, links: Links) -> None:
    sign_in(page, links, "nurse")
    page.locator("tbody a").first.click()
    page.get_by_role("link", name="Patient stops taking part").click()
    page.get_by_label("How do you know, and why?").fill(WORDS)


def types_a_day(page: Page, links: Links) -> int:
    """Up to the page to check; which patient of the list it is."""
    used: list[str] = []
    page.on("request", lambda request: used.append(request.url))
    someone_with_a_day_open(page, links)
    who = max(n for n, link in enumerate(links["patient"]) if link["url"] in used)
    page.locator(OPEN_DAY).first.click()
    answer(page, "6")
    page.get_by_label("Anything you want to tell the team").fill(WORDS)
    page.get_by_role("button", name="Check your answers").click()
    expect(page.get_by_text(WORDS)).to_be_visible()
    return who


@pytest.mark.parametrize(("second", "number"), [("consultant", 0), ("patient", -1)])
def test_staff_who_typed_for_long_find_it_again_and_whoever_comes_between_does_not(
    demo: Demonstration, shared: Page, second: str, number: int
) -> None:
    links = demo.links()
    types_a_withdrawal(shared, links)
    left_alone(demo)
    shared.get_by_role("button", name="Close the diary").click()
    expect(shared.get_by_role("heading", level=1)).to_have_text("Not saved yet: sign in again")
    assert WORDS not in shared.content()

    sign_in(shared, links, second, number)
    expect(shared.get_by_text(NOTICE)).to_have_count(0)
    behind = pages_behind(shared)
    assert len(behind) > 5
    assert [page for page in behind if WORDS in page] == []

    sign_in(shared, demo.links(), "nurse")
    expect(shared.get_by_role("heading", level=1)).to_have_text("Not sent yet")
    shared.get_by_role("link", name="Look at it and send it").click()
    expect(shared.get_by_label("How do you know, and why?")).to_have_value(WORDS)
    shared.goto(f"{demo.address}/not-sent")
    shared.get_by_role("link", name="Throw it away").click()
    shared.get_by_role("button", name="Throw it away").click()
    expect(shared.get_by_text("It is thrown away.")).to_be_visible()
    expect(shared.get_by_text(NOTICE)).to_have_count(0)


def test_a_patients_day_waits_for_them_while_another_uses_the_phone(
    demo: Demonstration, shared: Page
) -> None:
    links = demo.links()
    who = types_a_day(shared, links)
    other_tab = shared.context.new_page()
    sign_in(other_tab, links, "patient", -1)
    shared.get_by_role("button", name="Save this day").click()
    expect(shared.get_by_role("heading", level=1)).to_have_text(re.compile("^Not saved: "))
    assert WORDS not in shared.content()
    assert [page for page in pages_behind(shared) if WORDS in page] == []
    expect(other_tab.get_by_text(NOTICE)).to_have_count(0)

    sign_in(shared, demo.links(), "patient", who)
    expect(shared.get_by_role("heading", level=1)).to_have_text("Not sent yet")
    shared.get_by_role("button", name="Look at it and send it").click()
    expect(shared.get_by_label("Anything you want to tell the team")).to_have_value(WORDS)
    shared.get_by_role("button", name="Check your answers").click()
    shared.get_by_role("button", name="Save this day").click()
    expect(shared.get_by_role("heading", level=1)).to_have_text(re.compile("is saved$"))
    expect(shared.get_by_text(NOTICE)).to_have_count(0)


def test_back_after_signing_out_shows_nothing_that_was_typed(
    demo: Demonstration, shared: Page
) -> None:
    types_a_day(shared, demo.links())
    shared.get_by_role("link", name="Sign out").click()
    shared.get_by_role("button", name="Sign out").click()
    expect(shared.get_by_role("heading", level=1)).to_have_text("You are signed out")
    assert [page for page in pages_behind(shared) if WORDS in page] == []


def test_a_page_left_open_keeps_nobody_signed_in(demo: Demonstration, shared: Page) -> None:
    asked: list[str] = []
    sign_in(shared, demo.links(), "consultant")
    shared.wait_for_load_state("networkidle")
    shared.on("request", lambda request: asked.append(request.url))
    shared.clock.install()
    shared.clock.run_for(int(LONG_ENOUGH.total_seconds() * 1000))
    assert asked == []
