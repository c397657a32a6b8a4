"""A form sent when nobody is signed in any more: the answers stay in the page until they can go."""

from tests.web.clinics import NOW, SmallClinic
from tests.web.conftest import SignIn
from tests.web.pages import form_of, read
from trialtrack.services.sign_in_session import end_session
from trialtrack.web.sessions import TOKEN

TODAY = "/diary/2026-03-14"


def test_answers_sent_after_the_session_ended_wait_in_the_page(
    clinic: SmallClinic, sign_in: SignIn
) -> None:
    patient = sign_in(clinic.patient)
    low_back, left_leg = (clinic.site_ids[name].hex for name in ("low back", "left leg"))
    form = form_of(patient, TODAY)
    form |= {f"pain_{low_back}_average": "4", f"pain_{left_leg}_average": "2", "note": "kept"}
    with patient.session_transaction() as cookie:
        end_session(token=cookie[TOKEN], at=NOW)
    lost = patient.post(TODAY, data=form)
    assert lost.status_code == 401
    assert "Not saved yet: sign in again" in lost.text
    waiting = read(lost).fields
    assert {name: waiting[name] for name in form} == form

    # Signed in again in another tab of the same browser: the waiting page can now be sent.
    with sign_in(clinic.patient).session_transaction() as fresh:
        token = fresh[TOKEN]
    with patient.session_transaction() as cookie:
        cookie[TOKEN] = token
    saved = patient.post(TODAY, data=waiting)
    assert saved.status_code == 303
    assert "is saved" in patient.get(saved.location).text


def test_the_page_keeps_no_password(clinic: SmallClinic, sign_in: SignIn) -> None:
    patient = sign_in(clinic.patient)
    with patient.session_transaction() as cookie:
        end_session(token=cookie[TOKEN], at=NOW)
    lost = patient.post(TODAY, data={"note": "x", "password": "secret words"})
    assert "secret words" not in lost.text


def test_pages_that_answer_a_form_may_be_kept_for_the_back_button(
    clinic: SmallClinic, sign_in: SignIn
) -> None:
    patient = sign_in(clinic.patient)
    assert patient.get(TODAY).headers["Cache-Control"] == "no-store"
    refused = patient.post(f"{TODAY}/check", data={})
    assert refused.headers["Cache-Control"] == "private, max-age=1800"
