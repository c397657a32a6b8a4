"""A story in a real browser: one window, and an eye for what is wrong at every stop."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date

from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.walk import DRAWN, PHONE, faults_here
from tests.fixtures.browsers import watch_page
from tests.shots.tour import answer

SAVED = re.compile("saved")


@dataclass
class Story:
    """One person's window. `faults`: what axe and the others found on the way, a line each."""

    page: Page
    faults: list[str] = field(default_factory=list)

    def stop(self, name: str) -> None:
        """Look at the page as everybody has to be able to."""
        self.page.wait_for_load_state("load")
        self.page.wait_for_function(DRAWN)
        self.faults += faults_here(self.page, name)

    def arrive(self, url: str) -> None:
        """Come in by a sign-in address."""
        self.page.goto(url)
        self.press("Sign in")
        self.page.wait_for_url(lambda address: "/sign-in/" not in address)

    def press(self, name: str) -> None:
        """Press a button by its words."""
        self.page.get_by_role("button", name=name).first.click()

    def follow(self, name: str, within: Locator | None = None) -> None:
        """Follow a link by its words."""
        (within or self.page.locator("body")).get_by_role("link", name=name).first.click()

    def choose(self, label: str) -> None:
        """Choose one of several answers."""
        self.page.get_by_label(label, exact=True).first.check(force=True)

    def write(self, words: str) -> None:
        """Write into the page's one large field."""
        self.page.locator("main textarea").last.fill(words)

    def record_the_removal(self, day: date, impression: str, relief_percent: int) -> None:
        """The leads come out; the patient answers the questions of the end, and wants more."""
        self.page.get_by_label("The leads came out on", exact=True).fill(day.isoformat())
        self.choose(impression)
        self.page.get_by_label("How much of the pain").fill(str(relief_percent))
        self.choose("Yes")
        self.press("Record the removal")
        expect(self.page.locator("main")).to_contain_text("Was the 50% threshold met?")

    def log_the_day(self, score: int) -> None:
        """A patient answers every scale with one score, looks it over and saves."""
        answer(self.page, str(score))
        self.press("Check your answers")
        self.press("Save this day")
        expect(self.page.get_by_role("heading", level=1)).to_have_text(SAVED)


@contextmanager
def _window(browser: Browser) -> Iterator[Story]:
    context = browser.new_context(viewport=PHONE, locale="en-GB", reduced_motion="reduce")
    page = context.new_page()
    watched = watch_page(page)
    story = Story(page)
    yield story
    context.close()
    assert story.faults + watched == []


Window = Callable[[], Story]


@contextmanager
def windows(browser: Browser) -> Iterator[Window]:
    """Windows for the people of a story; at its end none may have met a fault."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(_window(browser))
