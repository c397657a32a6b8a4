"""The patient's page, correcting, moving and merging: for the owner, a colleague and a stranger."""

from datetime import date
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from tests.web.clinics import BEFORE, SmallClinic
from tests.web.conftest import SignIn
from tests.web.pages import read
from trialtrack.access import Role
from trialtrack.services.add_patient import Identity, add_patient

WHO = {
    "family_name": "Garcia",
    "given_name": "Ana",
    "birth_day": "4",
    "birth_month": "2",
    "birth_year": "1961",
    "hospital_number": "H-one",
    "seen": "0",
}


def another(clinic: SmallClinic, number: str = "RQ 77") -> UUID:
    """Somebody of the same name, without a trial."""
    who = Identity("Garcia", "Anna", date(1958, 7, 30), number)
    return add_patient(clinic_id=clinic.clinic_id, identity=who, by=clinic.nurse, at=BEFORE)


def test_a_person_is_found_and_their_page_leads_on(clinic: SmallClinic, sign_in: SignIn) -> None:
    nurse, other = sign_in(clinic.nurse), another(clinic)
    every = nurse.get("/patients")
    read(every)
    assert every.text.count("Garcia, An") == 2
    assert "No trial" in every.text
    found = nurse.get("/patients?q=garcia+30/7/1958").text
    assert "Garcia, Anna" in found
    assert "Garcia, Ana<" not in found
    assert "Nobody was found" in nurse.get("/patients?q=nobody").text
    assert "a date is read day first" in nurse.get("/patients?q=13/30/1958").text
    page = nurse.get(f"/patients/{clinic.patient.patient_id}")
    read(page)
    assert f"/trials/{clinic.trial_id}" in page.text
    assert f"/patients/{other}" not in page.text
    # From every page about the person.
    assert (
        f"/patients/{clinic.patient.patient_id}"
        in nurse.get(f"/trials/{clinic.trial_id}/days").text
    )


def test_a_correction_keeps_what_was_typed_until_it_is_taken(
    clinic: SmallClinic, sign_in: SignIn
) -> None:
    nurse = sign_in(clinic.nurse)
    address = f"/patients/{clinic.patient.patient_id}/correct"
    assert read(nurse.get(address)).fields["family_name"] == "Garcia"
    refused = nurse.post(address, data={**WHO, "family_name": "García", "phone": "no"})
    assert refused.status_code == 422
    assert read(refused).fields["family_name"] == "García"
    assert "Give a telephone number" in refused.text
    refused = nurse.post(address, data={**WHO, "family_name": "García"})
    assert "Say why" in refused.text
    taken = nurse.post(address, data={**WHO, "family_name": "García", "reason": "Passport."})
    assert taken.status_code == 303
    page = nurse.get(taken.headers["Location"]).text
    for words in ("García, Ana", "Family name was “Garcia”.", "Passport.", "Nurse of one"):
        assert words in page


def test_of_two_pages_the_older_one_takes_over_what_it_did_not_change(
    clinic: SmallClinic, sign_in: SignIn
) -> None:
    nurse = sign_in(clinic.nurse)
    address = f"/patients/{clinic.patient.patient_id}/correct"
    old = read(nurse.get(address)).fields
    first = {**old, "phone": "01632 960777", "given_name": "Anna", "reason": "She said so."}
    assert nurse.post(address, data=first).status_code == 303
    second = {**old, "birth_day": "5", "given_name": "Anne", "reason": "The passport."}
    refused = nurse.post(address, data=second)
    assert refused.status_code == 422
    fields = read(refused).fields
    typed = [fields[name] for name in ("phone", "birth_day", "given_name")]
    assert typed == ["01632 960777", "5", "Anne"]
    for words in ("There it is now: Anna.", "There it is now: 4 Feb 1961."):
        assert words in refused.text
    assert nurse.post(address, data=fields).status_code == 303
    assert "01632 960777" in nurse.get(f"/patients/{clinic.patient.patient_id}").text


def test_a_number_that_is_taken_leads_to_comparing(clinic: SmallClinic, sign_in: SignIn) -> None:
    nurse, other = sign_in(clinic.nurse), another(clinic)
    address = f"/patients/{clinic.patient.patient_id}/correct"
    sent = {**WHO, "hospital_number": "rq-77", "reason": "The label says so."}
    refused = nurse.post(address, data=sent)
    assert refused.status_code == 422
    assert f"/patients/{clinic.patient.patient_id}/merge/{other}" in refused.text
    assert nurse.post(address, data={**sent, "shares_number": "y"}).status_code == 303


def test_a_trial_goes_to_the_right_person(clinic: SmallClinic, sign_in: SignIn) -> None:
    nurse, other = sign_in(clinic.nurse), another(clinic)
    trial = f"/trials/{clinic.trial_id}"
    choose = nurse.get(f"{trial}/move?q=anna")
    read(choose)
    assert f"{trial}/move/{other}" in choose.text
    page = nurse.get(f"{trial}/move/{other}")
    fields = read(page).fields
    assert "so it is a deviation" in page.text
    refused = nurse.post(f"{trial}/move/{other}", data={**fields, "reason": " "})
    assert refused.status_code == 422
    assert (
        nurse.post(f"{trial}/move/{other}", data={**fields, "reason": "Mixed up."}).status_code
        == 303
    )
    shown = nurse.get(trial).text
    assert "Garcia, Anna" in shown
    assert "another person’s record" in shown
    assert (
        "No trial stands under this record"
        in nurse.get(f"/patients/{clinic.patient.patient_id}").text
    )
    new = {**WHO, "given_name": "Alba", "hospital_number": "", "reason": "Neither."}
    fields = read(nurse.get(f"{trial}/move/new")).fields
    assert nurse.post(f"{trial}/move/new", data={**fields, **new}).status_code == 303
    assert "Garcia, Alba" in nurse.get(trial).text


def test_two_records_are_compared_merged_and_taken_apart(
    clinic: SmallClinic, sign_in: SignIn
) -> None:
    nurse, other = sign_in(clinic.nurse), another(clinic)
    mine = clinic.patient.patient_id
    address = f"/patients/{mine}/merge/{other}"
    assert address in nurse.get(f"/patients/{mine}/merge?q=rq77").text
    page = nurse.get(address)
    read(page)
    assert "10 days logged" in page.text
    assert page.text.count('class="differs-word"') == 4
    assert f"/merge/{mine}" not in nurse.get(f"/patients/{mine}/merge?q=garcia").text
    assert nurse.get(f"/patients/{mine}/merge/{mine}").status_code == 409
    assert "Both have a trial that is not over" not in page.text
    empty = nurse.post(address, data={"stays": str(other)}).text
    assert "Write how you know: it stays with the person." in empty
    assert "stays with the trial" not in empty
    refused = nurse.post(address, data={"stays": str(other), "reason": "One passport."})
    assert refused.status_code == 422
    assert "One passport." in refused.text
    sent = {"stays": str(other), "reason": "One passport.", "same_person": "y"}
    assert nurse.post(address, data=sent).status_code == 303
    assert "Part of the record of" in nurse.get("/patients?q=h-one").text
    for page_of_it in ("correct", "trials/new"):
        led = nurse.get(f"/patients/{mine}/{page_of_it}")
        assert (led.status_code, led.location) == (303, f"/patients/{other}")
    merged = nurse.get(f"/patients/{other}").text
    assert f"/trials/{clinic.trial_id}" in merged
    split = merged.partition("/merges/")[2].partition("/")[0]
    back = nurse.post(f"/patients/{other}/merges/{split}/split", data={"reason": "Cousins."})
    assert back.status_code == 303
    assert "taken apart again" in nurse.get(f"/patients/{mine}").text


@pytest.mark.parametrize("who", ["stranger", "representative", "administrator", "patient"])
def test_nobody_else_sees_or_does_any_of_it(
    clinic: SmallClinic, stranger: SmallClinic, sign_in: SignIn, who: str
) -> None:
    other, mine = another(clinic), clinic.patient.patient_id
    viewer = {
        "stranger": lambda: stranger.nurse,
        "representative": lambda: clinic.hires(Role.REPRESENTATIVE),
        "administrator": lambda: clinic.hires(Role.ADMINISTRATOR),
        "patient": lambda: clinic.patient,
    }[who]()
    client = sign_in(viewer)
    expected = 404 if who == "stranger" else 403
    for address in (
        f"/patients/{mine}",
        f"/patients/{mine}/correct",
        f"/patients/{mine}/merge",
        f"/patients/{mine}/merge/{other}",
        f"/trials/{clinic.trial_id}/move",
        f"/trials/{clinic.trial_id}/move/{other}",
        f"/trials/{clinic.trial_id}/move/new",
    ):
        assert client.get(address).status_code == expected, address
    assert "Ana" not in names(client)


def names(client: FlaskClient) -> str:
    return client.get("/patients?q=garcia").text
