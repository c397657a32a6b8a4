"""Something is wrong: the advice first, whatever becomes of the rest."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import exc

from tests.web.accounts import become
from tests.web.clinics import NOW, SmallClinic, small_clinic
from tests.web.conftest import SignIn
from tests.web.pages import Form, form_of, read
from trialtrack.access import Role
from trialtrack.clinical.signs import Sign
from trialtrack.queries.flags import trial_flags
from trialtrack.services.acknowledge_flag import acknowledge_flag
from trialtrack.services.consent_notice import publish_notice
from trialtrack.store.signs import FlagFacts
from trialtrack.web.signs import routes, with_the_day

ADDRESS, TODAY = "/warning-signs", "/diary/2026-03-14"
NOT_TOLD = "Your team has NOT been told"
SAVED = "What you reported is saved (Saturday 14 March at 20:30)."
LINK = f'class="help-wrong" href="{ADDRESS}"'
EMERGENCY = 'href="tel:02079460002"'


@pytest.fixture
def patient(clinic: SmallClinic, sign_in: SignIn) -> FlaskClient:
    return sign_in(clinic.patient)


def flags(clinic: SmallClinic) -> tuple[FlagFacts, ...]:
    return trial_flags(viewer=clinic.nurse, trial_id=clinic.trial_id)


def test_the_page_gives_the_numbers_at_once_and_says_that_nobody_watches(
    patient: FlaskClient,
) -> None:
    answer = patient.get(ADDRESS)
    read(answer)
    top, _, rest = answer.text.partition("Cannot pass urine")
    assert EMERGENCY in top
    assert "Nobody watches this page, and it calls nobody." in top
    assert 'href="tel:02079460001"' in rest


def test_every_page_of_a_patient_leads_there_in_one_tap(
    app: Flask, patient: FlaskClient, client: FlaskClient
) -> None:
    pages = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.arguments
    ]
    for somebody in (patient, client):
        found = [(page, somebody.get(page)) for page in (*pages, TODAY, "/nothing")]
        found = [(page, answer) for page, answer in found if answer.mimetype == "text/html"]
        seen = [(page, answer.text) for page, answer in found if answer.status_code != 302]
        assert len(seen) > 3
        leads = (LINK, 'name="leave_to" value="signs"')
        missing = [
            page
            for page, text in seen
            if page != ADDRESS and not any(each in text for each in leads)
        ]
        assert missing == []


def test_a_report_is_kept_and_answered_with_the_most_urgent_advice_first(
    clinic: SmallClinic, patient: FlaskClient
) -> None:
    form = form_of(patient, ADDRESS)
    sent: dict[str, object] = {**form, "signs": ["skin_sore", "saddle_numb"], "signs_words": "odd"}
    answer = patient.post(ADDRESS, data=sent)
    assert answer.status_code == 200
    read(answer)
    first, last = answer.text.index("Call now</h1>"), answer.text.index("Tell the team next time")
    assert first < answer.text.index(EMERGENCY, first) < last
    assert SAVED in answer.text
    assert "Nobody has been called, and nobody watches this live." in answer.text
    assert patient.post(ADDRESS, data=sent).status_code == 200
    (flag,) = flags(clinic)
    assert flag.signs == (Sign.SADDLE_NUMB, Sign.SKIN_SORE)
    assert flag.words == "odd"


def test_a_report_without_a_sign_is_one_too_and_an_unknown_sign_is_left_out(
    clinic: SmallClinic, patient: FlaskClient
) -> None:
    answer = patient.post(ADDRESS, data={"signs": "made_up"})
    read(answer)
    assert "If it is one of these, call now" in answer.text
    assert [flag.signs for flag in flags(clinic)] == [()]


def test_a_patient_sees_that_the_team_has_seen_it(
    clinic: SmallClinic, patient: FlaskClient
) -> None:
    patient.post(ADDRESS, data={"signs": "wound", "signs_words": "It is red"})
    assert "Not seen by the team yet." in patient.get(f"{ADDRESS}/reported").text
    (flag,) = flags(clinic)
    at = NOW + timedelta(minutes=30)
    acknowledge_flag(flag_id=flag.id, words="Rang her", by=clinic.nurse, at=at)
    for address in (f"{ADDRESS}/reported", f"{ADDRESS}/{flag.id}"):
        answer = patient.get(address)
        read(answer)
        assert "Seen by the team on Saturday 14 March at 21:00." in answer.text
        assert "Rang her" not in answer.text
    assert "It is red" in patient.get(f"{ADDRESS}/{flag.id}").text


def test_a_stranger_sees_nothing_of_it(
    clinic: SmallClinic, stranger: SmallClinic, patient: FlaskClient, sign_in: SignIn
) -> None:
    patient.post(ADDRESS, data={"signs": "wound"})
    (flag,) = flags(clinic)
    other = sign_in(stranger.patient)
    assert other.get(f"{ADDRESS}/{flag.id}").status_code == 404
    assert "You have reported no warning sign" in other.get(f"{ADDRESS}/reported").text
    assert sign_in(clinic.nurse).get(f"{ADDRESS}/{flag.id}").status_code == 403


def test_staff_cannot_report_as_a_patient(clinic: SmallClinic, sign_in: SignIn) -> None:
    nurse = sign_in(clinic.nurse)
    assert nurse.post(ADDRESS, data={"signs": "wound"}).status_code == 403
    assert flags(clinic) == ()


def test_nobody_signed_in_gets_the_advice_and_is_told_that_nothing_is_sent(
    clinic: SmallClinic, client: FlaskClient
) -> None:
    answer = client.get(ADDRESS)
    read(answer)
    assert EMERGENCY in answer.text
    assert "Nothing is sent from this page, and nobody is called." in answer.text
    assert "<form" not in answer.text
    assert "Garcia" not in answer.text
    for address in ("/sign-in", "/sign-in/link/abc"):
        assert f'href="{ADDRESS}"' in client.get(address).text


def test_it_is_open_before_consent_and_thirty_days_after_removal(
    app: Flask, sign_in: SignIn, now: time_machine.Traveller
) -> None:
    fresh = small_clinic(agreed=False)
    before = sign_in(fresh.patient)
    assert before.get("/diary").location == "/consent"
    assert SAVED in before.post(ADDRESS, data={"signs": "wound"}).text
    now.move_to(datetime(2026, 3, 18, 13, tzinfo=UTC))
    fresh.end(date(2026, 3, 18))
    phone = sign_in(fresh.patient)
    now.move_to(datetime(2026, 4, 16, 20, tzinfo=UTC))
    assert "is saved (Thursday 16 April at 21:00)" in phone.post(ADDRESS, data=HEADACHE).text
    assert len(flags(fresh)) == 2


HEADACHE = {"signs": "headache_on_standing"}


def a_day(clinic: SmallClinic, patient: FlaskClient, **more: object) -> dict[str, object]:
    """A page of today as it is sent, every score answered."""
    form: dict[str, object] = {**form_of(patient, TODAY)}
    for site_id in clinic.site_ids.values():
        form[f"pain_{site_id.hex}_average"] = "3"
    return {**form, **more}


def test_yes_in_the_diary_has_the_emergency_number_before_anything_is_sent(
    patient: FlaskClient,
) -> None:
    opened = patient.get(TODAY).text.partition("Which of them?")[2]
    assert opened.index(EMERGENCY) < opened.index("Cannot pass urine")
    assert "For the first five, call now. Do not finish this first." in opened


def test_a_report_with_the_day_comes_before_a_new_notice(
    clinic: SmallClinic, patient: FlaskClient
) -> None:
    form = a_day(clinic, patient, signs_any="yes", signs="saddle_numb")
    administrator = clinic.hires(Role.ADMINISTRATOR)
    publish_notice(body="Other words.", by=administrator, at=NOW)
    led_to = patient.post(f"{TODAY}/check", data=form)
    assert led_to.location.startswith("/consent?told=")
    notice = patient.get(led_to.location)
    read(notice)
    assert notice.text.index(EMERGENCY) < notice.text.index("Other words.")
    assert len(flags(clinic)) == 1


def test_no_is_one_tap_and_no_flag(clinic: SmallClinic, patient: FlaskClient) -> None:
    checked = patient.post(f"{TODAY}/check", data=a_day(clinic, patient, signs_any="no"))
    assert "Any of these today" in checked.text
    assert "Nobody has been called" not in checked.text
    assert flags(clinic) == ()


def test_yes_is_kept_before_the_day_is_and_once(clinic: SmallClinic, patient: FlaskClient) -> None:
    form = a_day(clinic, patient, signs_any="yes", signs="wound")
    checked = patient.post(f"{TODAY}/check", data=form)
    read(checked)
    assert SAVED in checked.text
    assert "The rest of this day is not saved yet" in checked.text
    (flag,) = flags(clinic)
    assert (flag.signs, flag.day) == ((Sign.WOUND,), date(2026, 3, 14))
    saved = patient.post(TODAY, data={**form})
    assert saved.status_code == 303
    receipt = patient.get(saved.location)
    read(receipt)
    assert SAVED in receipt.text
    assert "Saturday 14 March is saved" in receipt.text
    assert len(flags(clinic)) == 1


def test_a_refused_day_leaves_the_flag_and_shows_the_advice_with_the_form(
    clinic: SmallClinic, patient: FlaskClient
) -> None:
    form = a_day(clinic, patient, sleep_hours="25", signs_any="yes", signs="saddle_numb")
    refused = patient.post(f"{TODAY}/check", data=form)
    assert refused.status_code == 422
    page = read(refused)
    assert page.fields["signs"] == "saddle_numb"
    assert page.fields["sleep_hours"] == "25"
    assert EMERGENCY in refused.text
    assert SAVED in refused.text
    assert refused.text.index("data-take-focus") < refused.text.index("error-summary")
    assert [flag.signs for flag in flags(clinic)] == [(Sign.SADDLE_NUMB,)]


def test_yes_and_nothing_more_stands_as_not_said(clinic: SmallClinic, patient: FlaskClient) -> None:
    patient.post(f"{TODAY}/check", data=a_day(clinic, patient, signs_any="yes"))
    assert [flag.signs for flag in flags(clinic)] == [()]


def test_a_closed_day_does_not_hold_a_report_up(
    clinic: SmallClinic, patient: FlaskClient, now: time_machine.Traveller
) -> None:
    form = a_day(clinic, patient, signs_any="yes", signs="wound")
    now.move_to(NOW + timedelta(days=5))
    assert SAVED[:28] in patient.post(TODAY, data=form).text
    assert len(flags(clinic)) == 1


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing can be written: the database is locked, or gone."""

    def fail(**_: object) -> None:
        raise exc.OperationalError("INSERT", {}, Exception("database is locked"))

    monkeypatch.setattr(routes, "raise_flag", fail)
    monkeypatch.setattr(with_the_day, "raise_flag", fail)


def test_when_it_cannot_be_saved_the_advice_is_shown_and_says_so(
    clinic: SmallClinic, patient: FlaskClient, failing: None
) -> None:
    form = form_of(patient, ADDRESS)
    untold(patient.post(ADDRESS, data={**form, "signs": "saddle_numb"}), 503)
    day = a_day(clinic, patient, signs_any="yes", signs="saddle_numb")
    answer = patient.post(f"{TODAY}/check", data=day)
    untold(answer, 503)
    assert "What you entered is still here" in answer.text


def test_when_the_database_is_gone_the_numbers_come_from_the_page(
    patient: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = form_of(patient, ADDRESS)

    def gone(**_: object) -> None:
        raise exc.OperationalError("SELECT", {}, Exception("connection refused"))

    monkeypatch.setattr("trialtrack.web.sessions.resolve_session", gone)
    untold(patient.post(ADDRESS, data={**form, "signs": "saddle_numb"}), 503)
    page = patient.get(ADDRESS)
    assert page.status_code == 503
    assert EMERGENCY in page.text


def test_when_nothing_is_known_the_page_still_says_what_to_do(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(**_: object) -> None:
        raise exc.OperationalError("SELECT", {}, Exception("connection refused"))

    monkeypatch.setattr(routes, "advice_for_anyone", gone)
    page = client.get(ADDRESS)
    assert page.status_code == 503
    assert "the emergency number of the country you are in" in page.text
    assert "Cannot pass urine" in page.text


def test_a_page_of_trouble_does_not_use_up_the_advice_that_is_due(
    clinic: SmallClinic, patient: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = patient.post(TODAY, data=a_day(clinic, patient, signs_any="yes", signs="wound"))

    def gone(**_: object) -> None:
        raise exc.OperationalError("SELECT", {}, Exception("connection refused"))

    with monkeypatch.context() as trouble:
        trouble.setattr("trialtrack.web.patient.routes.own_trial", gone)
        trouble.setattr("trialtrack.web.signs.told.own_signs", gone)
        assert patient.get(saved.location).status_code == 503
    assert SAVED in patient.get(saved.location).text
    assert SAVED not in patient.get(saved.location.partition("?")[0]).text


def test_numbers_that_we_did_not_sign_are_not_shown(patient: FlaskClient, failing: None) -> None:
    form = {"signs": "saddle_numb", "signs_advice": "made up"}
    answer = patient.post(ADDRESS, data=form)
    assert NOT_TOLD in answer.text
    assert "tel:" not in answer.text.partition("Your team has NOT")[0]
    assert "the emergency number of the country you are in" in answer.text


def test_a_fault_of_ours_and_too_long_a_text_get_the_advice_too(
    clinic: SmallClinic, patient: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = form_of(patient, ADDRESS)
    long = patient.post(ADDRESS, data={**form, "signs_words": "a" * 300_000})
    untold(long, 413)

    def fail(**_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(routes, "raise_flag", fail)
    untold(patient.post(ADDRESS, data={**form, "signs": "saddle_numb"}), 500)


def test_what_was_reported_asks_for_the_birth_date_on_a_phone_left_alone(
    clinic: SmallClinic, patient: FlaskClient, now: time_machine.Traveller
) -> None:
    patient.post(ADDRESS, data={"signs": "wound", "signs_words": "It is red"})
    (flag,) = flags(clinic)
    now.shift(timedelta(minutes=31))
    page = patient.get(ADDRESS)
    assert page.status_code == 200
    assert "is red" not in page.text
    for address in (f"{ADDRESS}/reported", f"{ADDRESS}/{flag.id}"):
        assert patient.get(address).location.startswith("/birth-date")
    assert "nobody watches this live" in patient.post(ADDRESS, data={"signs": "wound"}).text


def test_after_the_session_ended_the_advice_is_there_and_the_report_waits_for_the_patient(
    app: Flask, clinic: SmallClinic, patient: FlaskClient
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    form = form_of(patient, ADDRESS)
    patient.delete_cookie("trialtrack")
    answer = patient.post(ADDRESS, data={**form, "signs": "saddle_numb"})
    untold(answer, 401)
    assert flags(clinic) == ()

    become(patient, clinic.patient)
    href = patient.get("/not-sent").text.split(f'href="{ADDRESS}?')[1].split('"')[0]
    again = read(patient.get(f"{ADDRESS}?{href}")).fields
    told = patient.post(ADDRESS, data={**again, "signs": "saddle_numb"})
    assert "What you reported is saved" in told.text
    assert len(flags(clinic)) == 1
    assert "Everything you typed was sent." in patient.get("/not-sent").text


def test_a_form_that_is_not_taken_still_gets_the_advice(
    app: Flask, clinic: SmallClinic, patient: FlaskClient
) -> None:
    form: Form = form_of(patient, ADDRESS)
    app.config["WTF_CSRF_ENABLED"] = True
    answer = patient.post(ADDRESS, data={**form, "csrf_token": "none", "signs": "saddle_numb"})
    untold(answer, answer.status_code)
    assert flags(clinic) == ()


def untold(answer: object, status: int) -> None:
    assert getattr(answer, "status_code") == status  # noqa: B009
    text: str = getattr(answer, "text")  # noqa: B009
    assert text.index(EMERGENCY) < text.index(NOT_TOLD)
    assert "What you reported is saved" not in text
