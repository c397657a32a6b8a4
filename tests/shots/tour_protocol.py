"""The protocol of a trial, and the name of a pain site."""

from playwright.sync_api import Page

from tests.shots.clinic import Demonstration, Links
from tests.shots.tour import Shot, sign_in


def tour_of_the_protocol(page: Page, demo: Demonstration, links: Links, shot: Shot) -> None:
    """Shown, deviated from: asked, refused, looked at, saved; a site that is renamed."""
    patient = demo.links()["patient"][0]
    given, family = patient["name"].split(" ", 1)
    sign_in(page, links, "consultant")
    page.goto(f"{demo.address}/trials")
    page.locator("tbody").get_by_role("link", name=f"{family}, {given}").first.click()
    page.get_by_role("link", name="Protocol", exact=True).click()
    shot("protocol")
    page.get_by_role("link", name="Deviate from the protocol").click()
    shot("protocol-change")
    washout = page.get_by_label("Days of washout")
    now = washout.input_value()
    washout.fill("20")
    page.get_by_role("button", name="Show what changes").click()
    shot("protocol-change-refused")
    page.get_by_label("Days of washout").fill("2" if now == "1" else "1")
    page.get_by_label("Why does this trial deviate").fill("The leads were tunnelled after all.")
    page.get_by_role("button", name="Show what changes").click()
    shot("protocol-look")
    page.get_by_role("button", name="Save the change").click()
    shot("protocol-changed")
    page.get_by_role("link", name="The name is wrong").first.click()
    shot("rename-site")
    page.get_by_role("button", name="Rename the site").click()
    shot("rename-site-refused")
