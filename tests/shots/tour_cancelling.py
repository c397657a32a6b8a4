"""A trial is cancelled and taken up again, seen by the team and by the patient."""

from playwright.sync_api import Page

from tests.shots.clinic import Demonstration, Links
from tests.shots.tour import Shot, sign_in, to_the_diary


def tour_of_cancelling(page: Page, demo: Demonstration, links: Links, shot: Shot) -> None:
    """Asked, refused without a reason, done; what the patient reads then; taken up again."""
    patient = demo.links()["patient"][0]
    sign_in(page, links, "nurse")
    given, family = patient["name"].split(" ", 1)
    page.locator("tbody").get_by_role("link", name=f"{family}, {given}").first.click()
    page.get_by_role("link", name="Cancel this trial").click()
    shot("cancel")
    page.get_by_role("button", name="Cancel the trial").click()
    shot("cancel-refused")
    page.get_by_label("Why is it cancelled?").fill("An infection of the chest; asked for a rest.")
    page.get_by_role("button", name="Cancel the trial").click()
    shot("trial-cancelled")
    trial = page.url
    page.goto(f"{trial}/enter")
    shot("enter-cancelled")
    page.goto(f"{trial}/card")
    shot("card-cancelled")
    page.goto(f"{trial}/cancel")
    shot("cancel-done")
    page.get_by_role("link", name="Take it up again").click()
    shot("take-up")
    page.context.clear_cookies()
    page.goto(patient["url"])
    page.get_by_role("button", name="Sign in").click()
    to_the_diary(page)
    shot("home-cancelled")
    page.context.clear_cookies()
    sign_in(page, demo.links(), "nurse")
    page.goto(f"{trial}/take-up")
    page.get_by_label("Why does it go on?").fill("Well again.")
    page.get_by_role("button", name="Take it up again").click()
