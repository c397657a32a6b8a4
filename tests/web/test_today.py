"""The page on which nurses land: who, what, the one action; and putting aside for a while."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from flask.testing import FlaskClient

from tests.web.clinics import SmallClinic
from tests.web.conftest import SignIn
from tests.web.pages import read
from trialtrack.access import Role
from trialtrack.db import transaction
from trialtrack.models import PatientIdentity

SATURDAY = datetime(2026, 3, 14, 20, 30, tzinfo=UTC)
MONDAY = datetime(2026, 3, 16, 10, 12, tzinfo=UTC)
"""Nothing was logged on the 14th and 15th."""


@pytest.fixture
def nurse(clinic: SmallClinic, sign_in: SignIn, now: time_machine.Traveller) -> FlaskClient:
    with transaction() as session:
        identity = session.get_one(PatientIdentity, clinic.patient.patient_id)
        identity.phone = "01632 (0) 960 123"
    now.move_to(MONDAY)
    return sign_in(clinic.nurse)


def put_address(clinic: SmallClinic) -> str:
    return f"/today/{clinic.trial_id}/put-aside"


def test_nurses_land_on_it_and_consultants_on_the_trials(
    clinic: SmallClinic, sign_in: SignIn
) -> None:
    assert sign_in(clinic.nurse).get("/").location == "/today"
    assert sign_in(clinic.consultant).get("/").location == "/trials"
    for person in (clinic.nurse, clinic.consultant):
        text = sign_in(person).get("/trials").text
        assert 'href="/today"' in text
        read(sign_in(person).get("/today"))


def test_who_is_silent_stands_there_with_a_number_to_dial_and_the_day_to_enter(
    clinic: SmallClinic, nurse: FlaskClient
) -> None:
    answer = nurse.get("/today")
    read(answer)
    for words in (
        "Garcia, Ana",
        "4 Feb 1961",
        "H-one",
        'href="tel:01632960123"',
        "No entry for 2 days, since Saturday 14 March",
        "until Wednesday 18 March at 04:00",
        f"/trials/{clinic.trial_id}/enter/2026-03-15",
        "As of 10:12.",
    ):
        assert words in answer.text
    assert answer.text.count("tel:") == 1, "one call deals with all of it"
    assert nurse.get(f"/trials/{clinic.trial_id}/enter/2026-03-15").status_code == 200


def test_nothing_needs_anybody_and_what_comes_next(clinic: SmallClinic, sign_in: SignIn) -> None:
    answer = sign_in(clinic.nurse).get("/today")
    read(answer)
    for words in (
        "Nothing needs anybody.",
        "Last looked at 20:30.",
        "Wednesday 18 March: leads out",
        "Garcia, Ana",
    ):
        assert words in answer.text


def test_what_is_put_aside_leaves_the_list_says_until_when_and_is_brought_back(
    clinic: SmallClinic, nurse: FlaskClient, sign_in: SignIn, now: time_machine.Traveller
) -> None:
    page = nurse.get(put_address(clinic))
    fields = read(page).fields
    for words in (
        "Garcia, Ana",
        "4 Feb 1961",
        "H-one",
        "Until tomorrow",
        "Until 11:12",
        "Until Friday 20",
    ):
        assert words in page.text
    everything = [each["value"] for each in read(page).controls if each.get("name") == "matters"]
    assert len(everything) == 2, "silent, and few days before the end"
    sent = {**fields, "matters": everything, "words": "Called, no answer", "until": "1d"}
    assert nurse.post(put_address(clinic), data=sent).location == "/today"
    text = nurse.get("/today").text
    assert "Put aside. Until tomorrow it is out of sight." in text
    assert "Nothing needs anybody." in text
    assert "Put aside today at 10:12 by Nurse of one: Called, no answer" in text
    nurse.post(f"/today/{clinic.trial_id}/bring-back")
    text = nurse.get("/today").text
    assert "2 things need someone today" in text
    assert "Brought back today at 10:12 by Nurse of one." in text
    now.move_to(datetime(2026, 3, 17, 9, tzinfo=UTC))
    assert "Put aside yesterday at 10:12" in sign_in(clinic.nurse).get("/today").text


def test_a_refused_putting_aside_keeps_what_was_typed(
    clinic: SmallClinic, nurse: FlaskClient
) -> None:
    fields = read(nurse.get(put_address(clinic))).fields
    refused = nurse.post(put_address(clinic), data={**fields, "until": "3h", "words": " "})
    assert refused.status_code == 422
    assert read(refused).fields["until"] == "3h"
    assert refused.text.count("Write what you tried") == 2
    odd = nurse.post(put_address(clinic), data={**fields, "until": "99d", "words": "Called"})
    assert odd.status_code == 422
    assert "within the next seven days" in odd.text
    assert "Called" in odd.text
    nothing = {key: value for key, value in fields.items() if key != "matters"}
    none = nurse.post(put_address(clinic), data={**nothing, "until": "1d", "words": "Called"})
    assert none.status_code == 422
    assert "Choose what you put aside." in none.text


def test_who_comes_second_is_told_and_keeps_their_words(
    clinic: SmallClinic, nurse: FlaskClient, sign_in: SignIn
) -> None:
    colleague = sign_in(clinic.consultant)
    fields = read(colleague.get(put_address(clinic))).fields
    sent = {**fields, "until": "1h", "words": "Called, no answer"}
    for _ in range(2):
        assert nurse.post(put_address(clinic), data=sent).status_code == 303
    late = colleague.post(put_address(clinic), data={**sent, "words": "Is in hospital"})
    assert late.status_code == 409
    assert "Is in hospital" in late.text
    assert "Nurse of one has put this aside meanwhile." in late.text
    anew = {**read(late).fields, "matters": fields["matters"]}
    assert colleague.post(put_address(clinic), data=anew).status_code == 303
    text = nurse.get("/today").text
    assert "Called, no answer" in text
    assert "Is in hospital" in text


def test_what_was_dealt_with_meanwhile_is_said_and_the_words_are_shown(
    clinic: SmallClinic, nurse: FlaskClient
) -> None:
    fields = read(nurse.get(put_address(clinic))).fields
    clinic.record(date(2026, 3, 15), 3)
    sent = {**fields, "until": "1d", "words": "Called, no answer"}
    late = nurse.post(put_address(clinic), data=sent)
    read(late)
    assert late.status_code == 409
    assert "has been dealt with meanwhile" in late.text
    assert "Called, no answer" in late.text


def test_neither_strangers_nor_representatives_nor_patients_get_in(
    clinic: SmallClinic, stranger: SmallClinic, sign_in: SignIn, nurse: FlaskClient
) -> None:
    assert "Garcia" not in sign_in(stranger.nurse).get("/today").text
    other = sign_in(stranger.nurse)
    assert other.get(put_address(clinic)).status_code == 404
    assert other.post(f"/today/{clinic.trial_id}/bring-back").status_code == 404
    for person in (
        clinic.hires(Role.REPRESENTATIVE),
        clinic.hires(Role.ADMINISTRATOR),
        clinic.patient,
    ):
        client = sign_in(person)
        assert client.get("/today").status_code == 403
        assert client.get(put_address(clinic)).status_code == 403
