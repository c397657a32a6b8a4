"""The days of a trial are put right."""

from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page

from tests.shots.clinic import Demonstration, Links
from tests.shots.tour import Shot, sign_in


def tour_of_dates(page: Page, demo: Demonstration, links: Links, shot: Shot) -> None:
    """The days, another placement: asked, refused, looked at, saved."""
    patient = demo.links()["patient"][0]
    given, family = patient["name"].split(" ", 1)
    sign_in(page, links, "nurse")
    page.goto(f"{demo.address}/trials")
    page.locator("tbody").get_by_role("link", name=f"{family}, {given}").first.click()
    page.get_by_role("link", name="Dates", exact=True).click()
    shot("dates")
    page.get_by_role("link", name="It was another day").first.click()
    shot("date-change")
    page.get_by_role("button", name="Show what changes").click()
    shot("date-change-refused")
    # A day earlier each time: the same demonstration is gone through in every width and scheme.
    now = page.locator("#day-hint").inner_text().removeprefix("Now it is ").strip(".")
    earlier = datetime.strptime(now, "%A %d %B %Y").replace(tzinfo=UTC) - timedelta(days=1)
    placed_on = earlier.date().isoformat()
    page.get_by_label("On which day did the leads go in?").fill(placed_on)
    page.get_by_label("Why?").fill("Read from the wrong line of the theatre list.")
    page.get_by_role("button", name="Show what changes").click()
    shot("date-look")
    page.get_by_role("button", name="Save the change").click()
    shot("dates-changed")
