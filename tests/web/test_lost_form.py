"""A form sent when nobody is signed in any more: the answers stay in the page until they can go."""

import pytest
from flask import Flask

from tests.web.accounts import become, signed_out_elsewhere
from tests.web.clinics import SmallClinic
from tests.web.conftest import SignIn
from tests.web.pages import form_of, read

TODAY = "/diary/2026-03-14"


@pytest.fixture(autouse=True)
def with_tokens(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = True


def test_answers_sent_after_the_session_ended_wait_in_the_page(
    clinic: SmallClinic, sign_in: SignIn
) -> None:
    patient = sign_in(clinic.patient)
    low_back, left_leg = (clinic.site_ids[name].hex for name in ("low back", "left leg"))
    form = form_of(patient, TODAY)
    form |= {f"pain_{low_back}_average": "4", f"pain_{left_leg}_average": "2", "note": "kept"}
    signed_out_elsewhere(patient)
    lost = patient.post(TODAY, data=form)
    assert lost.status_code == 401
    assert "Not saved yet" in lost.text
    waiting = read(lost).fields
    assert {name: waiting[name] for name in form} == form

    # Signed in again in another tab of the same browser: the waiting page can now be sent.
    become(patient, clinic.patient)
    saved = patient.post(TODAY, data=waiting)
    assert saved.status_code == 303
    assert "is saved" in patient.get(saved.location).text


def test_the_page_keeps_no_password(clinic: SmallClinic, sign_in: SignIn) -> None:
    patient = sign_in(clinic.patient)
    form = form_of(patient, TODAY)
    signed_out_elsewhere(patient)
    lost = patient.post(TODAY, data={**form, "note": "x", "password": "secret words"})
    assert "secret words" not in lost.text


def test_a_page_that_says_of_no_account_can_be_read_and_not_sent(
    clinic: SmallClinic, sign_in: SignIn
) -> None:
    patient = sign_in(clinic.patient)
    form = form_of(patient, TODAY) | {"note": "my words", "csrf_token": "made up"}
    signed_out_elsewhere(patient)
    lost = patient.post(TODAY, data=form)
    assert lost.status_code == 401
    assert "my words" in lost.text
    assert "note" not in read(lost).fields


def test_pages_that_answer_a_form_may_be_kept_for_the_back_button(
    clinic: SmallClinic, sign_in: SignIn
) -> None:
    patient = sign_in(clinic.patient)
    assert patient.get(TODAY).headers["Cache-Control"] == "no-store"
    refused = patient.post(f"{TODAY}/check", data=form_of(patient, TODAY))
    assert refused.headers["Cache-Control"] == "private, max-age=1800"
