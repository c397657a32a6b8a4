"""On the phone: past answers ask for the date of birth after half an hour, today never does."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from tests.web.clinics import SmallClinic
from tests.web.conftest import SignIn
from tests.web.pages import form_of, read
from trialtrack.access import GRANTS, Role
from trialtrack.web.guards import GUARDS
from trialtrack.web.patient.past import SHOWS_PAST_ANSWERS

BORN = {"birth_day": "4", "birth_month": "2", "birth_year": "1961"}
OTHER = {"birth_day": "2", "birth_month": "4", "birth_year": "1961"}
DONE, TODAY = "2026-03-13", "2026-03-14"
ANSWERS = f"/diary/{DONE}/answers"
LEFT_ALONE = timedelta(minutes=30)
NOTHING_PAST = {
    "consent.read",
    "consent.stop",
    "devices.show",
    "paper.own",
    "past.birth_date",
    "patient.day",
    "patient.home",
    "patient.saved",
    "reminders.choose",
    "reminders.file",
    "waiting.throw_away",
}
"""Pages that a patient can open and that show no earlier answer of the diary."""
STAFFS_OWN = {"withdrawal.record"}
"""Pages of the team for something that a patient may do as well, on a page of their own."""


@pytest.fixture
def left_alone(clinic: SmallClinic, sign_in: SignIn, now: time_machine.Traveller) -> FlaskClient:
    """A phone that is taken up again after half an hour."""
    phone = sign_in(clinic.patient)
    assert phone.get(ANSWERS).status_code == 200
    now.shift(LEFT_ALONE)
    return phone


def test_past_answers_ask_and_lead_on_to_where_one_was_going(left_alone: FlaskClient) -> None:
    assert left_alone.get("/diary").status_code == 200
    asked = left_alone.get(ANSWERS)
    assert asked.location == f"/birth-date?next={ANSWERS}"
    page = left_alone.get(asked.location)
    read(page)
    assert "Your date of birth, please" in page.text
    assert left_alone.post(asked.location, data=BORN).location == ANSWERS
    assert left_alone.get(ANSWERS).status_code == 200


@pytest.mark.parametrize("page", [ANSWERS, f"/diary/{DONE}/correct", "/diary/progress"])
def test_every_page_of_past_answers_asks(left_alone: FlaskClient, page: str) -> None:
    assert left_alone.get(page).location == f"/birth-date?next={page}"
    assert left_alone.head(page).location == f"/birth-date?next={page}"


def test_today_is_filled_in_and_saved_without_being_asked(
    left_alone: FlaskClient, clinic: SmallClinic, now: time_machine.Traveller
) -> None:
    form = {**form_of(left_alone, f"/diary/{TODAY}"), **scores(clinic)}
    now.shift(LEFT_ALONE)
    assert "This is not saved yet" in left_alone.post(f"/diary/{TODAY}/check", data=form).text
    now.shift(LEFT_ALONE)
    saved = left_alone.post(f"/diary/{TODAY}", data=form)
    assert saved.location.startswith("/diary/saved/")
    assert "is saved" in left_alone.get(saved.location).text


def test_a_correction_that_is_sent_is_saved_without_being_asked(
    clinic: SmallClinic, sign_in: SignIn, now: time_machine.Traveller
) -> None:
    phone = sign_in(clinic.patient)
    form = {**form_of(phone, f"/diary/{DONE}/correct"), **scores(clinic)}
    now.shift(LEFT_ALONE)
    assert phone.post(f"/diary/{DONE}", data=form).location.startswith("/diary/saved/")


def test_other_answers_under_the_same_number_do_not_open_what_stands(
    clinic: SmallClinic, sign_in: SignIn, now: time_machine.Traveller
) -> None:
    phone, address = sign_in(clinic.patient), f"/diary/{TODAY}"
    form = {**form_of(phone, address), **scores(clinic)}
    phone.post(address, data={**form, "note": "for nobody else"})
    again = {**form, "note": "somebody else"}
    assert "for nobody else" in phone.post(address, data=again).text
    now.shift(LEFT_ALONE)
    differs = phone.post(address, data=again)
    read(differs)
    assert differs.status_code == 409
    assert "for nobody else" not in differs.text
    assert "somebody else" in differs.text
    assert "Send as a correction" in differs.text


def scores(clinic: SmallClinic) -> dict[str, str]:
    """The two questions that have to be answered."""
    return {f"pain_{site.hex}_average": "4" for site in clinic.site_ids.values()}


def test_five_wrong_dates_sign_this_phone_out(
    left_alone: FlaskClient, clinic: SmallClinic, sign_in: SignIn
) -> None:
    other = sign_in(clinic.patient)
    asked = left_alone.get(ANSWERS).location
    for left in ("4 more tries", "3 more tries", "2 more tries", "1 more try"):
        refused = left_alone.post(asked, data=OTHER)
        assert refused.status_code == 422
        assert left in refused.text
    shut = left_alone.post(asked, data=OTHER)
    assert shut.status_code == 410
    read(shut)
    assert "This phone is signed out" in shut.text
    assert "020 7946 0001" in shut.text
    assert left_alone.get("/diary").location == "/c"
    assert other.get("/diary").status_code == 200
    today = sign_in(clinic.nurse).get("/today").text
    assert "signed out: five wrong dates of birth" in today
    assert f"/trials/{clinic.trial_id}/card" in today


def test_a_slip_of_the_pen_is_no_wrong_try(left_alone: FlaskClient) -> None:
    for _ in range(6):
        assert left_alone.post("/birth-date", data={**BORN, "birth_year": "61"}).status_code == 422
    assert left_alone.post("/birth-date", data=BORN).status_code == 303


def test_it_leads_nowhere_but_to_pages_of_ours(left_alone: FlaskClient) -> None:
    for elsewhere in ("//evil.example", "https://evil.example/", "/nothing"):
        sent = left_alone.post("/birth-date", query_string={"next": elsewhere}, data=BORN)
        assert sent.location == "/diary"


def test_what_the_address_says_beside_the_page_is_kept(left_alone: FlaskClient) -> None:
    page = f"/diary/{DONE}/correct?waiting=c6f0"
    asked = left_alone.get(page).location
    assert left_alone.post(asked, data=BORN).location == page


def test_staff_are_not_asked(clinic: SmallClinic, sign_in: SignIn) -> None:
    assert sign_in(clinic.nurse).get(ANSWERS).status_code == 403


def test_every_page_of_the_patient_is_said_to_show_past_answers_or_not(app: Flask) -> None:
    pages = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    actions = {name: GUARDS[name] for name in pages}
    own = {name for name, action in actions.items() if action and Role.PATIENT in GRANTS[action]}
    assert own - STAFFS_OWN == SHOWS_PAST_ANSWERS | NOTHING_PAST
