"""A half-filled day that is left without a tap of ours, and a page that Back shows once saved."""

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.clinics import SmallClinic
from tests.web.conftest import SignIn
from tests.web.one_day import TODAY, answered
from tests.web.pages import Form, form_of, read
from trialtrack.clinical.signs import Sign
from trialtrack.db import view
from trialtrack.models import WaitingForm
from trialtrack.queries.flags import trial_flags

pytestmark = pytest.mark.usefixtures("with_tokens")

WORDS = "The leg went numb on the stairs"
SIGN = {"signs_any": "yes", "signs": Sign.SADDLE_NUMB.value}


@pytest.fixture
def patient(clinic: SmallClinic, sign_in: SignIn) -> FlaskClient:
    return sign_in(clinic.patient)


def leave(browser: FlaskClient, form: Form, to: str = "nowhere", page: str = TODAY) -> TestResponse:
    answer = browser.post(f"{page}/leave", data={**form, "leave_to": to})
    assert answer.status_code == (204 if to == "nowhere" else 302)
    return answer


def waiting() -> int:
    with view() as session:
        return session.query(WaitingForm).count()


def save(browser: FlaskClient, form: Form) -> Form:
    """Save it; the look at it, as Back shows it afterwards."""
    looked_at = read(browser.post(f"{TODAY}/check", data=form)).fields
    assert browser.post(TODAY, data=looked_at).status_code == 303
    return looked_at


def test_left_without_a_tap_it_waits_once_and_opens_again(patient: FlaskClient) -> None:
    form = form_of(patient, TODAY)
    assert f'data-draft="{TODAY}/leave"' in patient.get(TODAY).text
    leave(patient, form)
    assert waiting() == 0
    leave(patient, {**form, "note": "The leg"})
    leave(patient, {**form, "note": WORDS})
    assert waiting() == 1
    assert "You began Saturday 14 March. It is not saved yet." in patient.get("/diary").text
    assert form_of(patient, TODAY)["note"] == WORDS
    leave(patient, form)
    assert waiting() == 0, "emptied by its own hand"


def test_a_sign_that_nobody_is_advised_on_is_not_told_and_stays_ticked(
    clinic: SmallClinic, patient: FlaskClient
) -> None:
    leave(patient, {**form_of(patient, TODAY), **SIGN})
    assert trial_flags(viewer=clinic.nurse, trial_id=clinic.trial_id) == ()
    opened = form_of(patient, TODAY)
    assert opened["signs"] == Sign.SADDLE_NUMB.value
    there = patient.get(leave(patient, opened, "home").location)
    assert "Call now</h2>" in there.text
    assert len(trial_flags(viewer=clinic.nurse, trial_id=clinic.trial_id)) == 1


@pytest.mark.parametrize("to", ["nowhere", "home"])
@pytest.mark.parametrize("sign", [{}, SIGN])
def test_what_is_saved_already_is_no_draft_and_other_answers_are(
    clinic: SmallClinic, patient: FlaskClient, to: str, sign: Form
) -> None:
    looked_at = save(patient, {**answered(clinic, patient), **sign})
    leave(patient, looked_at, to)
    assert waiting() == 0
    again = patient.post(f"{TODAY}/check", data=looked_at)
    assert again.status_code == 303
    assert f"/diary/saved/{looked_at['entry_id']}" in again.location
    leave(patient, {**looked_at, "note": WORDS}, to)
    assert waiting() == 1


def test_a_correction_and_a_question_that_were_sent_are_no_drafts(
    clinic: SmallClinic, patient: FlaskClient
) -> None:
    first = answered(clinic, patient)
    save(patient, first)
    correction = save(patient, {**form_of(patient, f"{TODAY}/correct"), "note": WORDS})
    leave(patient, correction)
    page = "/diary/2026-03-10/ask"
    scores = {name: "3" for name in first if "_average" in name}
    asked = {**form_of(patient, page), **scores, "why": WORDS, "step": "save"}
    assert patient.post(page, data=asked).status_code == 303
    leave(patient, asked, page=page)
    assert waiting() == 0


def test_a_tick_made_after_the_save_is_kept(clinic: SmallClinic, patient: FlaskClient) -> None:
    looked_at = save(patient, answered(clinic, patient))
    leave(patient, {**looked_at, **SIGN})
    assert waiting() == 1
