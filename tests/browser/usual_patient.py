"""A usual new patient with the keyboard alone, each key counted, from the list to the printed card.

`python -m tests.browser.usual_patient` prints it, and what two ways of picking a medicine cost. The
keys are counted in a real browser. The seconds are the keystroke-level model of Card, Moran and
Newell with the constants below, for somebody who types as an office worker does, and not a person.
"""

from dataclasses import dataclass
from datetime import timedelta

from playwright.sync_api import Page, sync_playwright

from tests.fixtures.chromium import FLAGS, find_chromium
from tests.shots.clinic import demonstration
from tests.shots.tour import sign_in
from trialtrack.clinical.medicine_list import MEDICINES, medicines_meant
from trialtrack.clock import now_utc

SECONDS_A_KEY, SECONDS_A_FIELD, SECONDS_A_PAGE, SECONDS_TO_LOOK_OVER = 0.28, 1.35, 1.5, 20.0
WHO = (
    ("family_name", "Abernethy"),
    ("given_name", "Rosalind"),
    ("birth_day", "14"),
    ("birth_month", "7"),
    ("birth_year", "1962"),
    ("hospital_number", "RQ4471902"),
    ("phone", "01632 960482"),
)
TREATMENT = "scs b"
SITES = (("sites-0-name", "low back"), ("sites-1-name", "left leg"))
TAKES = (("tram 50", "4"), ("parac 500", "8"), ("gabap 300", "3"))
GOAL = "walk to the shops and back"
ROWS_SEEN, ROWS_A_SWIPE = 8, 6


@dataclass
class Keys:
    """Presses keys and nothing else."""

    page: Page
    keys: int = 0
    fields: int = 0
    pages: int = 0

    def type(self, text: str) -> None:
        """Each character is a key."""
        self.keys += len(text)
        self.page.keyboard.type(text)

    def press(self, key: str) -> None:
        """One key that writes nothing."""
        self.keys += 1
        self.page.keyboard.press(key)

    def to(self, field_id: str) -> None:
        """Tab as far as a field; a question to think about."""
        for _ in range(40):
            if self.page.evaluate("document.activeElement.id") == field_id:
                self.fields += 1
                return
            self.press("Tab")
        raise AssertionError(f"Tab does not lead to {field_id}")

    def on(self, name: str) -> None:
        """Tab as far as a button, and press it; it leads to another page."""
        reached = "document.activeElement.textContent.trim()"
        for _ in range(80):
            if self.page.evaluate(reached) == name:
                with self.page.expect_navigation():
                    self.press("Enter")
                self.pages += 1
                return
            self.press("Tab")
        raise AssertionError(f"Tab does not lead to “{name}”: {self.page.inner_text('main')}")

    def seconds(self) -> float:
        """By the model above, with one look over everything before it is saved."""
        return (
            self.keys * SECONDS_A_KEY
            + self.fields * SECONDS_A_FIELD
            + self.pages * SECONDS_A_PAGE
            + SECONDS_TO_LOOK_OVER
        )


def usual_patient(page: Page) -> Keys:
    """From the list of trials to the card that can be printed."""
    hand = Keys(page)
    hand.on("New patient")
    page.locator("#family_name").wait_for()
    for field_id, text in WHO:
        hand.to(field_id)
        hand.type(text)
    hand.to("treatment")
    hand.type(TREATMENT)
    hand.to("placed_on")
    placed = now_utc().date() + timedelta(days=10)
    hand.type(f"{placed:%d%m%Y}")
    # Whether day or month comes first is the browser's own language; the keys are as many.
    page.locator("#placed_on").evaluate("(each, day) => { each.value = day; }", f"{placed}")
    for field_id, text in SITES:
        hand.to(field_id)
        hand.type(text)
    for n, (name, usual) in enumerate(TAKES):
        hand.to(f"medicines-{n}-name")
        hand.type(name)
        hand.to(f"medicines-{n}-usual")
        hand.type(usual)
    hand.to("goal")
    hand.type(GOAL)
    hand.on("Look it over")
    hand.on("Save patient and trial")
    hand.on("Make the card and print it")
    return hand


def by_select(name: str) -> int:
    """The fewest keys that find a medicine in a select: its beginning, and then arrows down."""
    names = [each.name.casefold() for each in MEDICINES]
    at = names.index(name.casefold())
    costs = []
    for length in range(1, len(name) + 1):
        first = next(n for n, each in enumerate(names) if each.startswith(names[at][:length]))
        costs.append(length + at - first)
    return min(costs)


def main() -> None:
    """Print what the usual patient costs, and what the other way of picking would."""
    with sync_playwright() as playwright, demonstration() as demo:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(playwright), args=list(FLAGS)
        )
        page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="en-GB")
        sign_in(page, demo.links(), "nurse")
        page.goto(f"{demo.address}/trials")
        hand = usual_patient(page)
        print(
            f"a usual patient: {hand.fields} fields, {hand.keys} keys, {hand.pages} pages: "
            f"about {hand.seconds():.0f} s by the model, {SECONDS_TO_LOOK_OVER:.0f} of them to "
            "look it over"
        )
        browser.close()
    for typed, _usual in TAKES:
        (meant,) = medicines_meant(typed)
        swipes = max(0, MEDICINES.index(meant) - ROWS_SEEN) / ROWS_A_SWIPE
        print(
            f"{meant.name}: {len(typed)} keys as it is; in a select {by_select(meant.name)} with "
            f"the keyboard, {swipes:.0f} swipes and a tap with a thumb"
        )


if __name__ == "__main__":
    main()
