"""The tours of warning signs: the advice of each tier, what the team sees, what cannot be saved."""

from playwright.sync_api import Page

from tests.shots.clinic import Demonstration, Links
from tests.shots.tour import OPEN_DAY, Shot, answer, sign_in, someone_with_a_day_open

WRONG = "Something is wrong"


def tour_of_warning_signs(page: Page, demo: Demonstration, links: Links, shot: Shot) -> None:
    """Nobody signed in; then each tier, several together, and none named."""
    page.goto(f"{demo.address}/warning-signs")
    shot("signs-anyone")
    someone_with_a_day_open(page, demo.links())
    page.get_by_role("link", name=WRONG).click()
    shot("signs")
    for name, signs in (
        ("emergency", ("saddle_numb",)),
        ("today", ("wound",)),
        ("next-time", ("skin_sore",)),
        ("several", ("skin_sore", "wound", "saddle_numb")),
        ("not-said", ()),
    ):
        page.goto(f"{demo.address}/warning-signs")
        for sign in signs:
            page.locator(f"input[value={sign}]").check(force=True)
        page.get_by_role("button", name="Leave it for the team").click()
        shot(f"signs-told-{name}")
    page.goto(f"{demo.address}/warning-signs")
    page.get_by_role("link", name="What you reported").click()
    shot("signs-reported")
    page.locator(".reported a").first.click()
    shot("signs-one-reported")


def tour_of_a_sign_in_the_diary(page: Page, demo: Demonstration, links: Links, shot: Shot) -> None:
    """Yes at the end of a day: with a day that is refused, checked, and saved."""
    someone_with_a_day_open(page, demo.links())
    page.locator(OPEN_DAY).first.click()
    page.locator("#signs_any-yes").check(force=True)
    page.locator("input[value=saddle_numb]").check(force=True)
    shot("day-with-sign")
    page.get_by_role("button", name="Check your answers").click()
    shot("day-refused-with-sign")
    answer(page)
    page.get_by_role("button", name="Check your answers").click()
    shot("day-check-with-sign")
    page.get_by_role("button", name="Save this day").click()
    shot("day-saved-with-sign")


def tour_of_a_sign_not_told(page: Page, demo: Demonstration, links: Links, shot: Shot) -> None:
    """Signed out meanwhile: the advice, and that the team was not told."""
    sign_in(page, demo.links(), "patient", -3)
    page.wait_for_load_state()
    page.goto(f"{demo.address}/warning-signs")
    page.locator("input[value=saddle_numb]").check(force=True)
    page.context.clear_cookies()
    page.get_by_role("button", name="Leave it for the team").click()
    shot("signs-not-told")


def tour_of_the_teams_warning_signs(
    page: Page, demo: Demonstration, links: Links, shot: Shot
) -> None:
    """One by telephone, refused and kept; on top of the list, refused and acknowledged."""
    fresh = demo.links()
    sign_in(page, fresh, "nurse")
    page.locator("tbody a").first.click()
    page.get_by_role("link", name="Report a warning sign").click()
    shot("flag-report")
    page.get_by_role("button", name="Keep this warning sign").click()
    shot("flag-report-refused")
    page.locator("input[value=saddle_numb]").check(force=True)
    page.locator("textarea").fill("Rang at 9: numb since the morning. Told her to call 999 now.")
    page.get_by_role("button", name="Keep this warning sign").click()
    shot("flag")
    page.get_by_role("button", name="Acknowledge").click()
    shot("flag-refused")
    page.get_by_role("link", name="Trials").first.click()
    shot("trials-with-flags")
    page.locator(".thing-urgent .thing-action").first.click()
    page.locator("textarea").fill("In the emergency department. Dr Demo-Castellano knows.")
    page.get_by_role("button", name="Acknowledge").click()
    shot("flag-acknowledged")
    page.get_by_role("link", name="See the trial").click()
    shot("trial-with-flags")


def tour_of_the_advice(page: Page, demo: Demonstration, links: Links, shot: Shot) -> None:
    """What the administrator writes for patients, refused and not."""
    sign_in(page, demo.links(), "administrator")
    page.get_by_role("link", name="Warning signs").click()
    shot("advice")
    page.locator("textarea").first.fill("")
    page.get_by_role("button", name="Publish this version").click()
    shot("advice-refused")
