"""The notice before the diary, and the way out of it."""

from tests.web.clinics import SmallClinic, small_clinic
from tests.web.conftest import SignIn
from tests.web.pages import form_of, read
from trialtrack.access import Role


def test_the_diary_opens_only_after_the_notice(sign_in: SignIn) -> None:
    patient = sign_in(small_clinic(agreed=False).patient)
    for address in ("/diary", "/diary/2026-03-14"):
        assert patient.get(address).location == "/consent"
    notice = patient.get("/consent")
    assert "You can stop at any time" in notice.text
    assert "version 1" in notice.text
    agreed = patient.post("/consent", data=read(notice).fields)
    assert agreed.location == "/diary"
    assert patient.get("/diary").status_code == 200
    assert "You agreed on 14 March 2026." in patient.get("/consent").text


def test_a_notice_changed_while_it_was_read_is_read_again(
    clinic: SmallClinic, sign_in: SignIn
) -> None:
    del clinic
    fresh = small_clinic("three", "Lee", agreed=False)
    patient = sign_in(fresh.patient)
    form = form_of(patient, "/consent")
    administrator = sign_in(fresh.hires(Role.ADMINISTRATOR))
    assert administrator.post("/notice", data={"body": "Other words."}).status_code == 303
    refused = patient.post("/consent", data=form)
    assert refused.status_code == 422
    assert "The notice was changed meanwhile." in refused.text
    assert "Other words." in refused.text
    assert patient.get("/diary").location == "/consent"


def test_the_paragraphs_of_a_notice_written_in_a_browser_stay_apart(sign_in: SignIn) -> None:
    fresh = small_clinic("four", "Fox", agreed=False)
    administrator = sign_in(fresh.hires(Role.ADMINISTRATOR))
    administrator.post("/notice", data={"body": "You keep a diary.\r\n\r\nYou can stop."})
    notice = sign_in(fresh.patient).get("/consent").text
    assert "<p>You keep a diary.</p>" in notice
    assert "<p>You can stop.</p>" in notice


def test_an_empty_notice_is_refused_beside_the_field(clinic: SmallClinic, sign_in: SignIn) -> None:
    client = sign_in(clinic.hires(Role.ADMINISTRATOR))
    read(client.get("/notice"))
    refused = client.post("/notice", data={"body": " "})
    assert refused.status_code == 422
    assert refused.text.count("Write the notice: patients agree to it before they begin.") == 2


def test_a_patient_stops_and_is_out_at_once(clinic: SmallClinic, sign_in: SignIn) -> None:
    patient, other_phone = sign_in(clinic.patient), sign_in(clinic.patient)
    read(patient.get("/stop"))
    closed = patient.post("/stop", data={"reason": "too tired"})
    assert "Your diary is closed" in closed.text
    assert "020 7946 0001" in closed.text
    for phone in (patient, other_phone):
        assert phone.get("/diary").location == "/c"
    seen = sign_in(clinic.consultant).get(f"/trials/{clinic.trial_id}").text
    assert "The patient stopped taking part on 14 Mar 2026" in seen


def test_staff_record_it_with_a_reason(
    clinic: SmallClinic, stranger: SmallClinic, sign_in: SignIn
) -> None:
    address, nurse = f"/trials/{clinic.trial_id}/withdrawal", sign_in(clinic.nurse)
    read(nurse.get(address))
    assert nurse.post(address, data={"reason": ""}).status_code == 422
    assert nurse.post(address, data={"reason": "rang us"}).status_code == 303
    assert "This is recorded already" in nurse.get(address).text
    assert sign_in(stranger.nurse).get(address).status_code == 404
