"""A trial with all the charts there are, and its days as CSV before they are taken."""

from playwright.sync_api import Page

from tests.shots.clinic import Demonstration, Links
from tests.shots.tour import Shot, sign_in
from trialtrack.clock import diary_day, now_utc
from trialtrack.demo.generate import demonstration
from trialtrack.demo.times import TIME_ZONE

LONGEST = "sixty days, slowly better"
SWITCHED = "switch of programme"


def open_scenario(page: Page, demo: Demonstration, scenario: str) -> None:
    """The page of one trial of the demonstration, found by what it shows."""
    trials = demonstration(diary_day(now_utc(), TIME_ZONE)).trials
    person = next(trial.person for trial in trials if trial.scenario == scenario)
    page.goto(f"{demo.address}/trials")
    page.get_by_role("link", name=f"{person.family_name}, {person.given_name}").first.click()
    page.wait_for_url("**/trials/*")


def tour_of_the_export(page: Page, demo: Demonstration, links: Links, shot: Shot) -> None:
    """Weeks, programmes and analyses as charts; then what is in the file."""
    sign_in(page, demo.links(), "consultant")
    open_scenario(page, demo, LONGEST)
    page.wait_for_function("() => !document.querySelector('.chart-plot:not(:has(svg))')")
    shot("trial-all-charts")
    page.get_by_role("link", name="The days as CSV").click()
    shot("export")
