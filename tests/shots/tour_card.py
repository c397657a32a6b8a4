"""The way in: the card as the team makes and prints it, and as a patient opens it."""

from playwright.sync_api import Page

from tests.shots.clinic import Demonstration, Links
from tests.shots.tour import Shot, sign_in

WRONG = ("1", "1", "1900")


def make_card(page: Page, links: Links) -> str:
    """As the nurse, of the first trial that may have one; its path, as it is printed."""
    sign_in(page, links, "nurse")
    page.locator("tbody a").first.click()
    page.get_by_role("link", name="Card and devices").click()
    page.get_by_role("button", name="Make").click()
    return "/c/" + page.locator(".card-code").first.inner_text()


def give_birth_date(
    page: Page, day: str, month: str, year: str, *, button: str = "Sign in"
) -> None:
    """Three fields and a tap."""
    page.get_by_label("Day").fill(day)
    page.get_by_label("Month").fill(month)
    page.get_by_label("Year").fill(year)
    page.get_by_role("button", name=button).click()


def tour_of_the_card(page: Page, demo: Demonstration, links: Links, shot: Shot) -> None:
    """Made, printed, shown; typed, refused, void, opened by someone else; devices."""
    links = demo.links()
    path = make_card(page, links)
    shot("card-made")
    page.emulate_media(media="print")
    shot("card-printed")
    page.emulate_media(media="screen")
    page.get_by_role("link", name="Done").click()
    shot("card-not-used")
    page.goto(f"{demo.address}{path}")
    shot("card-elsewhere-team")
    page.context.clear_cookies()
    _as_a_patient(page, demo, path, shot)
    sign_in(page, links, "patient", 1)
    page.goto(f"{demo.address}/devices")
    shot("devices")
    _left_alone(page, demo, shot)
    sign_in(page, demo.links(), "nurse")
    page.locator("tbody a").first.click()
    page.get_by_role("link", name="Card and devices").click()
    shot("card-void")


def _as_a_patient(page: Page, demo: Demonstration, path: str, shot: Shot) -> None:
    page.goto(f"{demo.address}/c")
    shot("card-code")
    page.get_by_label("The code on your card").fill("0")
    page.get_by_role("button", name="Continue").click()
    shot("card-code-refused")
    page.get_by_label("The code on your card").fill(path.removeprefix("/c/").lower())
    page.get_by_role("button", name="Continue").click()
    shot("card")
    page.get_by_role("button", name="Sign in").click()
    shot("card-unfinished")
    for _ in range(5):
        give_birth_date(page, *WRONG)
        if page.locator(".error-summary").count():
            shot("card-refused")
    shot("card-just-void")
    page.goto(f"{demo.address}{path}")
    shot("card-gone")


def _left_alone(page: Page, demo: Demonstration, shot: Shot) -> None:
    """The page that asks after half an hour alone, as far as it goes."""
    page.goto(f"{demo.address}/birth-date")
    shot("birth-date")
    page.get_by_role("button", name="Continue").click()
    shot("birth-date-unfinished")
    for _ in range(5):
        give_birth_date(page, *WRONG, button="Continue")
        if page.locator(".error-summary").count():
            shot("birth-date-refused")
    shot("device-shut")
