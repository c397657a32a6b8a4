"""The right person under every trial: found, corrected, moved, merged and taken apart."""

from playwright.sync_api import Page

from tests.shots.clinic import Demonstration, Links
from tests.shots.tour import Shot, sign_in

WHY = "Compared with the passport at the visit."


def tour_of_patients(page: Page, demo: Demonstration, links: Links, shot: Shot) -> None:
    """All of them, nobody found, one of them, and a correction, refused first."""
    sign_in(page, demo.links(), "nurse")
    page.goto(f"{demo.address}/patients")
    shot("patients")
    page.goto(f"{demo.address}/patients?q=13/30/1961")
    shot("patients-none")
    page.goto(f"{demo.address}/patients?q=brendan")
    page.locator(".people a").first.click()
    page.get_by_role("link", name="Correct who this is").click()
    shot("patient-correct")
    name = page.get_by_label("Family name")
    misspelt = name.input_value() == "Demo-O’Connell"
    name.fill("Demo-O’Connor" if misspelt else "Demo-O’Connell")
    page.get_by_label("Telephone").fill("none")
    page.get_by_role("button", name="Correct it").click()
    shot("patient-correct-refused")
    page.get_by_label("Telephone").fill("")
    page.get_by_label("Why?").fill(WHY)
    page.get_by_role("button", name="Correct it").click()
    shot("patient")


def tour_of_a_wrong_patient(page: Page, demo: Demonstration, links: Links, shot: Shot) -> None:
    """Whose trial is it, somebody who is there, somebody new, and what the trial's page says."""
    sign_in(page, demo.links(), "nurse")
    page.goto(f"{demo.address}/patients?q=moreau")
    page.locator(".people a").first.click()
    page.locator(".people a").first.click()
    page.get_by_role("link", name="Wrong patient").click()
    page.get_by_label("Find a patient").fill("nkosi")
    page.get_by_role("button", name="Find").click()
    shot("move-choose")
    page.locator(".people a").first.click()
    shot("move")
    page.get_by_role("button", name="Put it under this person").click()
    shot("move-refused")
    page.get_by_role("link", name="Choose somebody else").click()
    page.get_by_role("link", name="somebody who is not here yet").click()
    page.get_by_role("button", name="Put it under this person").click()
    shot("move-new-refused")


def tour_of_two_records(page: Page, demo: Demonstration, links: Links, shot: Shot) -> None:
    """The other record, both side by side, refused, one record, and taken apart."""
    sign_in(page, demo.links(), "nurse")
    page.goto(f"{demo.address}/patients?q=haddad")
    page.locator(".people a").first.click()
    page.get_by_role("link", name="This person is here twice").click()
    page.get_by_label("Find a patient").fill("silva")
    page.get_by_role("button", name="Find").click()
    shot("merge-choose")
    page.locator(".people a").first.click()
    shot("merge")
    page.get_by_role("button", name="Make them one").click()
    shot("merge-refused")
    page.locator("input[name=stays]").first.check(force=True)
    page.locator("input[name=same_person]").check(force=True)
    page.get_by_label("How do you know?").fill(WHY)
    page.get_by_role("button", name="Make them one").click()
    shot("patient-merged")
    page.goto(f"{demo.address}/patients?q=silva")
    shot("patients-merged")
    page.go_back()
    page.get_by_role("link", name="take this back").click()
    shot("split")
    page.get_by_role("button", name="Take them apart").click()
    shot("split-refused")
    page.get_by_label("How do you know that they are two people?").fill(WHY)
    page.get_by_role("button", name="Take them apart").click()
    shot("patient-taken-apart")
