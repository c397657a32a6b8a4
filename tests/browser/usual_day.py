"""A usual day on a phone of 360 x 740, each tap and each swipe counted; both layouts.

`python -m tests.browser.usual_day` prints what `trialtrack/web/diary/README.md` tells. The
seconds are a model of somebody slow, with the constants below, and not a person: what is counted
is exact, how long it takes is not.
"""

import math
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, ViewportSize, sync_playwright

from tests.fixtures.chromium import FLAGS, find_chromium
from tests.shots.clinic import Links, demonstration
from tests.shots.tour import OPEN_DAY, sign_in

PHONE: ViewportSize = {"width": 360, "height": 740}
# What the top of the window and the help bar leave, and how far a thumb moves the page at once.
SEEN_PX, SWIPE_PX = 640, 450
SECONDS_A_TAP, SECONDS_A_SWIPE, SECONDS_A_PAGE, SECONDS_A_QUESTION = 1.0, 1.0, 1.5, 2.0
PLACE = "each => each.getBoundingClientRect().top + scrollY"
ALWAYS_SEEN = "each => each.closest('.at-hand') !== null"
ALONE = """heading => document.querySelectorAll("form .section").forEach(each => {
    each.hidden = each.getAttribute("aria-labelledby") !== heading; })"""
TOPIC = "each => each.closest('.section').getAttribute('aria-labelledby')"


@dataclass
class Hand:
    """Taps things, and moves the page where they are out of sight."""

    page: Page
    by_topic: bool = False
    taps: int = 0
    swipes: int = 0
    pages: int = 0
    questions: int = 0
    topic: str | None = None
    top: float = field(default=0, init=False)

    def tap(
        self,
        target: Locator,
        *,
        opens_page: bool = False,
        answers: bool = False,
        really: bool = True,
    ) -> None:
        """One tap, with the swipes that bring the target into view."""
        if self.by_topic and not opens_page:
            self._turn_to(target)
        self._bring(target)
        self.taps += 1
        self.questions += answers
        if really:
            target.click(force=True)
        if opens_page:
            self.pages += 1
            self.top, self.topic = 0, None
            self.page.wait_for_load_state()

    def type(self, digits: str) -> None:
        """Each key of the phone's keyboard is a tap."""
        self.taps += len(digits)
        self.page.keyboard.type(digits)

    def seconds(self) -> float:
        """By the model above."""
        return (
            self.taps * SECONDS_A_TAP
            + self.swipes * SECONDS_A_SWIPE
            + self.pages * SECONDS_A_PAGE
            + self.questions * SECONDS_A_QUESTION
        )

    def _turn_to(self, target: Locator) -> None:
        """As if every topic were a page of its own: one more tap at its end, and a page."""
        topic = target.evaluate(TOPIC)
        if topic == self.topic:
            return
        if self.topic is not None:
            self._bring(self.page.locator("form .actions"))
            self.taps += 1
            self.pages += 1
        self.page.evaluate(ALONE, topic)
        self.topic, self.top = topic, 0

    def _bring(self, target: Locator) -> None:
        if target.evaluate(ALWAYS_SEEN):
            return
        place = float(target.evaluate(PLACE))
        beyond = max(0.0, place - (self.top + SEEN_PX))
        swipes = math.ceil(beyond / SWIPE_PX)
        self.swipes += swipes
        self.top += swipes * SWIPE_PX


def usual_day(page: Page, *, by_topic: bool = False) -> Hand:
    """From the diary's first page to "saved": what most days are.

    By topic the last tap is counted and not made, so that the day can be filled in once more.
    """
    hand = Hand(page, by_topic=by_topic)
    hand.tap(page.locator(OPEN_DAY).first, opens_page=True)
    for scale in page.locator("[aria-labelledby=pain] fieldset", has_text="on average").all():
        hand.tap(scale.locator("[value='3']"), answers=True)
    hand.tap(page.locator("#sleep_hours"), answers=True)
    hand.type("7")
    hand.tap(page.locator("#sleep_quality-6"), answers=True)
    hand.tap(page.locator("[value='more:awakenings']"), answers=True)
    hand.tap(page.locator("#activity_interference-2"), answers=True)
    hand.tap(page.locator("[value=as-yesterday]"), answers=True)
    hand.tap(page.locator("[name=stated_relief_percent][value='60']"), answers=True)
    if page.locator("[name=programme]").count():
        hand.tap(page.locator("[name=programme]").first, answers=True)
    hand.tap(page.locator("[name=off][value=no]"), answers=True)
    hand.tap(page.locator("[name=signs_any][value=no]"), answers=True)
    page.evaluate("document.querySelectorAll('form .section').forEach(e => { e.hidden = false; })")
    check = page.get_by_role("button", name="Check your answers")
    hand.tap(check, opens_page=True)
    hand.top, hand.topic = 0, None
    save = page.get_by_role("button", name="Save this day")
    hand.tap(save, opens_page=True, really=not by_topic)
    return hand


def with_yesterday_counted(page: Page, links: Links, *, sites: int = 2) -> None:
    """Sign in as somebody with so many sites, under treatment, whose yesterday has its medicines.

    And whose day is not filled in yet.
    """
    for n in range(len(links["patient"])):
        sign_in(page, links, "patient", n)
        page.wait_for_url("**/diary")
        if not page.locator(OPEN_DAY).count():
            continue
        home = page.url
        page.locator(OPEN_DAY).first.click()
        asked = page.locator("[aria-labelledby=pain] fieldset", has_text="on average")
        found = asked.count() == sites and page.locator("[name=off]").count() > 0
        found = found and page.get_by_role("button", name="The same as").count() > 0
        page.goto(home)
        if found:
            return
    raise AssertionError("nobody of the demonstration has such a day")


def main() -> None:
    """Print what both layouts cost."""
    with sync_playwright() as playwright, demonstration() as demo:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(playwright), args=list(FLAGS)
        )
        for by_topic in (True, False):
            page = browser.new_page(viewport=PHONE, has_touch=True)
            with_yesterday_counted(page, demo.links())
            hand = usual_day(page, by_topic=by_topic)
            name = "a page a topic" if by_topic else "one page in sections"
            print(
                f"{name}: {hand.taps} taps, {hand.swipes} swipes, {hand.pages} pages, "
                f"{hand.questions} questions: about {hand.seconds():.0f} s by the model"
            )
        browser.close()


if __name__ == "__main__":
    main()
