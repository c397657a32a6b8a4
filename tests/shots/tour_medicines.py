"""The medicines of a plan change from a day on."""

from playwright.sync_api import Page

from tests.shots.clinic import Demonstration, Links
from tests.shots.tour import Shot, sign_in


def tour_of_the_plans_medicines(page: Page, demo: Demonstration, links: Links, shot: Shot) -> None:
    """Shown, refused, looked at; nothing is saved, so that it can be gone through again."""
    patient = demo.links()["patient"][0]
    given, family = patient["name"].split(" ", 1)
    sign_in(page, links, "nurse")
    page.goto(f"{demo.address}/trials")
    page.locator("tbody").get_by_role("link", name=f"{family}, {given}").first.click()
    page.get_by_role("link", name="Medicines of the plan").click()
    shot("medicines")
    page.get_by_role("button", name="Show what changes").click()
    shot("medicines-refused")
    page.get_by_label("Which medicine ends").select_option(index=1)
    page.get_by_label("Why?").fill("Stopped by the family doctor.")
    page.get_by_role("button", name="Show what changes").click()
    shot("medicines-look")
