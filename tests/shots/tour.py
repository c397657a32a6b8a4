"""The way through every page and state, one picture at a time."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from tests.shots.clinic import Demonstration, Links

Shot = Callable[[str], None]
Tour = Callable[[Page, Demonstration, Links, Shot], None]
"""A way through some pages with a fresh window; `shot` is called at every state, by its name."""

OPEN_DAY = "main .actions a.btn"


def sign_in(page: Page, links: Links, role: str, n: int = 0) -> None:
    """As a person does: open the address, press the button; a nurse goes on to the trials."""
    page.goto(links[role][n]["url"])
    page.get_by_role("button", name="Sign in").click()
    if role == "nurse":
        page.wait_for_url(lambda address: "/sign-in/" not in address)
        if page.url.endswith("/today"):
            page.locator(".nav").get_by_role("link", name="Trials").click()


def tour_of_signing_in(page: Page, demo: Demonstration, links: Links, shot: Shot) -> None:
    """The sign-in page, refused and not, and an address that was used."""
    page.goto(f"{demo.address}/sign-in")
    shot("sign-in")
    page.get_by_role("button", name="Sign in").click()
    shot("sign-in-refused")
    page.goto(f"{demo.address}/sign-in/link/used")
    shot("link")
    page.get_by_role("button", name="Sign in").click()
    shot("link-gone")
    page.goto(f"{demo.address}/nothing")
    shot("not-found")


def tour_of_a_patient(page: Page, demo: Demonstration, links: Links, shot: Shot) -> None:
    """Home, the questions, refused, checked, saved, what was sent, a correction."""
    someone_with_a_day_open(page, links)
    shot("home")
    page.get_by_role("link", name="Your scores so far").click()
    shot("progress-waits")
    page.get_by_role("link", name="Back to your diary").click()
    page.locator(OPEN_DAY).first.click()
    shot("day")
    page.get_by_role("button", name="Check your answers").click()
    shot("day-refused")
    answer(page)
    page.get_by_role("button", name="Check your answers").click()
    shot("day-check")
    page.get_by_role("button", name="Save this day").click()
    shot("day-saved")
    page.get_by_role("link", name="Your scores so far").click()
    page.get_by_text("The numbers").click()
    shot("progress")
    page.go_back()
    page.get_by_role("link", name="See what you sent").click()
    shot("day-answers")
    page.get_by_role("link", name="Correct a mistake").click()
    shot("day-correct")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-out")
    shot("sign-out")
    page.get_by_role("button", name="Sign out").click()
    shot("signed-out")
    page.goto(links["patient"][-1]["url"])
    page.get_by_role("button", name="Sign in").click()
    shot("home-ended")


def to_the_diary(page: Page) -> None:
    """Past what windows that were closed before left half filled in."""
    page.wait_for_url(lambda address: "/sign-in/" not in address)
    while page.url.endswith("/not-sent"):
        page.get_by_role("link", name="Throw it away").first.click()
        page.get_by_role("button", name="Throw it away").click()
    page.wait_for_url("**/diary")


def someone_with_a_day_open(page: Page, links: Links) -> None:
    """Sign in as the first patient who can fill in a day now."""
    for n in range(len(links["patient"])):
        sign_in(page, links, "patient", n)
        to_the_diary(page)
        if page.locator(OPEN_DAY).count():
            return
    raise AssertionError("no patient of the demonstration has a day open")


def answer(page: Page, score: str = "3") -> None:
    """Every scale that has to be answered, at one score."""
    for group in page.locator("fieldset:has(input[value=skip])").all():
        group.locator(f"input[value='{score}']").check(force=True)


def tour_of_the_clinic(page: Page, demo: Demonstration, links: Links, shot: Shot) -> None:
    """The list, and one trial of each answer."""
    _trials(page, links, shot, every_trial=False)


def tour_of_every_trial(page: Page, demo: Demonstration, links: Links, shot: Shot) -> None:
    """The list, and every trial of the demonstration."""
    _trials(page, links, shot, every_trial=True)


def _trials(page: Page, links: Links, shot: Shot, *, every_trial: bool) -> None:
    sign_in(page, links, "consultant")
    shot("trials")
    rows = page.locator("tbody tr")
    seen: set[str] = set()
    chosen = []
    for row in rows.all():
        answered = row.locator(".verdict").inner_text().strip()
        if every_trial or answered not in seen:
            seen.add(answered)
            link = row.get_by_role("link")
            chosen.append((link.inner_text(), link.get_attribute("href") or ""))
    origin = re.sub(r"(https?://[^/]+).*", r"\1", page.url)
    for name, href in chosen:
        page.goto(f"{origin}{href}")
        page.wait_for_function("() => !document.querySelector('.chart-plot:not(:has(svg))')")
        shot(f"trial-{re.sub('[^a-z]+', '-', name.lower())}")


def shooter(page: Page, folder: Path, label: str) -> Shot:
    """Pictures into a folder, named by page, width and scheme."""

    def shot(name: str) -> None:
        page.wait_for_load_state("networkidle")
        page.screenshot(path=folder / f"{name}-{label}.png", full_page=True)

    return shot


def tour_of_the_administrator(page: Page, demo: Demonstration, links: Links, shot: Shot) -> None:
    """The people who work at the clinic, and the notice for patients."""
    sign_in(page, links, "administrator")
    shot("staff")
    page.get_by_role("link", name="Notice for patients").click()
    shot("notice")
    page.locator("textarea").fill("")
    page.get_by_role("button", name="Publish this version").click()
    shot("notice-refused")


def tour_of_reminders(page: Page, demo: Demonstration, links: Links, shot: Shot) -> None:
    """A reminder for the phone; a time that is none; and no day left to remind of."""
    own_links = demo.links()  # The way through the diary uses up the others.
    offer = page.get_by_role("link", name="A reminder on your phone")
    for n in range(len(own_links["patient"]) - 1):
        sign_in(page, own_links, "patient", n)
        if offer.count():
            break
    offer.click()
    shot("reminders")
    page.goto(f"{demo.address}/diary/reminders/file?hour=25")
    shot("reminders-refused")
    sign_in(page, own_links, "patient", -1)
    page.goto(f"{demo.address}/diary/reminders")
    shot("reminders-over")
    page.goto(f"{demo.address}/diary/progress")
    shot("progress-ended")


def tour_of_consent(page: Page, demo: Demonstration, links: Links, shot: Shot) -> None:
    """What was agreed to, the way out, and what staff record of it."""
    sign_in(page, links, "patient", -2)
    page.get_by_role("link", name="What you agreed to").click()
    shot("consent")
    page.get_by_role("link", name="Stop taking part").click()
    shot("stop")
    page.context.clear_cookies()
    sign_in(page, links, "nurse")
    page.locator("tbody a").first.click()
    page.get_by_role("link", name="Patient stops taking part").click()
    page.get_by_role("button", name="Close the diary").click()
    shot("withdrawal-refused")
