"""Signing in and out: by password, by a single-use address, and never with someone else's."""

from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient

from tests.web.clinics import BEFORE, NOW, PASSWORD, SmallClinic
from tests.web.conftest import SignIn
from tests.web.pages import read
from trialtrack.access import Viewer
from trialtrack.clinical.opioids import OpioidTable
from trialtrack.services.add_clinic import add_clinic
from trialtrack.services.add_patient import Identity, add_patient
from trialtrack.services.sign_in_link import issue_sign_in_link
from trialtrack.web.guards import GUARDS


def test_a_consultant_signs_in_and_sees_the_trials(
    clinic: SmallClinic, client: FlaskClient
) -> None:
    read(client.get("/sign-in"))
    answer = client.post("/sign-in", data={"email": clinic.email, "password": PASSWORD})
    assert answer.status_code == 303
    assert client.get(answer.location).location == "/trials"
    assert "Garcia, Ana" in client.get("/trials").text


def test_the_page_asked_for_is_where_signing_in_leads(
    clinic: SmallClinic, client: FlaskClient
) -> None:
    asked = client.get(f"/trials/{clinic.trial_id}")
    assert asked.status_code == 302
    signed_in = client.post(asked.location, data={"email": clinic.email, "password": PASSWORD})
    assert signed_in.location == f"/trials/{clinic.trial_id}"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://example.org/",
        "//example.org",
        "/\\example.org",
        "/\t/example.org",
        "/\n/example.org",
        "/.//example.org",
        "/trials\r\nSet-Cookie:x=1",
        "/no/such/page",
    ],
)
def test_signing_in_never_leads_to_another_site(
    clinic: SmallClinic, client: FlaskClient, elsewhere: str
) -> None:
    sent = {"email": clinic.email, "password": PASSWORD}
    answer = client.post("/sign-in", query_string={"next": elsewhere}, data=sent)
    assert answer.location == "/"


@pytest.mark.parametrize("who", ["known", "unknown"])
def test_a_refusal_says_the_same_for_a_known_and_an_unknown_address(
    clinic: SmallClinic, client: FlaskClient, who: str
) -> None:
    email = clinic.email if who == "known" else "nobody@one.example"
    refused = client.post("/sign-in", data={"email": email, "password": "not the password"})
    assert refused.status_code == 422
    assert "The e-mail address or the password is not right." in refused.text
    page = read(refused)
    assert page.fields["email"] == email
    assert page.fields["password"] == "", "a password is never written back into a page"


def test_too_many_attempts_are_told_to_wait(clinic: SmallClinic, client: FlaskClient) -> None:
    for _ in range(5):
        client.post("/sign-in", data={"email": clinic.email, "password": "guess"})
    right = client.post("/sign-in", data={"email": clinic.email, "password": PASSWORD})
    assert right.status_code == 422
    assert "please wait a quarter of an hour" in right.text


def test_signing_out_ends_the_session_on_the_server(clinic: SmallClinic, sign_in: SignIn) -> None:
    consultant = sign_in(clinic.consultant)
    with consultant.session_transaction() as cookie:
        stolen = dict(cookie)
    assert consultant.post("/sign-out").status_code == 303
    with consultant.session_transaction() as cookie:
        cookie.update(stolen)
    assert consultant.get("/trials").status_code == 302


def test_staff_who_do_nothing_for_long_are_signed_out(
    clinic: SmallClinic, sign_in: SignIn, now: time_machine.Traveller
) -> None:
    consultant = sign_in(clinic.consultant)
    now.shift(timedelta(minutes=16))
    assert consultant.get("/trials").status_code == 302


def test_a_patient_who_puts_the_phone_down_stays_signed_in(
    clinic: SmallClinic, sign_in: SignIn, now: time_machine.Traveller
) -> None:
    patient = sign_in(clinic.patient)
    now.move_to(NOW + timedelta(days=34))
    assert patient.get("/diary").status_code == 200
    now.move_to(NOW + timedelta(days=35))
    assert patient.get("/diary").status_code == 302


def demonstration_link() -> str:
    """A single-use address for a patient of a demonstration clinic."""
    clinic_id = add_clinic(
        name="Demonstration",
        time_zone="Europe/London",
        phone="020 7946 0001",
        emergency_phone="020 7946 0002",
        is_demonstration=True,
        opioid_table=OpioidTable.CDC_2022,
        by=Viewer.system(),
        at=BEFORE,
    )
    patient_id = add_patient(
        clinic_id=clinic_id,
        identity=Identity("Demo", "Ana", BEFORE.date()),
        by=Viewer.system(),
        at=BEFORE,
    )
    token = issue_sign_in_link(patient_id=patient_id, by=Viewer.system(), at=NOW)
    return f"/sign-in/link/{token}"


def test_looking_at_a_single_use_address_uses_nothing_up(client: FlaskClient) -> None:
    address = demonstration_link()
    for _ in range(50):
        read(client.get(address))
    assert client.post(address).location == "/"
    assert client.get("/").location == "/diary"


def test_a_single_use_address_works_once(client: FlaskClient) -> None:
    address = demonstration_link()
    assert client.post(address).status_code == 303
    used = client.post(address)
    assert used.status_code == 410
    assert "This address cannot be used" in used.text


def test_a_single_use_address_is_good_for_ten_minutes(
    client: FlaskClient, now: time_machine.Traveller
) -> None:
    address = demonstration_link()
    now.shift(timedelta(minutes=10, seconds=1))
    assert client.post(address).status_code == 410


def test_pages_are_marked_as_a_demonstration_also_before_signing_in(client: FlaskClient) -> None:
    assert "Nobody here is real." not in client.get("/sign-in").text
    demonstration_link()
    assert "Nobody here is real." in client.get("/sign-in").text


@pytest.mark.parametrize("endpoint", [name for name, action in GUARDS.items() if action])
def test_nobody_sees_a_guarded_page_without_signing_in(client: FlaskClient, endpoint: str) -> None:
    rules = list(client.application.url_map.iter_rules(endpoint))
    method = "GET" if "GET" in (rules[0].methods or ()) else "POST"
    anything = "00000000-0000-4000-8000-000000000000"
    values = {name: "2026-03-14" if name == "day" else anything for name in rules[0].arguments}
    address = client.application.url_map.bind("localhost").build(endpoint, values, method)
    answer = client.open(address, method=method)
    assert answer.status_code == 302
    view = client.application.view_functions[endpoint]
    for_patients = view.__module__.startswith("trialtrack.web.patient.")
    assert answer.location.partition("?")[0] == ("/c" if for_patients else "/sign-in")


def test_a_patient_is_asked_before_signing_out_and_told_afterwards(
    clinic: SmallClinic, sign_in: SignIn
) -> None:
    patient = sign_in(clinic.patient)
    asked = patient.get("/sign-out")
    assert "Sign out on this device?" in asked.text
    assert patient.get("/diary").status_code == 200
    out = patient.post("/sign-out")
    assert "You are signed out" in out.text
    assert "020 7946 0001" in out.text
    assert out.headers["Clear-Site-Data"] == '"cache"'
    assert patient.get("/diary").status_code == 302
