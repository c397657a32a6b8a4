"""A consultant leaves a day out of the result and puts it back."""

from playwright.sync_api import Page

from tests.shots.clinic import Demonstration, Links
from tests.shots.tour import Shot, sign_in


def tour_of_leaving_a_day_out(page: Page, demo: Demonstration, links: Links, shot: Shot) -> None:
    """Asked, refused, done; what the day and the trial say then; put back."""
    patient = demo.links()["patient"][0]
    given, family = patient["name"].split(" ", 1)
    sign_in(page, links, "consultant")
    page.locator("tbody").get_by_role("link", name=f"{family}, {given}").first.click()
    page.get_by_role("link", name="Days and notes").click()
    page.locator("tbody tr", has_not_text="no answer").get_by_role("link").nth(2).click()
    page.get_by_role("link", name="Leave this day out of the result").click()
    shot("exclude")
    page.get_by_role("button", name="Leave the day out").click()
    shot("exclude-refused")
    page.locator("input[value='illness']").check(force=True)
    page.get_by_label("What happened?").fill("A fever, in bed all day.")
    page.get_by_role("button", name="Leave the day out").click()
    shot("day-excluded")
    page.get_by_role("link", name="Put this day back into the result").click()
    shot("put-back")
    page.get_by_label("Why does it count again?").fill("It was another day.")
    page.get_by_role("button", name="Put the day back").click()
