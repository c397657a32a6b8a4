"""A patient asks the team about a closed day, and reads what became of it."""

from datetime import date, timedelta

import pytest
import time_machine
from flask.testing import FlaskClient

from tests.web.clinics import NOW, SmallClinic
from tests.web.conftest import SignIn
from tests.web.pages import Form, read
from tests.web.test_days import ANSWERED, enter
from tests.web.test_settle import kept
from trialtrack.db import view
from trialtrack.services.rename_site import rename_site
from trialtrack.services.settle_conflict import Choice, settle_conflict
from trialtrack.services.settle_correction import settle_correction
from trialtrack.store.asked import Asked
from trialtrack.store.diaries import read_diaries
from trialtrack.web.words import day_words

CLOSED = date(2026, 3, 8)
MISSED = date(2026, 3, 10)
ASK = f"/diary/{CLOSED}/ask"


@pytest.fixture
def patient(clinic: SmallClinic, sign_in: SignIn) -> FlaskClient:
    return sign_in(clinic.patient)


def asked(clinic: SmallClinic) -> tuple[Asked, ...]:
    with view() as session:
        return read_diaries(session, [clinic.trial_id])[clinic.trial_id].asked


def filled_in(clinic: SmallClinic, patient: FlaskClient, address: str = ASK) -> Form:
    """The form with a score for each site, as a patient would send it on."""
    form = read(patient.get(address)).fields
    scores = {f"pain_{site.hex}_average": "2" for site in clinic.site_ids.values()}
    return {**form, **scores, "why": "I pressed the wrong number", "note": "Cold day"}


def send(clinic: SmallClinic, patient: FlaskClient, address: str = ASK) -> None:
    checked = patient.post(address, data={**filled_in(clinic, patient, address), "step": "check"})
    assert "This is not sent yet" in checked.text
    answer = patient.post(address, data={**read(checked).fields, "step": "save"})
    assert answer.status_code == 303, answer.text


def test_a_closed_day_is_asked_about_with_the_answers_that_it_has(
    clinic: SmallClinic, patient: FlaskClient
) -> None:
    answers = patient.get(f"/diary/{CLOSED}/answers")
    read(answers)
    assert "Ask the team to correct this" in answers.text
    page = read(patient.get(ASK))
    assert page.fields[f"pain_{clinic.site_ids['low back'].hex}_average"] == "8"


def test_it_is_looked_over_first_then_sent_and_nothing_is_changed(
    clinic: SmallClinic, patient: FlaskClient
) -> None:
    checked = patient.post(ASK, data={**filled_in(clinic, patient), "step": "check"})
    read(checked)
    assert f"Ask the team to correct {day_words(CLOSED)}" in checked.text
    assert asked(clinic) == ()
    send(clinic, patient)
    request = asked(clinic)[0]
    assert (request.day, request.words.note) == (CLOSED, "Cold day")
    assert request.reason == "I pressed the wrong number"
    assert len(kept(clinic, CLOSED).versions) == 1
    told = patient.get(f"/diary/{CLOSED}/asked")
    read(told)
    assert "The team has your question" in told.text
    assert request.reference in told.text
    assert "you asked the team" in patient.get("/diary").text


def test_back_to_the_questions_keeps_everything(clinic: SmallClinic, patient: FlaskClient) -> None:
    checked = patient.post(ASK, data={**filled_in(clinic, patient), "step": "check"})
    again = patient.post(ASK, data={**read(checked).fields, "step": "edit"})
    page = read(again)
    assert again.status_code == 200
    assert page.fields[f"pain_{clinic.site_ids['low back'].hex}_average"] == "2"
    assert "I pressed the wrong number" in again.text


def test_two_taps_ask_once(clinic: SmallClinic, patient: FlaskClient) -> None:
    form = {**filled_in(clinic, patient), "step": "save"}
    answers = [patient.post(ASK, data=form) for _ in range(2)]
    assert [answer.headers["Location"] for answer in answers] == [f"/diary/{CLOSED}/asked"] * 2
    assert len(asked(clinic)) == 1


def test_what_is_refused_keeps_what_was_typed(clinic: SmallClinic, patient: FlaskClient) -> None:
    form = {**filled_in(clinic, patient), "step": "save", "sleep_hours": "a lot"}
    answer = patient.post(ASK, data=form)
    read(answer)
    assert answer.status_code == 422
    assert "a lot" in answer.text
    assert "I pressed the wrong number" in answer.text
    assert asked(clinic) == ()


def test_a_missing_day_is_asked_for_where_it_is_said_to_be_closed(
    clinic: SmallClinic, patient: FlaskClient
) -> None:
    assert f"/diary/{MISSED}/ask" in patient.get(f"/diary/{MISSED}").text
    send(clinic, patient, f"/diary/{MISSED}/ask")
    assert asked(clinic)[0].replaces_id is None


@pytest.mark.parametrize(
    ("accept", "words"),
    [(True, "The team accepted your correction"), (False, "The team did not change this day")],
)
def test_the_patient_reads_what_was_decided_by_whom_and_why(
    clinic: SmallClinic,
    patient: FlaskClient,
    now: time_machine.Traveller,
    accept: bool,
    words: str,
) -> None:
    send(clinic, patient)
    request_id = asked(clinic)[0].id
    at = asked(clinic)[0].received_at
    settle_correction(
        request_id=request_id, accept=accept, reason="As we said", by=clinic.nurse, at=at
    )
    told = patient.get(f"/diary/{CLOSED}/asked").text
    for expected in (words, "Nurse of one", "As we said"):
        assert expected in told
    answers = patient.get(f"/diary/{CLOSED}/answers").text
    assert ("Your correction, accepted by the team" in answers) is accept
    assert "Ask the team to correct this" in answers, "one can ask again"
    line = f'<a href="/diary/{CLOSED}/asked">Your team answered about {day_words(CLOSED)}</a>'
    for days, said in ((0, True), (2, True), (3, False)):
        now.move_to(at + timedelta(days=days))
        assert (line in patient.get("/diary").text) == said


def test_the_patient_reads_which_of_two_answers_was_chosen_and_why(
    clinic: SmallClinic, patient: FlaskClient
) -> None:
    second = enter(clinic, ANSWERED, 9)
    address = f"/diary/{ANSWERED}/answers"
    assert "There are two answers for this day." in patient.get(address).text
    counts = kept(clinic, ANSWERED)
    choice = Choice(second.id, counts.effective.id, second.id)
    at = counts.effective.received_at
    settle_conflict(choice=choice, reason="You told us so", by=clinic.nurse, at=at)
    answer = patient.get(address)
    read(answer)
    assert "Nurse of one chose the one" in answer.text
    assert "You told us so" in answer.text


def test_origin_is_said_to_the_patient_too(clinic: SmallClinic, patient: FlaskClient) -> None:
    enter(clinic, MISSED, 5, by=clinic.nurse, reason="On paper", on_paper=True)
    assert "From your paper, entered by Nurse of one" in (
        patient.get(f"/diary/{MISSED}/answers").text
    )
    assert "entered by the team" in patient.get("/diary").text


@pytest.mark.parametrize("day", ["2026-03-14", "2026-03-13", "2026-03-02", "2026-03-15", "soon"])
def test_days_that_are_open_or_not_of_the_diary_are_not_asked_about(
    patient: FlaskClient, day: str
) -> None:
    assert patient.get(f"/diary/{day}/ask").status_code == 404
    assert patient.get(f"/diary/{day}/asked").status_code == 404


def test_only_the_patient_asks(
    clinic: SmallClinic, stranger: SmallClinic, sign_in: SignIn, patient: FlaskClient
) -> None:
    send(clinic, patient)
    assert sign_in(clinic.nurse).get(ASK).status_code == 403
    other = sign_in(stranger.patient)
    assert other.get(f"/diary/{CLOSED}/asked").status_code == 404
    form = filled_in(stranger, other)
    form["replaces"] = str(kept(clinic, CLOSED).effective.id)
    answer = other.post(ASK, data={**form, "step": "save"})
    assert answer.status_code == 422
    assert len(asked(clinic)) == 1


@pytest.mark.parametrize("changed", [{"note": "Warm day"}, {"why": "I was asleep"}])
def test_a_second_question_while_one_waits_keeps_what_was_typed(
    clinic: SmallClinic, patient: FlaskClient, changed: Form
) -> None:
    form = {**filled_in(clinic, patient), "step": "save"}
    patient.post(ASK, data=form)
    refused = patient.post(ASK, data=form | changed)
    assert refused.status_code == 422
    again = patient.post(ASK, data={**read(refused).fields, "step": "save"})
    assert "You asked about this day already" in again.text
    for typed in changed.values():
        assert typed in again.text
    assert len(asked(clinic)) == 1


def test_the_same_page_after_the_decision_asks_anew(
    clinic: SmallClinic, patient: FlaskClient
) -> None:
    form = {**filled_in(clinic, patient), "step": "save"}
    patient.post(ASK, data=form)
    first = asked(clinic)[0]
    at = first.received_at
    settle_correction(request_id=first.id, accept=False, reason="No", by=clinic.nurse, at=at)
    refused = patient.post(ASK, data={**form, "note": "Warm day"})
    assert refused.status_code == 422
    sent = patient.post(ASK, data={**read(refused).fields, "step": "save"})
    assert sent.status_code == 303
    assert {each.words.note for each in asked(clinic)} == {"Cold day", "Warm day"}


def test_a_site_renamed_before_it_is_sent_is_asked_about_and_a_second_tap_is_not(
    clinic: SmallClinic, patient: FlaskClient
) -> None:
    about = {"trial_id": clinic.trial_id, "by": clinic.nurse, "at": NOW, "reason": "The letter"}
    site_id = clinic.site_ids["left leg"]
    form = {**filled_in(clinic, patient), "step": "save"}
    rename_site(site_id=site_id, name="right leg", **about)  # type: ignore[arg-type]
    told = patient.post(ASK, data=form)
    assert "This is not sent yet. Your team renamed “Left leg” to “Right leg”" in told.text
    assert asked(clinic) == ()
    again = {**read(told).fields, "step": "save"}
    assert patient.post(ASK, data=again).status_code == 303
    rename_site(site_id=site_id, name="left foot", **about)  # type: ignore[arg-type]
    assert patient.post(ASK, data=again).status_code == 303
    assert len(asked(clinic)) == 1
