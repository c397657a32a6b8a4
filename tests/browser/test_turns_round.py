"""A trial that turns round in its last days: one mean describes two things, and that is said."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.story import windows
from tests.browser.story_trials import ZONE, begun_trial
from tests.shots.clinic import Demonstration
from trialtrack.clock import diary_day, now_utc
from trialtrack.services.add_patient import Identity

pytestmark = pytest.mark.browser

PERSON = Identity("Demo-Turner", "Rita", date(1953, 5, 2), "D7000001", "07700 900321")
BEFORE = dict.fromkeys(range(-7, 0), 8)
AFTER = {1: 8, 2: 8, 3: 7, 4: 7, 5: 2, 6: 1}
"""Six treatment days with a mean of 5.5 until yesterday; the patient still owes yesterday."""


def test_relief_that_comes_late_is_not_met_and_its_course_is_said(
    demo: Demonstration, browser: Browser
) -> None:
    today = diary_day(now_utc(), ZONE)
    trial_id = begun_trial(demo, PERSON, {**BEFORE, **AFTER}, length_days=8)
    with windows(browser) as window:
        links = demo.links()
        patient = window()
        mine = next(each for each in links["patient"] if "Rita Demo-Turner" in each["name"])
        patient.arrive(mine["url"])
        patient.stop("the diary on the last morning")
        patient.page.locator(f"main a[href$='{today - timedelta(days=1)}']").first.click()
        patient.log_the_day(1)
        patient.stop("the last day is saved")

        nurse = window()
        nurse.arrive(links["nurse"][0]["url"])
        nurse.page.goto(f"{demo.address}/trials/{trial_id}/removal")
        nurse.record_the_removal(today, "Very much better", 90)

        consultant = window()
        consultant.arrive(links["consultant"][0]["url"])
        consultant.page.goto(f"{demo.address}/trials/{trial_id}")
        answer = consultant.page.locator(".answer")
        # 7 days: (8+8+7+7+2+1+1)/7 = 34/7 against 8 is 39.2%.
        expect(answer).to_contain_text("39.2%")
        expect(answer).to_contain_text("Not met")
        expect(answer).to_contain_text("more than half a point a day")
        expect(answer).to_contain_text("over the last three days (83.3%)")
        # The patient says 90: nearer to the last days than to the mean, and a reason to talk.
        expect(answer).to_contain_text("90")
        expect(answer).to_contain_text("talk")
        consultant.stop("a trial that turned round")
