"""What was typed and could not be sent: kept, found again, sent or thrown away."""

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta

from playwright.sync_api import Page

from tests.shots.clinic import Demonstration, Links
from tests.shots.tour import OPEN_DAY, Shot, answer, sign_in, someone_with_a_day_open
from trialtrack.clock import now_utc

LONG_ENOUGH = timedelta(minutes=16)
WORDS = "She rang this morning and wants to stop. It is the headaches."
TOO_MUCH = "x" * 100_000


def left_alone(demo: Demonstration) -> None:
    """Everybody who is signed in did nothing for a while, as the server sees it."""
    seen_at = (now_utc() - LONG_ENOUGH).strftime("%Y-%m-%d %H:%M:%S.%f")
    with closing(sqlite3.connect(demo.folder / "demo.sqlite3")) as database, database:
        database.execute("UPDATE session SET last_seen_at = ?", (seen_at,))


def telephones_ask(demo: Demonstration, *, since: datetime | None) -> None:
    """Every telephone was left alone and asks who is there; since None, none does."""
    at = since.strftime("%Y-%m-%d %H:%M:%S.%f") if since else None
    with closing(sqlite3.connect(demo.folder / "demo.sqlite3")) as database, database:
        database.execute("UPDATE device SET asks_since = ?", (at,))


def type_a_withdrawal(page: Page, links: Links) -> None:
    """As the nurse, up to the button."""
    sign_in(page, links, "nurse")
    page.goto(page.url.partition("/not-sent")[0].partition("/trials")[0] + "/trials")
    page.locator("tbody a").first.click()
    page.get_by_role("link", name="Patient stops taking part").click()
    page.get_by_label("How do you know, and why?").fill(WORDS)


def type_a_day(page: Page, links: Links) -> int:
    """As a patient, up to the page to check; which patient of the list it is."""
    used: list[str] = []
    page.on("request", lambda request: used.append(request.url))
    someone_with_a_day_open(page, links)
    page.locator(OPEN_DAY).first.click()
    answer(page, "6")
    page.get_by_label("Anything you want to tell the team").fill(WORDS)
    page.get_by_role("button", name="Check your answers").click()
    page.get_by_text(WORDS).wait_for()
    return max(n for n, link in enumerate(links["patient"]) if link["url"] in used)


def throw_away(page: Page) -> None:
    """The first of the list, for good."""
    page.get_by_role("link", name="Throw it away").first.click()
    page.get_by_role("button", name="Throw it away").click()


def tour_of_staff_signed_out(page: Page, demo: Demonstration, links: Links, shot: Shot) -> None:
    """Idle for too long: kept, told on arrival and everywhere, found again, thrown away."""
    type_a_withdrawal(page, demo.links())
    left_alone(demo)
    page.get_by_role("button", name="Close the diary").click()
    shot("not-saved-staff")
    sign_in(page, demo.links(), "nurse")
    shot("not-sent-staff")
    page.goto(f"{demo.address}/trials")
    shot("trials-something-not-sent")
    page.get_by_role("link", name="Look at it").click()
    page.get_by_role("link", name="Look at it and send it").click()
    shot("withdrawal-found-again")
    page.goto(f"{demo.address}/not-sent")
    page.get_by_role("link", name="Throw it away").click()
    shot("throw-away")
    page.get_by_role("button", name="Throw it away").click()
    page.goto(f"{demo.address}/not-sent")
    shot("not-sent-empty")


def tour_of_a_colleagues_form(page: Page, demo: Demonstration, links: Links, shot: Shot) -> None:
    """Somebody else signed in meanwhile; too much to keep; a page of nobody's."""
    type_a_withdrawal(page, demo.links())
    other = page.context.new_page()
    sign_in(other, demo.links(), "consultant")
    page.get_by_role("button", name="Close the diary").click()
    shot("not-saved-somebody-elses")
    sign_in(other, demo.links(), "nurse")
    throw_away(other)
    for name, spoil in (("not-saved-too-much", False), ("not-saved-of-nobody", True)):
        type_a_withdrawal(page, demo.links())
        if spoil:
            page.evaluate("document.querySelectorAll('[name=csrf_token]').forEach(e => e.value='')")
        else:
            page.get_by_label("How do you know, and why?").fill(TOO_MUCH)
        left_alone(demo)
        page.get_by_role("button", name="Close the diary").click()
        shot(name)
    other.close()


def tour_of_a_patient_signed_out(page: Page, demo: Demonstration, links: Links, shot: Shot) -> None:
    """A day sent after the phone was signed out elsewhere, and found again."""
    who = type_a_day(page, demo.links())
    page.context.clear_cookies()
    page.get_by_role("button", name="Save this day").click()
    shot("not-saved-patient")
    sign_in(page, demo.links(), "patient", who)
    shot("not-sent-patient")
    page.goto(f"{demo.address}/diary")
    shot("home-something-not-sent")
    page.goto(f"{demo.address}/not-sent")
    page.get_by_role("button", name="Look at it and send it").click()
    shot("day-found-again")
    page.goto(f"{demo.address}/not-sent")
    throw_away(page)


def tour_of_a_day_that_is_left(page: Page, demo: Demonstration, links: Links, shot: Shot) -> None:
    """Half filled in and left by links of its own; found again; sent without a connection."""
    someone_with_a_day_open(page, demo.links())
    page.locator(OPEN_DAY).first.click()
    page.get_by_label("Anything you want to tell the team").fill(TOO_MUCH)
    page.get_by_role("button", name="Your diary").click()
    shot("day-not-put-aside")
    page.get_by_role("button", name="Back to what you typed").click()
    page.get_by_label("Anything you want to tell the team").fill(WORDS)
    page.get_by_role("button", name="Something is wrong").click()
    shot("warning-signs-day-begun")
    page.locator(".brand").click()
    shot("home-day-begun")
    page.get_by_role("link", name="Go on with").click()
    shot("day-begun")
    page.context.set_offline(True)
    page.get_by_role("button", name="Check your answers").click()
    page.evaluate("window.scrollTo(0, 0)")
    shot("day-no-connection")
    page.context.set_offline(False)
    telephones_ask(demo, since=now_utc())
    page.goto(page.url.partition("?")[0] + "?chosen=1")
    shot("day-begun-locked")
    telephones_ask(demo, since=None)
    page.goto(f"{demo.address}/not-sent")
    throw_away(page)
