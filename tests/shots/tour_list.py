"""The way through the list of trials: filtered, searched in vain, turned, and without names."""

from playwright.sync_api import Page

from tests.shots.clinic import Demonstration, Links
from tests.shots.tour import Shot, sign_in


def tour_of_the_list(page: Page, demo: Demonstration, links: Links, shot: Shot) -> None:
    """By stage and answer, a search that finds nobody, a page further on, and without names."""
    sign_in(page, links, "consultant")
    page.goto(f"{demo.address}/trials")
    page.get_by_label("Stage").select_option(label="Ended")
    page.get_by_label("Answer").select_option(label="Met")
    page.get_by_role("button", name="Show").click()
    shot("list-filtered")
    page.get_by_label("Find a patient").fill("Nobody of this name")
    page.get_by_label("Find a patient").press("Enter")
    shot("list-nobody")
    page.goto(f"{demo.address}/trials?after=1.2020-01-01.{'0' * 32}")
    shot("list-turned")
    page.context.clear_cookies()
    sign_in(page, links, "representative")
    page.goto(f"{demo.address}/trials")
    shot("list-representative")
