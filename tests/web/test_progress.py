"""A patient's own chart: after today's entry, and never a verdict."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask.testing import FlaskClient

from tests.web.clinics import NOW, PLACED_ON, SmallClinic
from tests.web.conftest import SignIn
from tests.web.pages import read
from trialtrack.access import Role
from trialtrack.queries.own_trial import own_trial
from trialtrack.web.patient.progress import progress_page

PAGE = "/diary/progress"
TODAY = NOW.date()


@pytest.fixture
def patient(clinic: SmallClinic, sign_in: SignIn) -> FlaskClient:
    return sign_in(clinic.patient)


def shown(client: FlaskClient) -> bool:
    answer = client.get(PAGE)
    assert answer.status_code == 200
    read(answer)
    return '<svg xmlns="http://www.w3.org/2000/svg" class="progress"' in answer.text


def test_the_chart_waits_for_todays_entry_and_says_why(
    clinic: SmallClinic, patient: FlaskClient
) -> None:
    assert not shown(patient)
    page = patient.get(PAGE).text
    assert "shown when today is filled in" in page
    assert "can sway the next one" in page
    assert f"/diary/{TODAY.isoformat()}" in page
    clinic.record(TODAY, 4)
    assert shown(patient)


def test_it_waits_again_from_the_next_diary_day_on(
    clinic: SmallClinic, sign_in: SignIn, now: time_machine.Traveller
) -> None:
    clinic.record(TODAY, 4)
    now.move_to(datetime(2026, 3, 15, 3, 59, tzinfo=UTC))
    assert shown(sign_in(clinic.patient))
    now.move_to(datetime(2026, 3, 15, 4, 0, tzinfo=UTC))
    assert not shown(sign_in(clinic.patient))


def test_after_the_trial_it_is_shown_once_no_day_can_be_filled_in(
    clinic: SmallClinic, sign_in: SignIn, now: time_machine.Traveller
) -> None:
    for day in range(14, 17):
        clinic.record(date(2026, 3, day), 4)
    now.move_to(datetime(2026, 3, 18, 15, tzinfo=UTC))
    clinic.end()
    client = sign_in(clinic.patient)
    assert not shown(client)
    assert "no day is left that can be filled in" in client.get(PAGE).text
    assert "Fill in Tuesday 17 March" in client.get(PAGE).text
    now.move_to(datetime(2026, 3, 20, 4, 1, tzinfo=UTC))
    assert shown(sign_in(clinic.patient))


def test_a_trial_whose_removal_is_late_in_coming_shows_it_too(
    clinic: SmallClinic, sign_in: SignIn, now: time_machine.Traveller
) -> None:
    for day in range(14, 18):
        clinic.record(date(2026, 3, day), 4)
    now.move_to(datetime(2026, 3, 18, 20, tzinfo=UTC))
    assert shown(sign_in(clinic.patient))


def test_before_the_first_entry_there_is_nothing_to_show(clinic: SmallClinic) -> None:
    before = datetime(2026, 2, 25, 20, tzinfo=UTC)
    own = own_trial(viewer=clinic.patient, at=before)
    page = progress_page(replace(own, record=replace(own.record, days={})))
    assert (page.charts, page.waits_for) == ((), None)
    assert page.waiting == "There is nothing to show yet: no day has been filled in."


def test_every_site_has_its_chart_and_every_day_its_numbers(
    clinic: SmallClinic, patient: FlaskClient
) -> None:
    clinic.record(TODAY, 0)
    page = patient.get(PAGE).text
    assert page.count('class="progress"') == 2
    assert page.index("<h2>low back</h2>") < page.index("<h2>left leg</h2>")
    for day in range(12):
        on = PLACED_ON - timedelta(days=7 - day)
        assert f"{on.day} Mar</th>" in page
    assert "leads in" in page
    assert "10 Mar</th><td" in page.replace("\n", "")
    assert "no entry" in page
    assert "A day without a score is marked at the bottom" in page


def test_no_verdict_no_percentage_and_no_threshold_stands_on_it(
    clinic: SmallClinic, patient: FlaskClient
) -> None:
    clinic.record(TODAY, 1)
    page = patient.get(PAGE).text.lower()
    main = page[page.index("<main") : page.index("</main>")]
    for word in ("%", "percent", "threshold", "baseline", "verdict", "relief", "better", "worse"):
        assert word not in main


def test_home_and_confirmation_lead_to_it(clinic: SmallClinic, patient: FlaskClient) -> None:
    assert f'href="{PAGE}"' in patient.get("/diary").text
    entry_id = clinic.record(TODAY, 4)
    assert f'href="{PAGE}"' in patient.get(f"/diary/saved/{entry_id}").text


def test_another_patient_sees_their_own_and_staff_and_strangers_none(
    clinic: SmallClinic, stranger: SmallClinic, sign_in: SignIn, client: FlaskClient
) -> None:
    clinic.record(TODAY, 4)
    assert not shown(sign_in(stranger.patient))
    for person in (clinic.nurse, clinic.consultant, clinic.hires(Role.ADMINISTRATOR)):
        assert sign_in(person).get(PAGE).status_code in (403, 404)
    assert client.get(PAGE).status_code == 302
