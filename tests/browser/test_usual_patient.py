"""A new patient is taken in with the keyboard alone, and without scripts, from list to card."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.usual_patient import usual_patient
from tests.fixtures.browsers import watch_page
from tests.shots.clinic import Demonstration, demonstration
from tests.shots.tour import sign_in
from trialtrack.clock import now_utc

MOST_KEYS, MOST_FIELDS = 190, 18


@pytest.fixture(scope="module")
def demo() -> Iterator[Demonstration]:
    with demonstration() as demo:
        yield demo


def at_trials(browser: Browser, demo: Demonstration, *, scripts: bool = True) -> Page:
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, locale="en-GB", java_script_enabled=scripts
    )
    page = context.new_page()
    sign_in(page, demo.links(), "nurse")
    page.goto(f"{demo.address}/trials")
    return page


@pytest.mark.browser
def test_a_usual_patient_takes_few_keys_and_ends_at_the_card(
    demo: Demonstration, browser: Browser
) -> None:
    page = at_trials(browser, demo)
    faults = watch_page(page)
    hand = usual_patient(page)
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Print the card for Abernethy, Rosalind")
    assert hand.keys <= MOST_KEYS, hand
    assert hand.fields <= MOST_FIELDS, hand
    assert faults == []
    page.context.close()


@pytest.mark.browser
def test_while_it_is_typed_the_page_says_what_it_means(
    demo: Demonstration, browser: Browser
) -> None:
    page = at_trials(browser, demo)
    faults, asked = watch_page(page), []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("link", name="New patient").first.click()
    page.locator("#family_name").fill("Abernethy")
    page.locator("#treatment").select_option("scs_tonic.scs_short")
    placed = now_utc().date() + timedelta(days=20)
    page.locator("#placed_on").fill(f"{placed}")
    means = page.locator("#means")
    expect(means).to_contain_text("7 planned days leave 6 treatment days; 4 are needed")
    expect(page.locator("#planned_removal_on")).to_have_value(f"{placed + timedelta(days=7)}")
    page.get_by_text("Protocol", exact=True).click()
    page.locator("#protocol_threshold_percent").fill("60")
    page.locator("#treatment").select_option("drg.drg")
    expect(page.locator("#protocol_washout_days")).to_have_value("2")
    expect(page.locator("#protocol_threshold_percent")).to_have_value("60")
    page.locator("#medicines-0-name").fill("Methadone 10 mg")
    expect(means).to_contain_text(re.compile("Methadone 10 mg is not counted in the UK table"))
    assert not any("Abernethy" in url for url in asked)
    assert faults == []
    page.context.close()


@pytest.mark.browser
def test_without_scripts_a_row_is_added_and_everything_stays(
    demo: Demonstration, browser: Browser
) -> None:
    page = at_trials(browser, demo, scripts=False)
    page.get_by_role("link", name="New patient").first.click()
    page.locator("#given_name").fill("Rosalind")
    page.locator("#treatment").select_option("tens.tens")
    page.locator("#sites-1-name").fill("Left leg")
    page.locator("#primary-1").check(force=True)
    page.get_by_role("button", name="Another site").click()
    expect(page.locator("#sites-2-name")).to_be_focused()
    expect(page.locator("#given_name")).to_have_value("Rosalind")
    expect(page.locator("#sites-1-name")).to_have_value("Left leg")
    expect(page.locator("#primary-1")).to_be_checked()
    expect(page.locator("#protocol_washout_days")).to_have_value("0")
    page.context.close()
