"""Which day is meant, and what is said of a day that is late, closed, or not over at home."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from flask.testing import FlaskClient

from tests.web.clinics import SmallClinic
from tests.web.conftest import SignIn
from tests.web.pages import form_of, read
from trialtrack.db import view
from trialtrack.store.diaries import read_diaries
from trialtrack.store.records import EntryFacts

YESTERDAY, TODAY = "/diary/2026-03-14", "/diary/2026-03-15"
MORNING = datetime(2026, 3, 15, 9, tzinfo=UTC)
AFTERNOON = datetime(2026, 3, 15, 16, tzinfo=UTC)


@pytest.fixture
def patient(clinic: SmallClinic, sign_in: SignIn) -> FlaskClient:
    return sign_in(clinic.patient)


def scores(clinic: SmallClinic) -> dict[str, str]:
    return {f"pain_{site.hex}_average": "3" for site in clinic.site_ids.values()}


def kept(clinic: SmallClinic, day: date) -> EntryFacts:
    with view() as session:
        record = read_diaries(session, [clinic.trial_id])[clinic.trial_id]
    return record.days[day].effective


def test_before_four_the_address_of_today_asks_which_day_is_meant(
    clinic: SmallClinic, patient: FlaskClient, now: time_machine.Traveller
) -> None:
    now.move_to(MORNING)
    asked = patient.get(TODAY)
    assert (asked.status_code, asked.location) == (302, "/diary")
    assert f'href="{TODAY}?chosen=1"' in patient.get("/diary").text
    assert "How was today?" in patient.get(f"{TODAY}?chosen=1").text
    assert "How was Saturday 14 March?" in patient.get(YESTERDAY).text
    del clinic


def test_it_is_not_asked_where_only_one_day_can_be_meant(
    clinic: SmallClinic, patient: FlaskClient, now: time_machine.Traveller
) -> None:
    now.move_to(MORNING)
    patient.post(YESTERDAY, data={**form_of(patient, YESTERDAY), **scores(clinic)})
    assert "How was today?" in patient.get(TODAY).text


def test_from_four_on_today_is_meant(
    clinic: SmallClinic, patient: FlaskClient, now: time_machine.Traveller
) -> None:
    now.move_to(AFTERNOON)
    assert "How was today?" in patient.get(TODAY).text
    del clinic


def test_what_was_sent_for_today_in_the_morning_is_saved_without_asking_again(
    clinic: SmallClinic, patient: FlaskClient, now: time_machine.Traveller
) -> None:
    now.move_to(MORNING)
    sent = {**form_of(patient, f"{TODAY}?chosen=1"), **scores(clinic)}
    checked = patient.post(f"{TODAY}/check", data=sent)
    assert patient.post(TODAY, data=read(checked).fields).status_code == 303
    assert kept(clinic, date(2026, 3, 15)).received_at == MORNING


def test_a_late_day_says_that_it_is_marked_so(
    clinic: SmallClinic, patient: FlaskClient, now: time_machine.Traveller
) -> None:
    now.move_to(datetime(2026, 3, 16, 4, tzinfo=UTC))
    assert "more than a day ago" not in patient.get(YESTERDAY).text
    now.move_to(datetime(2026, 3, 16, 4, 1, tzinfo=UTC))
    assert "more than a day ago" in patient.get(YESTERDAY).text
    receipt = patient.post(YESTERDAY, data={**form_of(patient, YESTERDAY), **scores(clinic)})
    assert "marked so" in patient.get(receipt.location).text
    assert kept(clinic, date(2026, 3, 14)).late


def test_a_closed_day_says_since_when_and_whom_to_call(
    clinic: SmallClinic, patient: FlaskClient, now: time_machine.Traveller
) -> None:
    now.move_to(datetime(2026, 3, 17, 4, 1, tzinfo=UTC))
    page = patient.get(YESTERDAY)
    assert page.status_code == 200
    read(page)
    assert "Saturday 14 March is closed" in page.text
    assert "Tuesday 17 March at 04:00" in page.text
    assert 'href="tel:02079460001">020 7946 0001</a>' in page.text
    assert f'href="{YESTERDAY}"' in patient.get("/diary").text
    del clinic


def test_a_day_after_the_trial_is_not_part_of_the_diary(
    clinic: SmallClinic, patient: FlaskClient, now: time_machine.Traveller
) -> None:
    now.move_to(MORNING)
    clinic.end(date(2026, 3, 14))
    page = patient.get(YESTERDAY)
    assert "The trial was over by then" in page.text
    assert "they can enter it for you" not in page.text


def test_a_form_sent_after_closing_keeps_the_answers_and_gives_the_number(
    clinic: SmallClinic, patient: FlaskClient, now: time_machine.Traveller
) -> None:
    sent = {**form_of(patient, YESTERDAY), **scores(clinic), "note": "kept"}
    now.move_to(datetime(2026, 3, 17, 4, 1, tzinfo=UTC))
    refused = patient.post(YESTERDAY, data=sent)
    assert refused.status_code == 422
    assert "The clinic’s number is 020 7946 0001." in refused.text
    assert read(refused).fields["note"] == "kept"


def test_the_page_says_which_day_it_is_at_home_for_a_script_to_show(
    clinic: SmallClinic, patient: FlaskClient, now: time_machine.Traveller
) -> None:
    # Half past one in the morning of the 15th; at home the diary's day is the 14th still.
    now.move_to(datetime(2026, 3, 15, 1, 30, tzinfo=UTC))
    for address in ("/diary", YESTERDAY):
        text = patient.get(address).text
        assert '<div hidden data-home-offset="0">' in text
        assert "the diary’s day is Saturday 14 March" in text
    del clinic
