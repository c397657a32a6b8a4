"""The same entry sent again with other answers: nothing overwritten, nothing typed lost."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.clinics import SmallClinic
from tests.web.conftest import SignIn
from tests.web.pages import Form, form_of, read
from trialtrack.clinical.diary import Measure
from trialtrack.db import view
from trialtrack.models import WarningFlag
from trialtrack.store.diaries import read_diaries
from trialtrack.store.records import DayRecord, EntryFacts

TODAY = "/diary/2026-03-14"


@pytest.fixture
def patient(clinic: SmallClinic, sign_in: SignIn) -> FlaskClient:
    return sign_in(clinic.patient)


def low_back(clinic: SmallClinic) -> str:
    return f"pain_{clinic.site_ids['low back'].hex}_average"


def answered(clinic: SmallClinic, client: FlaskClient, score: str, **more: str) -> Form:
    left_leg = f"pain_{clinic.site_ids['left leg'].hex}_average"
    return {**form_of(client, TODAY), low_back(clinic): score, left_leg: "0", **more}


def kept(clinic: SmallClinic) -> DayRecord:
    with view() as session:
        record = read_diaries(session, [clinic.trial_id])[clinic.trial_id]
    return next(record for day, record in record.days.items() if day.isoformat() in TODAY)


def score(clinic: SmallClinic, entry: EntryFacts) -> int:
    return int(entry.answers.pain[str(clinic.site_ids["low back"])][Measure.AVERAGE])


@pytest.fixture
def first(clinic: SmallClinic, patient: FlaskClient) -> Form:
    """What was sent and is saved: 3, with a note."""
    form = answered(clinic, patient, "3", note="first words")
    assert patient.post(TODAY, data=form).status_code == 303
    return form


@pytest.fixture
def refused(clinic: SmallClinic, patient: FlaskClient, first: Form) -> TestResponse:
    """The answer to the same id with 9 and another note."""
    return patient.post(TODAY, data={**first, low_back(clinic): "9", "note": "second words"})


def test_both_answers_are_shown_and_none_is_changed(
    clinic: SmallClinic, refused: TestResponse
) -> None:
    assert refused.status_code == 409
    assert "You sent Saturday 14 March before, with other answers." in refused.text
    for said in ("first words", "second words", "Send as a correction", "Leave it as it is"):
        assert said in refused.text
    day = kept(clinic)
    assert (score(clinic, day.effective), day.effective.note) == (3, "first words")
    assert (len(day.versions), day.conflicting) == (1, ())


def test_the_page_keeps_every_answer_under_a_new_number(
    clinic: SmallClinic, first: Form, refused: TestResponse
) -> None:
    fields = read(refused).fields
    assert fields[low_back(clinic)] == "9"
    assert fields["note"] == "second words"
    assert fields["entry_id"] not in ("", first["entry_id"])
    assert fields["replaces"] == first["entry_id"]
    assert set(fields) == {*first, "replaces"}


def test_sent_as_a_correction_it_is_saved_once_and_the_first_answer_stays(
    clinic: SmallClinic, patient: FlaskClient, refused: TestResponse
) -> None:
    fields = read(refused).fields
    saved, again = patient.post(TODAY, data=fields), patient.post(TODAY, data=fields)
    assert (saved.status_code, again.location) == (303, saved.location)
    assert "Your correction for Saturday 14 March is saved" in patient.get(saved.location).text
    day = kept(clinic)
    assert [score(clinic, entry) for entry in day.versions] == [3, 9]
    assert day.conflicting == ()


def test_a_sign_reported_with_the_answers_is_reported_once(
    clinic: SmallClinic, patient: FlaskClient
) -> None:
    form = answered(clinic, patient, "3", signs_any="yes", signs="fever")
    patient.post(TODAY, data=form)
    refused = patient.post(TODAY, data={**form, low_back(clinic): "9"})
    assert patient.post(TODAY, data=read(refused).fields).status_code == 303
    assert len(kept(clinic).versions) == 2
    with view() as session:
        assert session.query(WarningFlag).count() == 1


def test_what_was_corrected_meanwhile_is_not_overwritten(
    clinic: SmallClinic, patient: FlaskClient, refused: TestResponse
) -> None:
    form = {**form_of(patient, f"{TODAY}/correct"), low_back(clinic): "5"}
    assert patient.post(TODAY, data=form).status_code == 303
    told = patient.get(patient.post(TODAY, data=read(refused).fields).location)
    assert "There are two answers for this day" in told.text
    day = kept(clinic)
    assert score(clinic, day.effective) == 5
    assert [score(clinic, entry) for entry in day.conflicting] == [9]


def test_it_stands_beside_the_newest_answer_not_the_first(
    clinic: SmallClinic, patient: FlaskClient, first: Form
) -> None:
    form = {**form_of(patient, f"{TODAY}/correct"), low_back(clinic): "5"}
    patient.post(TODAY, data=form)
    refused = patient.post(TODAY, data={**first, low_back(clinic): "9"})
    assert read(refused).fields["replaces"] == form["entry_id"]


def test_what_stands_already_is_not_sent_again(
    clinic: SmallClinic, patient: FlaskClient, first: Form
) -> None:
    form = {**form_of(patient, f"{TODAY}/correct"), low_back(clinic): "5"}
    patient.post(TODAY, data=form)
    same = patient.post(TODAY, data={**first, low_back(clinic): "5"})
    assert same.status_code == 409
    assert "These answers stand already" in same.text
    assert "Send as a correction" not in same.text


def test_of_a_closed_day_the_answers_stay_on_the_page_with_the_clinics_number(
    clinic: SmallClinic, patient: FlaskClient, first: Form, now: time_machine.Traveller
) -> None:
    now.shift(timedelta(days=4))
    refused = patient.post(TODAY, data={**first, low_back(clinic): "9"})
    assert refused.status_code == 409
    assert "This day is closed. Tell the clinic what is right: 020 7946 0001." in refused.text
    assert "Send as a correction" not in refused.text
    assert "Leave it as it is" in refused.text


def test_a_number_that_another_person_has_shows_nothing_of_theirs(
    clinic: SmallClinic, stranger: SmallClinic, patient: FlaskClient, sign_in: SignIn, first: Form
) -> None:
    other = sign_in(stranger.patient)
    form = {**answered(stranger, other, "7", note="my own"), "entry_id": first["entry_id"]}
    refused = other.post(TODAY, data=form)
    assert refused.status_code == 409
    assert "first words" not in refused.text
    fields = read(refused).fields
    assert UUID(fields["entry_id"]) != UUID(first["entry_id"])
    assert "replaces" not in fields
    assert other.post(TODAY, data=fields).status_code == 303
    assert score(stranger, kept(stranger).effective) == 7
    assert score(clinic, kept(clinic).effective) == 3
    del patient


def test_an_unknown_number_to_replace_is_said_in_words(
    clinic: SmallClinic, patient: FlaskClient
) -> None:
    form = {**answered(clinic, patient, "3"), "replaces": str(uuid4())}
    refused = patient.post(TODAY, data=form)
    assert refused.status_code == 422
    assert "There is no answer of that day to correct." in refused.text
