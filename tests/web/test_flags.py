"""Warning signs for the team: whom to call, what was told, and the words that settle it."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient

from tests.web.clinics import NOW, SmallClinic
from tests.web.conftest import SignIn
from tests.web.pages import form_of, read
from trialtrack.access import Role
from trialtrack.clinical.signs import Sign
from trialtrack.queries.flags import trial_flags
from trialtrack.services.acknowledge_flag import acknowledge_flag
from trialtrack.services.raise_flag import Report, raise_flag


@pytest.fixture
def nurse(clinic: SmallClinic, sign_in: SignIn) -> FlaskClient:
    return sign_in(clinic.nurse)


@pytest.fixture
def flag_id(clinic: SmallClinic) -> UUID:
    report = Report(uuid4(), clinic.trial_id, (Sign.SADDLE_NUMB,), "Since noon")
    return raise_flag(report=report, by=clinic.patient, at=NOW).flag_id


def test_a_flag_says_who_what_when_and_what_was_told(nurse: FlaskClient, flag_id: UUID) -> None:
    answer = nurse.get(f"/flags/{flag_id}")
    read(answer)
    for words in (
        "Garcia, Ana",
        "4 Feb 1961",
        "H-one",
        "Numb around the bottom, genitals or inner thighs",
        "Emergency now",
        "Saturday 14 March at 20:30, by the patient",
        "Since noon",
        "Emergency: 020 7946 0002",
        "nobody watches this live",
    ):
        assert words in answer.text


def test_it_stands_on_top_of_the_list_until_it_is_acknowledged(
    clinic: SmallClinic, nurse: FlaskClient, flag_id: UUID
) -> None:
    address = f"/flags/{flag_id}"
    top = nurse.get("/trials").text.partition("1 trial, 1 of them running")[0]
    assert "1 thing needs someone today" in top
    assert address in nurse.get("/today").text
    assert "Nobody has acknowledged it yet." in nurse.get(f"/trials/{clinic.trial_id}").text
    refused = nurse.post(address, data={"words": "  "})
    assert refused.status_code == 422
    read(refused)
    assert refused.text.count("Write what you did about it") == 2
    assert nurse.post(address, data={"words": "Ambulance sent"}).location == address
    assert "Nothing needs anybody." in nurse.get("/today").text
    for page in (address, f"/trials/{clinic.trial_id}"):
        answer = nurse.get(page)
        read(answer)
        assert "Nurse of one, Saturday 14 March at 20:30" in answer.text
        assert "Ambulance sent" in answer.text


def test_who_comes_second_is_told_who_was_first_and_keeps_their_words(
    clinic: SmallClinic, nurse: FlaskClient, flag_id: UUID
) -> None:
    form = form_of(nurse, f"/flags/{flag_id}")
    at = NOW + timedelta(minutes=1)
    acknowledge_flag(flag_id=flag_id, words="Rang", by=clinic.consultant, at=at)
    second = nurse.post(f"/flags/{flag_id}", data={**form, "words": "Rang her too"})
    assert second.status_code == 409
    read(second)
    assert "Consultant of one has acknowledged this already." in second.text
    assert "Rang her too" in second.text


def test_a_sign_heard_on_the_telephone_is_kept(clinic: SmallClinic, nurse: FlaskClient) -> None:
    address = f"/trials/{clinic.trial_id}/flag"
    form = form_of(nurse, address)
    refused = nurse.post(address, data={**form, "reported": "wound", "words": ""})
    assert refused.status_code == 422
    assert "NOT been told" not in refused.text
    assert read(refused).fields["reported"] == "wound"
    words = {"reported": "wound", "words": "It is red. Told her to come in today."}
    kept = nurse.post(address, data={**form, **words})
    assert nurse.post(address, data={**form, **words}).location == kept.location
    assert "told to Nurse of one" in nurse.get(kept.location).text
    (flag,) = trial_flags(viewer=clinic.nurse, trial_id=clinic.trial_id)
    assert flag.signs == (Sign.WOUND,)


def test_a_stranger_a_representative_and_the_patient_see_nothing_of_it(
    clinic: SmallClinic, stranger: SmallClinic, sign_in: SignIn, flag_id: UUID
) -> None:
    pages = (f"/flags/{flag_id}", f"/trials/{clinic.trial_id}/flag")
    for viewer, status in (
        (stranger.nurse, 404),
        (clinic.hires(Role.REPRESENTATIVE), 403),
        (clinic.hires(Role.ADMINISTRATOR), 403),
        (clinic.patient, 403),
        (clinic.consultant, 200),
    ):
        client = sign_in(viewer)
        assert [client.get(page).status_code for page in pages] == [status, status]
        if status != 200:
            said = client.post(pages[0], data={"words": "Mine"})
            assert said.status_code == status


def test_a_representative_reads_no_warning_sign_on_the_trial_either(
    clinic: SmallClinic, sign_in: SignIn, flag_id: UUID
) -> None:
    representative = sign_in(clinic.hires(Role.REPRESENTATIVE))
    assert "Numb" not in representative.get(f"/trials/{clinic.trial_id}").text
    assert "Numb" in sign_in(clinic.nurse).get(f"/trials/{clinic.trial_id}").text


def test_the_administrator_writes_what_patients_read(clinic: SmallClinic, sign_in: SignIn) -> None:
    administrator = sign_in(clinic.hires(Role.ADMINISTRATOR))
    form = form_of(administrator, "/advice")
    short = administrator.post("/advice", data={**form, "emergency": " "})
    assert short.status_code == 422
    read(short)
    assert short.text.count("Write what to do: emergency now.") == 2
    odd = administrator.post("/advice", data={**form, "out_of_hours_phone": "ask at the desk"})
    assert odd.status_code == 422
    assert "Give a telephone number as it is dialled" in odd.text
    own = {**form, "today": "Ring the ward.", "out_of_hours_phone": "020 7946 0003"}
    assert administrator.post("/advice", data=own).status_code == 303
    page = administrator.get("/advice")
    read(page)
    assert "Ring the ward." in page.text
    patient = sign_in(clinic.patient).get("/warning-signs").text
    assert "Ring the ward." in patient
    assert 'href="tel:02079460003"' in patient
    assert sign_in(clinic.nurse).get("/advice").status_code == 403
