"""One browser, several people: what one typed is never seen, sent or signed by the next."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Error, Page, ViewportSize, expect

from tests.fixtures.browsers import Launch, watch_page
from tests.shots.clinic import Demonstration
from tests.shots.not_sent import (
    LONG_ENOUGH,
    WORDS,
    left_alone,
    throw_away,
    type_a_day,
    type_a_withdrawal,
)
from tests.shots.tour import sign_in

PHONE: ViewportSize = {"width": 360, "height": 740}
NOTICE = "You have something that was not sent"
MOST_STEPS_BACK = 15


@pytest.fixture
def shared(launch: Launch) -> Iterator[Page]:
    """A browser that several people use; it keeps whole pages for Back, as telephones do."""
    browser = launch(ignore_default_args=["--disable-back-forward-cache"])
    page = browser.new_context(viewport=PHONE, locale="en-GB").new_page()
    faults = watch_page(page)
    yield page
    browser.close()
    assert faults == []


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


@pytest.mark.parametrize(("second", "number"), [("consultant", 0), ("patient", -1)])
def test_staff_who_typed_for_long_find_it_again_and_whoever_comes_between_does_not(
    demo: Demonstration, shared: Page, second: str, number: int
) -> None:
    links = demo.links()
    type_a_withdrawal(shared, links)
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
    throw_away(shared)
    expect(shared.get_by_text("It is thrown away.")).to_be_visible()
    expect(shared.get_by_text(NOTICE)).to_have_count(0)


def test_a_patients_day_waits_for_them_while_another_uses_the_phone(
    demo: Demonstration, shared: Page
) -> None:
    links = demo.links()
    who = type_a_day(shared, links)
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
    type_a_day(shared, demo.links())
    shared.get_by_role("button", name="Sign out").click()
    shared.wait_for_url("**/sign-out")
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
