"""A form that was opened or answered earlier than it arrives: its day, its time, its words."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask.testing import FlaskClient

from tests.web.accounts import become, signed_out_elsewhere
from tests.web.clinics import NOW, SmallClinic
from tests.web.conftest import SignIn
from tests.web.pages import Form, form_of, read
from trialtrack.db import view
from trialtrack.models import DiaryEntry

pytestmark = pytest.mark.usefixtures("with_tokens")

TODAY = "/diary/2026-03-14"
CLOSES = datetime(2026, 3, 17, 4, tzinfo=UTC)


@pytest.fixture
def patient(clinic: SmallClinic, sign_in: SignIn) -> FlaskClient:
    return sign_in(clinic.patient)


@pytest.fixture
def evening_form(clinic: SmallClinic, patient: FlaskClient) -> Form:
    low_back, left_leg = (clinic.site_ids[name].hex for name in ("low back", "left leg"))
    answers = {f"pain_{low_back}_average": "4", f"pain_{left_leg}_average": "2", "note": "so so"}
    return {**form_of(patient, TODAY), **answers}


def entry() -> DiaryEntry | None:
    with view() as session:
        return session.query(DiaryEntry).filter(DiaryEntry.day == NOW.date()).one_or_none()


def found_again(patient: FlaskClient) -> Form:
    questions = patient.post(f"{TODAY}/edit", data=read(patient.get("/not-sent")).fields)
    note = questions.text.split('name="note"')[1].split("\n", 1)[1].split("</textarea>")[0]
    return {**read(questions).fields, "note": note}


def test_opened_in_the_evening_and_sent_in_the_morning_it_is_still_the_evenings_day(
    patient: FlaskClient, evening_form: Form, now: time_machine.Traveller
) -> None:
    now.move_to(morning := NOW + timedelta(hours=11))
    assert patient.post(TODAY, data=evening_form).status_code == 303
    kept = entry()
    assert kept is not None
    assert (kept.entered_at, kept.received_at, kept.late) == (morning, morning, False)


def test_sent_more_than_a_day_after_its_day_it_is_marked_late(
    patient: FlaskClient, evening_form: Form, now: time_machine.Traveller
) -> None:
    now.move_to(CLOSES)
    assert patient.post(TODAY, data=evening_form).status_code == 303
    kept = entry()
    assert kept is not None
    assert kept.late


def test_its_day_closed_meanwhile_the_answers_stay_and_the_clinics_number_is_there(
    patient: FlaskClient, evening_form: Form, now: time_machine.Traveller
) -> None:
    now.move_to(CLOSES + timedelta(seconds=1))
    refused = patient.post(TODAY, data=evening_form)
    assert refused.status_code == 422
    assert "That day can no longer be filled in" in refused.text
    assert "020 7946 0001" in refused.text.partition("help-bar")[0]
    assert "so so" in refused.text
    assert entry() is None


@pytest.mark.parametrize("way", [TODAY, f"{TODAY}/check"])
def test_answers_that_we_had_in_time_are_taken_for_then_when_their_patient_is_back(
    clinic: SmallClinic,
    patient: FlaskClient,
    evening_form: Form,
    now: time_machine.Traveller,
    way: str,
) -> None:
    signed_out_elsewhere(patient)
    assert patient.post(way, data=evening_form).status_code == 401
    now.move_to(CLOSES + timedelta(days=2))
    become(patient, clinic.patient)
    form = found_again(patient)
    checked = patient.post(f"{TODAY}/check", data={**form, "device_answered": "1"})
    assert "This is not saved yet" in checked.text
    assert patient.post(TODAY, data=read(checked).fields).status_code == 303
    kept = entry()
    assert kept is not None
    assert (kept.entered_at, kept.received_at) == (NOW, CLOSES + timedelta(days=2))
    assert not kept.late


def test_what_is_changed_afterwards_is_of_afterwards(
    clinic: SmallClinic, patient: FlaskClient, evening_form: Form, now: time_machine.Traveller
) -> None:
    signed_out_elsewhere(patient)
    patient.post(TODAY, data=evening_form)
    now.move_to(CLOSES + timedelta(days=2))
    become(patient, clinic.patient)
    changed = {**found_again(patient), "note": "worse, now that I think of it"}
    assert patient.post(TODAY, data=changed).status_code == 422
    assert entry() is None


def test_what_was_answered_of_one_day_was_not_answered_of_another(
    clinic: SmallClinic, patient: FlaskClient, evening_form: Form, now: time_machine.Traveller
) -> None:
    tomorrow = "/diary/2026-03-15"
    now.move_to(NOW + timedelta(hours=20))
    signed_out_elsewhere(patient)
    assert patient.post(tomorrow, data=evening_form).status_code == 401
    now.move_to(CLOSES + timedelta(days=2))
    become(patient, clinic.patient)
    waiting = read(patient.get("/not-sent")).fields
    refused = patient.post(TODAY, data=waiting)
    assert refused.status_code == 422
    assert "That day can no longer be filled in" in refused.text
    assert entry() is None
