"""The way in: the card as the team makes and prints it, and as a patient opens it."""

from playwright.sync_api import Page

from tests.shots.clinic import Demonstration, Links
from tests.shots.tour import Shot, sign_in

WRONG = ("1", "1", "1900")
BirthDate = tuple[str, str, str]


def make_card(page: Page, links: Links) -> str:
    """As the nurse, of the first trial of the list; its path, as it is printed."""
    see_card(page, links)
    page.get_by_role("button", name="Make").click()
    return "/c/" + page.locator(".card-code").first.inner_text()


def see_card(page: Page, links: Links) -> None:
    """As the nurse, the page of the first trial's card."""
    sign_in(page, links, "nurse")
    page.locator("tbody a").first.click()
    page.get_by_role("link", name="Card and devices").click()


def birth_date_of(page: Page) -> BirthDate:
    """The date of birth as the page with a new card has it: 4 Feb 1961."""
    words = page.locator(".screen-only .whose span", has_text="born ").inner_text()
    day, month, year = words.removeprefix("born ").split()
    return day, month, year


def give_birth_date(
    page: Page, day: str, month: str, year: str, *, button: str = "Sign in"
) -> None:
    """Three fields and a tap."""
    page.get_by_label("Day").fill(day)
    page.get_by_label("Month").fill(month)
    page.get_by_label("Year").fill(year)
    page.get_by_role("button", name=button).click()


def tour_of_the_card(page: Page, demo: Demonstration, links: Links, shot: Shot) -> None:
    """Made, printed, typed, used on three devices and refused on the fourth; void; left alone."""
    del links  # Each is used once, and this tour signs in often.
    address = demo.address
    path = make_card(page, demo.links())
    born = birth_date_of(page)
    shot("card-made")
    page.emulate_media(media="print")
    shot("card-printed")
    page.emulate_media(media="screen")
    page.get_by_role("link", name="Done").click()
    shot("card-not-used")
    page.goto(f"{address}{path}")
    shot("card-elsewhere-team")
    sign_in(page, demo.links(), "patient", 1)
    page.goto(f"{address}{path}")
    shot("card-elsewhere-patient")
    page.context.clear_cookies()
    _typed(page, address, path, shot)
    _three_devices(page, f"{address}{path}", born, shot)
    _end_them(page, demo, shot)
    _voided(page, demo, shot)
    _left_alone(page, demo, shot)


def _typed(page: Page, address: str, path: str, shot: Shot) -> None:
    page.goto(f"{address}/c")
    shot("card-code")
    page.get_by_label("The code on your card").fill("0")
    page.get_by_role("button", name="Continue").click()
    shot("card-code-refused")
    page.get_by_label("The code on your card").fill(path.removeprefix("/c/").lower())
    page.get_by_role("button", name="Continue").click()
    shot("card")
    page.get_by_role("button", name="Sign in").click()
    shot("card-unfinished")


def _three_devices(page: Page, card: str, born: BirthDate, shot: Shot) -> None:
    """The same window signs in again and again, without its cookies: another device each time."""
    for _ in range(3):
        page.context.clear_cookies()
        page.goto(card)
        give_birth_date(page, *born)
        page.wait_for_url("**/diary")
    page.get_by_role("link", name="Devices that are signed in").click()
    shot("devices")
    page.context.clear_cookies()
    page.goto(card)
    give_birth_date(page, *born)
    shot("card-fourth-device")


def _end_them(page: Page, demo: Demonstration, shot: Shot) -> None:
    see_card(page, demo.links())
    shot("card-in-use")
    page.get_by_role("button", name="Make").click()
    shot("card-made-with-devices")
    page.get_by_role("link", name="Done").click()
    ends = page.locator(".device").get_by_role("button")
    while ends.count():
        ends.first.click()
    shot("card-devices-ended")


def _voided(page: Page, demo: Demonstration, shot: Shot) -> None:
    path = make_card(page, demo.links())
    page.context.clear_cookies()
    page.goto(f"{demo.address}{path}")
    for left in range(4, -1, -1):
        give_birth_date(page, *WRONG)
        if left in (4, 1):
            shot(f"card-refused-{left}")
    shot("card-just-void")
    page.goto(f"{demo.address}{path}")
    shot("card-gone")
    see_card(page, demo.links())
    shot("card-void")


def _left_alone(page: Page, demo: Demonstration, shot: Shot) -> None:
    """The page that asks after half an hour alone, until it shuts the device; what is noted."""
    sign_in(page, demo.links(), "patient", 1)
    page.goto(f"{demo.address}/birth-date")
    shot("birth-date")
    page.get_by_role("button", name="Continue").click()
    shot("birth-date-unfinished")
    for left in range(4, -1, -1):
        give_birth_date(page, *WRONG, button="Continue")
        if left == 1:
            shot("birth-date-refused")
    shot("device-shut")
    sign_in(page, demo.links(), "nurse")
    page.goto(f"{demo.address}/today")
    page.get_by_role("link", name="See the devices").first.click()
    shot("card-device-shut")
    page.get_by_role("button", name="Noted").click()
