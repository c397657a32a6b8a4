"""A form sent when its account is not signed in: it waits for that account and for nobody else."""

import re
from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.accounts import become, become_by_password, signed_out_elsewhere
from tests.web.clinics import SmallClinic
from tests.web.conftest import SignIn
from tests.web.pages import Form, form_of, read
from trialtrack.access import Role
from trialtrack.clock import now_utc
from trialtrack.db import view
from trialtrack.models import WaitingForm, Withdrawal
from trialtrack.services.consent_notice import publish_notice
from trialtrack.services.keep_waiting_form import MOST_FORMS
from trialtrack.services.withdraw import withdraw

pytestmark = pytest.mark.usefixtures("with_tokens")

TODAY = "/diary/2026-03-14"
WORDS = "The nurse said it on the telephone"
NOTICE = "You have something that was not sent"


def answered(clinic: SmallClinic, browser: FlaskClient) -> Form:
    low_back, left_leg = (clinic.site_ids[name].hex for name in ("low back", "left leg"))
    answers = {f"pain_{low_back}_average": "4", f"pain_{left_leg}_average": "2", "note": WORDS}
    return {**form_of(browser, TODAY), **answers}


def lose(browser: FlaskClient, address: str, form: Form) -> TestResponse:
    signed_out_elsewhere(browser)
    lost = browser.post(address, data=form)
    assert lost.status_code == 401
    return lost


def waiting() -> int:
    with view() as session:
        return session.query(WaitingForm).count()


def way_back(listed: str) -> str:
    """The address, below /trials/, of the first trial's form that waits."""
    found = re.search(r'href="/trials/([0-9a-f-]{36}[^"]*)"', listed)
    assert found is not None
    return found[1]


def withdrawal_of(clinic: SmallClinic) -> str:
    return f"/trials/{clinic.trial_id}/withdrawal"


def test_a_day_sent_after_the_session_ended_is_kept_and_not_shown(
    clinic: SmallClinic, sign_in: SignIn
) -> None:
    patient = sign_in(clinic.patient)
    lost = lose(patient, f"{TODAY}/check", answered(clinic, patient))
    assert "Not saved yet: sign in again" in lost.text
    assert "until Saturday 21 March at 20:30" in lost.text
    assert "020 7946 0001" in lost.text
    assert WORDS not in lost.text
    read(lost)
    assert waiting() == 1


def test_its_patient_is_told_on_another_device_finds_it_in_its_form_and_sends_it(
    clinic: SmallClinic, sign_in: SignIn
) -> None:
    patient = sign_in(clinic.patient)
    form = answered(clinic, patient)
    lose(patient, f"{TODAY}/check", form)

    phone = sign_in(clinic.patient)
    assert "You began Saturday 14 March. It is not saved yet." in phone.get("/diary").text
    assert "Saturday 14 March is begun and not saved" in phone.get("/diary/devices").text
    listed = phone.get("/not-sent")
    assert "Your diary for Saturday 14 March" in listed.text
    questions = phone.post(f"{TODAY}/edit", data=read(listed).fields)
    assert WORDS in questions.text
    again = read(questions).fields
    unchanged = form.keys() - {"csrf_token", "note"}
    assert {name: again[name] for name in unchanged} == {name: form[name] for name in unchanged}
    checked = read(phone.post(f"{TODAY}/check", data={**again, "note": WORDS}))
    assert waiting() == 1, "nothing goes before it is sent"
    saved = phone.post(TODAY, data=checked.fields)
    assert "is saved" in phone.get(saved.location).text
    assert waiting() == 0
    assert NOTICE not in phone.get("/diary").text


def test_a_member_of_staff_who_was_idle_finds_what_they_typed_in_its_form(
    clinic: SmallClinic, client: FlaskClient, now: time_machine.Traveller
) -> None:
    become_by_password(client, "nurse@one.example")
    form = {**form_of(client, withdrawal_of(clinic)), "reason": WORDS}
    now.shift(timedelta(minutes=20))
    lost = client.post(withdrawal_of(clinic), data=form)
    assert lost.status_code == 401
    assert WORDS not in lost.text
    become_by_password(client, "nurse@one.example")
    assert client.get("/trials").location == "/not-sent", "told on arrival, once"
    assert NOTICE in client.get("/trials").text
    listed = client.get("/not-sent").text
    href = way_back(listed)
    filled = client.get(f"/trials/{href}")
    assert f">\n{WORDS}</textarea>" in filled.text
    sent = client.post(
        withdrawal_of(clinic), data={**read(filled).fields, "reason": f"{WORDS}, twice"}
    )
    assert sent.status_code == 303
    assert waiting() == 0
    with view() as session:
        assert session.query(Withdrawal).count() == 1


def test_a_refused_form_goes_on_waiting_until_it_is_taken(
    clinic: SmallClinic, sign_in: SignIn
) -> None:
    nurse = sign_in(clinic.nurse)
    lose(nurse, withdrawal_of(clinic), {**form_of(nurse, withdrawal_of(clinic)), "reason": WORDS})
    become(nurse, clinic.nurse)
    href = way_back(nurse.get("/not-sent").text)
    filled = read(nurse.get(f"/trials/{href}")).fields
    refused = nurse.post(withdrawal_of(clinic), data={**filled, "reason": " "})
    assert refused.status_code == 422
    assert waiting() == 1
    assert read(refused).fields["waiting"] == filled["waiting"]


def test_an_address_that_is_no_day_hides_nothing_of_what_waits(
    clinic: SmallClinic, sign_in: SignIn
) -> None:
    patient = sign_in(clinic.patient)
    form = answered(clinic, patient)
    for day in ("14-march", "0001-01-01", "9999-12-31"):
        lose(patient, f"/diary/{day}/check", form)
        patient = sign_in(clinic.patient)
    listed = patient.get("/not-sent")
    assert listed.status_code == 200
    assert "A form that you filled in" in listed.text


def test_a_correction_that_waits_can_be_read_where_another_was_asked_for(
    clinic: SmallClinic, sign_in: SignIn
) -> None:
    ask = "/diary/2026-03-08/ask"
    patient, other = sign_in(clinic.patient), sign_in(clinic.patient)
    scores = {f"pain_{site.hex}_average": "4" for site in clinic.site_ids.values()}
    form = {**form_of(patient, ask), **scores, "why": WORDS, "step": "save"}
    elsewhere = {**form_of(other, ask), **scores, "step": "save"}
    lose(patient, ask, form)
    assert other.post(ask, data=elsewhere).status_code == 303
    href = other.get("/not-sent").text.split(f'href="{ask}')[1].split('"')[0]
    assert WORDS in other.get(f"{ask}{href}").text


def test_the_next_person_at_the_device_sees_nothing_of_it(
    clinic: SmallClinic, stranger: SmallClinic, sign_in: SignIn
) -> None:
    nurse = sign_in(clinic.nurse)
    form = {**form_of(nurse, withdrawal_of(clinic)), "reason": WORDS}
    lose(nurse, withdrawal_of(clinic), form)
    become(nurse, clinic.nurse)
    href = way_back(nurse.get("/not-sent").text)
    throw_away = f"/not-sent/{href.split('waiting=')[1]}/throw-away"
    for other in (clinic.consultant, clinic.patient, stranger.nurse, stranger.patient):
        become(nurse, other)
        home = "/diary" if other.patient_id else "/trials"
        assert NOTICE not in nurse.get(home).text
        assert "Everything you typed was sent." in nurse.get("/not-sent").text
        assert WORDS not in nurse.get(f"/trials/{href}").text
        assert nurse.get(throw_away).status_code == 404
    assert waiting() == 1


def test_a_form_of_a_colleague_is_kept_for_the_colleague(
    clinic: SmallClinic, sign_in: SignIn
) -> None:
    browser = sign_in(clinic.nurse)
    form = {**form_of(browser, withdrawal_of(clinic)), "reason": WORDS}
    become_by_password(browser, clinic.email)
    refused = browser.post(withdrawal_of(clinic), data=form)
    assert refused.status_code == 409
    assert "Nothing was saved under your name." in refused.text
    assert WORDS not in refused.text
    assert NOTICE not in browser.get("/trials").text
    assert NOTICE in sign_in(clinic.nurse).get("/trials").text


def test_throwing_away_asks_once(clinic: SmallClinic, sign_in: SignIn) -> None:
    patient = sign_in(clinic.patient)
    lose(patient, f"{TODAY}/check", answered(clinic, patient))
    become(patient, clinic.patient)
    address = patient.get("/not-sent").text.split('href="/not-sent/')[1].split('"')[0]
    asked = patient.get(f"/not-sent/{address}")
    assert "Throw it away?" in asked.text
    assert waiting() == 1
    gone = patient.post(f"/not-sent/{address}", data=read(asked).fields)
    assert (gone.status_code, waiting()) == (303, 0)


def test_two_taps_on_a_lost_form_are_one(clinic: SmallClinic, sign_in: SignIn) -> None:
    patient = sign_in(clinic.patient)
    form = answered(clinic, patient)
    lose(patient, TODAY, form)
    patient.post(TODAY, data=form)
    assert waiting() == 1


def test_what_was_found_again_and_lost_again_is_still_one(
    clinic: SmallClinic, sign_in: SignIn
) -> None:
    nurse = sign_in(clinic.nurse)
    lose(nurse, withdrawal_of(clinic), {**form_of(nurse, withdrawal_of(clinic)), "reason": WORDS})
    become(nurse, clinic.nurse)
    href = way_back(nurse.get("/not-sent").text)
    filled = read(nurse.get(f"/trials/{href}")).fields
    lose(nurse, f"/trials/{href}", {**filled, "reason": WORDS})
    assert waiting() == 1


def test_passwords_and_dates_of_birth_are_not_kept(clinic: SmallClinic, sign_in: SignIn) -> None:
    nurse = sign_in(clinic.nurse)
    secret = {"password": "secret words", "date_of_birth-year": "1957", "born_on": "1957-02-04"}
    form = {**form_of(nurse, withdrawal_of(clinic)), "reason": WORDS, **secret}
    lost = lose(nurse, withdrawal_of(clinic), form)
    assert "All but the date of birth" in lost.text
    become(nurse, clinic.nurse)
    listed = nurse.get("/not-sent").text
    for words in ("Garcia, Ana", "born 4 Feb 1961", "H-one"):
        assert words in listed
    filled = nurse.get(f"/trials/{way_back(listed)}").text
    assert WORDS in filled
    assert not [value for value in secret.values() if value in filled]


def test_when_too_much_waits_the_page_holds_the_form_and_only_its_account_can_send_it(
    clinic: SmallClinic, stranger: SmallClinic, sign_in: SignIn
) -> None:
    patient = sign_in(clinic.patient)
    form = answered(clinic, patient)
    for n in range(MOST_FORMS):
        lose(patient, TODAY, {**form, "note": f"number {n}"})
        become(patient, clinic.patient)
    lost = lose(patient, TODAY, form)
    assert waiting() == MOST_FORMS
    held = read(lost).fields
    assert {name: held[name] for name in form} == form
    become(patient, stranger.patient)
    assert patient.post(TODAY, data=held).status_code == 409
    become(patient, clinic.patient)
    assert patient.post(TODAY, data=held).status_code == 303


def test_a_page_that_says_of_no_account_can_be_read_and_not_sent(
    clinic: SmallClinic, sign_in: SignIn
) -> None:
    patient = sign_in(clinic.patient)
    form = answered(clinic, patient) | {"csrf_token": "made up"}
    lost = lose(patient, TODAY, form)
    assert WORDS in lost.text
    assert "note" not in read(lost).fields
    assert form["made"] not in lost.text
    goal = patient.post(f"/trials/{clinic.trial_id}/goal", data={"goal": "山" * 96})
    assert "山" * 96 in goal.text
    assert waiting() == 0


def test_nothing_is_kept_of_a_patient_who_has_left(clinic: SmallClinic, sign_in: SignIn) -> None:
    patient = sign_in(clinic.patient)
    form = answered(clinic, patient)
    lose(patient, TODAY, {**form, "note": "before"})
    withdraw(trial_id=clinic.trial_id, reason=WORDS, by=clinic.nurse, at=now_utc())
    assert waiting() == 0
    lost = patient.post(TODAY, data=form)
    assert lost.status_code == 401
    assert "no longer takes part" in lost.text
    assert waiting() == 0


def test_a_day_sent_while_a_new_notice_waits_is_kept_until_it_is_agreed_to(
    clinic: SmallClinic, sign_in: SignIn
) -> None:
    patient = sign_in(clinic.patient)
    form = answered(clinic, patient)
    administrator = clinic.hires(Role.ADMINISTRATOR)
    publish_notice(body="Other words.", by=administrator, at=now_utc())
    assert patient.post(TODAY, data=form).location == "/consent"
    assert "Saturday 14 March is begun and not saved" in patient.get("/consent").text


def test_pages_that_answer_a_form_may_be_kept_for_the_back_button(
    clinic: SmallClinic, sign_in: SignIn
) -> None:
    patient = sign_in(clinic.patient)
    assert patient.get(TODAY).headers["Cache-Control"] == "no-store"
    refused = patient.post(f"{TODAY}/check", data=form_of(patient, TODAY))
    assert refused.headers["Cache-Control"] == "private, max-age=1800"
