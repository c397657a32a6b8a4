"""The pages on which a trial is cancelled and taken up again, and what a patient sees of it."""

from datetime import timedelta

from flask.testing import FlaskClient

from tests.web.clinics import NOW, SmallClinic
from tests.web.conftest import SignIn
from tests.web.pages import Form, form_of, read
from trialtrack.access import Role
from trialtrack.services.cancel_trial import cancel_trial


def cancelled(clinic: SmallClinic) -> None:
    cancel_trial(
        trial_id=clinic.trial_id, reason="Fell ill", by=clinic.nurse, at=NOW - timedelta(minutes=1)
    )


def test_the_team_cancels_with_a_reason_and_the_page_says_so(
    clinic: SmallClinic, sign_in: SignIn
) -> None:
    nurse = sign_in(clinic.nurse)
    address = f"/trials/{clinic.trial_id}/cancel"
    page = nurse.get(address)
    read(page)
    for words in ("Garcia, Ana", "born 4 Feb 1961", "H-one", "10 days entered so far stay"):
        assert words in page.text
    assert "this is a deviation" in page.text
    refused = nurse.post(address, data={**form_of(nurse, address), "reason": " "})
    assert refused.status_code == 422
    assert "Write why: the reason stays with the trial." in refused.text
    done = nurse.post(address, data={**form_of(nurse, address), "reason": "Fell ill"})
    assert done.status_code == 303
    text = nurse.get(f"/trials/{clinic.trial_id}").text
    assert "Cancelled on Saturday 14 March 2026 by Nurse of one: Fell ill." in text
    assert "So far" not in text
    assert "Take this trial up again" in text
    assert "Enter a day" not in text
    assert "Cancelled" in nurse.get("/trials").text


def test_a_trial_that_goes_on_is_not_taken_up(clinic: SmallClinic, sign_in: SignIn) -> None:
    nurse = sign_in(clinic.nurse)
    address = f"/trials/{clinic.trial_id}/take-up"
    refused = nurse.post(address, data={"reason": "Typed long ago"})
    assert refused.status_code == 422
    assert "This trial goes on" in refused.text
    assert "Typed long ago</textarea>" in refused.text


def test_the_reason_of_a_colleague_who_was_second_stays_on_the_page(
    clinic: SmallClinic, sign_in: SignIn
) -> None:
    cancelled(clinic)
    nurse = sign_in(clinic.nurse)
    refused = nurse.post(f"/trials/{clinic.trial_id}/cancel", data={"reason": "Second reason"})
    assert refused.status_code == 422
    assert "Second reason</textarea>" in refused.text
    assert "Nothing you entered is lost" not in refused.text


def test_it_is_taken_up_again_and_the_diary_opens(clinic: SmallClinic, sign_in: SignIn) -> None:
    cancelled(clinic)
    nurse, patient = sign_in(clinic.nurse), sign_in(clinic.patient)
    assert "Fill in" not in patient.get("/diary").text
    address = f"/trials/{clinic.trial_id}/take-up"
    assert "Fell ill" in nurse.get(address).text
    assert nurse.post(address, data={"reason": "Well again"}).status_code == 303
    assert "Fill in" in patient.get("/diary").text


def test_a_patient_reads_that_it_is_closed_whom_to_call_and_what_they_wrote(
    clinic: SmallClinic, sign_in: SignIn
) -> None:
    cancelled(clinic)
    patient = sign_in(clinic.patient)
    home = patient.get("/diary")
    read(home)
    assert "the team has cancelled this trial" in home.text
    assert "020 7946 0001" in home.text
    sent = patient.get("/diary/2026-03-13/answers").text
    assert "What you sent" in sent
    assert "Correct a mistake" not in sent
    assert "cancelled this trial" in patient.get("/diary/2026-03-14").text


def test_what_was_being_typed_stays_on_the_page_and_is_not_called_saved(
    clinic: SmallClinic, sign_in: SignIn
) -> None:
    patient = sign_in(clinic.patient)
    typed = _typed(patient)
    cancelled(clinic)
    refused = patient.post("/diary/2026-03-14", data=typed)
    assert refused.status_code == 422
    assert "The team cancelled this trial" in refused.text
    assert "020 7946 0001" in refused.text
    assert "A bad night." in refused.text


def _typed(patient: FlaskClient) -> Form:
    address = "/diary/2026-03-14?chosen=1"
    page = read(patient.get(address))
    return {**page.fields, **page.answered("4"), "note": "A bad night."}


def test_strangers_and_representatives_have_no_such_page(
    clinic: SmallClinic, stranger: SmallClinic, sign_in: SignIn
) -> None:
    representative = clinic.hires(Role.REPRESENTATIVE)
    for name in ("cancel", "take-up"):
        address = f"/trials/{clinic.trial_id}/{name}"
        assert sign_in(stranger.nurse).get(address).status_code == 404
        assert sign_in(representative).get(address).status_code == 403
        assert sign_in(clinic.patient).get(address).status_code == 403
