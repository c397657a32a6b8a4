"""What the team does to a trial: placement, leads, programmes, ratings, removal, the end."""

from playwright.sync_api import Page

from tests.shots.clinic import Demonstration, Links
from tests.shots.tour import Shot, sign_in

PLANNED, RUNNING, OUT_TODAY = "Demo-Patel, Meena", "Demo-Lindqvist, Anna", "Demo-Kowalska, Zofia"


def tour_of_placement(page: Page, demo: Demonstration, links: Links, shot: Shot) -> None:
    """A rating before it, the placement asked and refused, and one that is recorded."""
    trial = _trial(page, links, PLANNED)
    page.get_by_role("link", name="Rating in clinic").click()
    shot("rating")
    page.get_by_label("Asked on").fill("2099-01-01")
    page.locator("input[value='7']").first.check(force=True)
    page.get_by_role("button", name="Keep the rating").click()
    shot("rating-refused")
    page.goto(f"{trial}/placement")
    shot("placement")
    page.get_by_label("Where").first.fill("T13")
    page.get_by_role("button", name="Record the placement").click()
    shot("placement-refused")
    trial = _trial(page, demo.links(), RUNNING)
    page.goto(f"{trial}/placement")
    shot("placement-recorded")
    page.get_by_role("link", name="Leads").click()
    shot("leads")
    page.get_by_label("Where").first.fill("T13")
    page.get_by_role("button", name="Write the leads down").click()
    shot("leads-refused")


def tour_of_programmes(page: Page, demo: Demonstration, links: Links, shot: Shot) -> None:
    """What was on when; a new programme, a switch, and a past time that is put right."""
    trial = _trial(page, links, RUNNING)
    page.get_by_role("link", name="Programmes").click()
    shot("programmes")
    page.get_by_role("link", name="Add a programme").click()
    page.get_by_label("Amplitude", exact=True).fill("a lot")
    page.get_by_role("button", name="Add the programme").click()
    shot("programme-refused")
    page.goto(f"{trial}/programmes")
    page.locator("tbody th a").first.click()
    shot("programme-correct")
    page.goto(f"{trial}/programmes/switch")
    page.get_by_role("button", name="Write the switch down").click()
    shot("switch-refused")
    page.goto(f"{trial}/programmes/correct")
    page.get_by_role("button", name="Put it right").click()
    shot("past-refused")
    sign_in(page, demo.links(), "representative")
    page.goto(f"{trial}/programmes")
    shot("programmes-representative")


def tour_of_the_end(page: Page, demo: Demonstration, links: Links, shot: Shot) -> None:
    """The removal with the patient's answers, refused and recorded; the answers corrected."""
    trial = _trial(page, links, OUT_TODAY)
    page.get_by_role("link", name="Record the removal").click()
    shot("removal")
    page.get_by_label("The leads came out on", exact=True).fill("2099-01-01")
    page.get_by_label("How much of the pain").fill("130")
    page.get_by_label("Much better", exact=True).check(force=True)
    page.get_by_role("button", name="Record the removal").click()
    shot("removal-refused")
    page.goto(f"{trial}/end")
    shot("end-too-early")
    _trial(page, demo.links(), "Demo-Chen, Wei")
    page.get_by_role("link", name="Questions at the end").click()
    shot("end")


def _trial(page: Page, links: Links, name: str) -> str:
    """The nurse opens the page of one patient's trial; its address."""
    sign_in(page, links, "nurse")
    page.get_by_role("link", name=name).first.click()
    page.wait_for_url("**/trials/*")
    return page.url
