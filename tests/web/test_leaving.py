"""A day that is left half filled in: kept, unsaved, told of, and there when it is opened again."""

import re
from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.accounts import signed_out_elsewhere
from tests.web.clinics import NOW, SmallClinic
from tests.web.conftest import SignIn
from tests.web.one_day import TODAY, answered
from tests.web.pages import Form, form_of, read
from trialtrack.clinical.signs import Sign
from trialtrack.db import view
from trialtrack.models import DiaryEntry, WaitingForm
from trialtrack.queries.flags import trial_flags
from trialtrack.services.cancel_trial import cancel_trial

pytestmark = pytest.mark.usefixtures("with_tokens")

WORDS = "The leg went numb on the stairs"
BEGAN = "You began Saturday 14 March. It is not saved yet."
HERE = "What you typed before is here. It is not saved yet."
NOTICE = "You have something that was not sent"
BACK = "Back to the day you were filling in"


@pytest.fixture
def patient(clinic: SmallClinic, sign_in: SignIn) -> FlaskClient:
    return sign_in(clinic.patient)


def half(browser: FlaskClient, address: str = TODAY) -> Form:
    return {**form_of(browser, address), "sleep_hours": "six and", "note": WORDS}


def leave(browser: FlaskClient, form: Form, to: str = "home", page: str = TODAY) -> TestResponse:
    answer = browser.post(f"{page}/leave", data={**form, "leave_to": to})
    assert answer.status_code == 302
    return answer


def say_when_born(browser: FlaskClient) -> None:
    born = {**form_of(browser, "/birth-date"), "birth_day": "4", "birth_month": "2"}
    assert browser.post("/birth-date", data={**born, "birth_year": "1961"}).status_code == 303


def waiting() -> list[WaitingForm]:
    with view() as session:
        return session.query(WaitingForm).all()


def entries() -> int:
    with view() as session:
        return session.query(DiaryEntry).filter(DiaryEntry.day == NOW.date()).count()


def save(browser: FlaskClient, form: Form) -> TestResponse:
    checked = browser.post(f"{TODAY}/check", data=form)
    assert "This is not saved yet" in checked.text
    return browser.post(TODAY, data=read(checked).fields)


def test_the_links_of_the_page_are_buttons_of_its_form(patient: FlaskClient) -> None:
    text = patient.get(TODAY).text
    ways = re.findall(r'<button class="way[^>]*name="leave_to" value="([a-z-]+)"', text)
    assert ways == ["home", "sign-out", "home", "signs"]
    assert text.count(f'form="half-filled" formaction="{TODAY}/leave" formnovalidate') == 4
    elsewhere = re.findall(r'<a [^>]*href="([^"#][^"]*)"', text)
    assert [href for href in elsewhere if not href.startswith("tel:")] == []
    first = re.search(r"<button[^>]*>", text)
    assert first is not None
    assert 'aria-hidden="true"' in first[0], "Enter in a field must not leave the page"


def test_what_was_typed_is_told_on_home_and_there_when_the_day_is_opened(
    patient: FlaskClient,
) -> None:
    form = half(patient)
    assert leave(patient, form).location == "/diary"
    home = patient.get("/diary")
    read(home)
    assert BEGAN in home.text
    assert "Go on with Saturday</a>" in home.text
    assert "begun, not saved yet" in home.text
    assert "Fill in today" not in home.text
    assert NOTICE not in home.text
    for address in (TODAY, f"{TODAY}?waiting={waiting()[0].id}"):
        opened = patient.get(address)
        again = read(opened).fields
        assert HERE in opened.text
        kept = {name: form[name] for name in ("sleep_hours", "note", "entry_id", "made")}
        assert {name: again[name] for name in kept} == kept
        assert again["waiting"] == str(waiting()[0].id)
    assert entries() == 0


def test_an_untouched_page_keeps_nothing_and_says_nothing(patient: FlaskClient) -> None:
    form = {**form_of(patient, TODAY), "device_opened": "1773520200000", "device_answered": "1"}
    assert leave(patient, form, "signs").location == "/warning-signs"
    assert waiting() == []
    assert BACK not in patient.get("/warning-signs").text
    assert "It is not saved yet" not in patient.get("/diary").text


def test_left_twice_it_waits_once_with_the_last_words(patient: FlaskClient) -> None:
    form = half(patient)
    leave(patient, form)
    leave(patient, {**form, "note": "from another window"})
    again = read(patient.get(TODAY)).fields
    assert again["note"] == "from another window"
    leave(patient, {**again, "note": "the last words"})
    assert len(waiting()) == 1
    assert read(patient.get(TODAY)).fields["note"] == "the last words"
    leave(patient, {**form_of(patient, TODAY), "note": " ", "sleep_hours": ""})
    assert waiting() == [], "emptied by its own hand"


def test_something_is_wrong_leads_there_and_back(patient: FlaskClient) -> None:
    assert leave(patient, half(patient), "signs").location == "/warning-signs"
    advice = patient.get("/warning-signs")
    read(advice)
    assert NOTICE not in advice.text
    href = re.search(rf'href="([^"]+)">{BACK}', advice.text)
    assert href is not None
    assert read(patient.get(href[1])).fields["note"] == WORDS
    told = patient.post("/warning-signs", data=form_of(patient, "/warning-signs"))
    assert BACK in told.text


def test_saved_in_the_end_it_waits_no_more(clinic: SmallClinic, patient: FlaskClient) -> None:
    leave(patient, half(patient))
    refused = patient.post(f"{TODAY}/check", data=read(patient.get(TODAY)).fields)
    assert refused.status_code == 422
    leave(patient, read(refused).fields)
    form = {**answered(clinic, patient), "sleep_hours": "6", "note": WORDS}
    assert len(waiting()) == 1
    assert form["waiting"] == str(waiting()[0].id)
    assert save(patient, form).status_code == 303
    assert (entries(), waiting()) == (1, [])


def test_saved_from_the_first_page_that_back_shows_it_waits_no_more(
    clinic: SmallClinic, patient: FlaskClient
) -> None:
    first = answered(clinic, patient)
    leave(patient, first)
    assert "waiting" not in first
    assert save(patient, first).status_code == 303
    assert (entries(), waiting()) == (1, [])
    assert "It is not saved yet" not in patient.get("/diary").text


def test_the_look_at_the_answers_is_left_like_the_questions(
    clinic: SmallClinic, patient: FlaskClient
) -> None:
    checked = patient.post(f"{TODAY}/check", data=answered(clinic, patient))
    assert 'name="leave_to" value="signs"' in checked.text
    leave(patient, read(checked).fields, "signs")
    opened = read(patient.get(TODAY)).fields
    assert save(patient, opened).status_code == 303
    assert (entries(), waiting()) == (1, [])


def test_a_sign_that_was_ticked_is_told_and_advice_is_given_at_once(
    clinic: SmallClinic, patient: FlaskClient
) -> None:
    form = {**half(patient), "signs_any": "yes", "signs": Sign.SADDLE_NUMB.value}
    there = patient.get(leave(patient, form).location)
    read(there)
    assert "Call now</h2>" in there.text
    assert "What you reported is saved" in there.text
    assert "The rest of that day is not saved yet." in there.text
    opened = read(patient.get(TODAY)).fields
    assert opened["signs"] == Sign.SADDLE_NUMB.value
    leave(patient, opened)
    (flag,) = trial_flags(viewer=clinic.nurse, trial_id=clinic.trial_id)
    assert (flag.signs, flag.day) == ((Sign.SADDLE_NUMB,), NOW.date())


def test_a_correction_is_put_aside_only_where_it_changes_something(
    clinic: SmallClinic, patient: FlaskClient
) -> None:
    save(patient, answered(clinic, patient))
    page = f"{TODAY}/correct"
    leave(patient, form_of(patient, page))
    assert waiting() == []
    form = {**form_of(patient, page), "note": WORDS}
    leave(patient, form)
    home = patient.get("/diary")
    assert "You began to correct Saturday 14 March. It is not saved yet." in home.text
    opened = patient.get(page)
    assert HERE in opened.text
    again = read(opened).fields
    assert (again["note"], again["replaces"]) == (WORDS, form["replaces"])
    assert save(patient, again).status_code == 303
    assert (entries(), waiting()) == (2, [])


def test_a_question_to_the_team_is_put_aside_too(patient: FlaskClient) -> None:
    page = "/diary/2026-03-10/ask"
    leave(patient, form_of(patient, page), page=page)
    assert waiting() == []
    form = {**form_of(patient, page), "why": WORDS}
    leave(patient, form, "signs", page=page)
    assert "You began to ask the team about Tuesday 10 March." in patient.get("/diary").text
    assert read(patient.get(page)).fields["why"] == WORDS
    assert "waiting" not in form_of(patient, TODAY)


def test_nobody_else_sees_it_and_it_waits_where_the_phone_was_signed_out(
    clinic: SmallClinic, stranger: SmallClinic, patient: FlaskClient, sign_in: SignIn
) -> None:
    form = half(patient)
    signed_out_elsewhere(patient)
    lost = patient.post(f"{TODAY}/leave", data={**form, "leave_to": "signs"})
    assert lost.status_code == 401
    assert WORDS not in lost.text
    other = sign_in(stranger.patient)
    page_of_another = other.post(f"{TODAY}/leave", data={**form, "leave_to": "home"})
    assert page_of_another.status_code == 409
    assert len(waiting()) == 1, "it is the first one's again, and none of this one's"
    for address in ("/diary", TODAY, f"{TODAY}?waiting={waiting()[0].id}", "/warning-signs"):
        text = other.get(address).text
        assert WORDS not in text
        assert BEGAN not in text
        assert BACK not in text
    again = sign_in(clinic.patient)
    assert "Your diary for Saturday 14 March" in again.get("/not-sent").text
    assert read(again.get(TODAY)).fields["note"] == WORDS


def test_on_a_phone_left_alone_it_opens_with_the_date_of_birth_and_nothing_is_in_the_way(
    patient: FlaskClient, now: time_machine.Traveller
) -> None:
    leave(patient, half(patient))
    now.shift(timedelta(minutes=30))
    home = patient.get("/diary").text
    assert BEGAN in home
    assert "Fill in today" in home
    href = f"{TODAY}?waiting={waiting()[0].id}"
    assert patient.get(href).location.startswith(f"/birth-date?next={TODAY}?waiting")
    fresh = patient.get(TODAY)
    form = read(fresh).fields
    assert WORDS not in fresh.text
    assert "It opens with your date of birth" in fresh.text
    leave(patient, {**form, "note": "by whoever holds the phone"})
    assert len(waiting()) == 2, "nobody overwrites what cannot be seen"
    say_when_born(patient)
    assert read(patient.get(href)).fields["note"] == WORDS


def test_left_complete_and_in_time_it_counts_as_entered_then(
    clinic: SmallClinic, patient: FlaskClient, now: time_machine.Traveller
) -> None:
    leave(patient, answered(clinic, patient))
    now.shift(timedelta(days=4))
    patient.get("/diary")
    say_when_born(patient)
    href = f"{TODAY}?waiting={waiting()[0].id}"
    leave(patient, {**form_of(patient, href), "device_answered": "1"})
    assert save(patient, form_of(patient, href)).status_code == 303
    with view() as session:
        entry = session.query(DiaryEntry).filter(DiaryEntry.day == NOW.date()).one()
    assert (entry.entered_at, entry.late) == (NOW, False)


def test_where_too_much_waits_it_stays_in_the_page_and_the_way_on_is_open(
    patient: FlaskClient,
) -> None:
    form = {**half(patient), "note": "x" * 100_000}
    answer = patient.post(f"{TODAY}/leave", data={**form, "leave_to": "signs"})
    assert answer.status_code == 409
    kept = read(answer).fields
    assert kept["note"] == form["note"]
    assert 'href="/warning-signs">Go on without it' in answer.text
    assert read(patient.post(f"{TODAY}/edit", data=kept)).fields["note"] == form["note"]


def test_a_trial_cancelled_meanwhile_says_so_before_the_save_and_keeps_the_words(
    clinic: SmallClinic, patient: FlaskClient, now: time_machine.Traveller
) -> None:
    save(patient, answered(clinic, patient))
    form = {**form_of(patient, f"{TODAY}/correct"), "note": WORDS}
    cancel_trial(trial_id=clinic.trial_id, reason="Fell ill", by=clinic.nurse, at=NOW)
    now.shift(timedelta(minutes=1))
    for way in (f"{TODAY}/check", TODAY):
        refused = patient.post(way, data=form)
        assert refused.status_code == 422
        assert "Save this day" not in refused.text
        assert "cancelled" in refused.text
        assert "020 7946 0001" in refused.text.partition("help-bar")[0]
        assert read(refused).fields["note"] == WORDS
    leave(patient, form)
    assert entries() == 1
    assert "You began to correct" in patient.get("/diary").text


def test_whoever_is_signed_out_is_asked_for_nothing(patient: FlaskClient) -> None:
    leave(patient, half(patient), "sign-out")
    out = patient.post("/sign-out", data=form_of(patient, "/sign-out"))
    assert "You are signed out" in out.text
    assert "/not-sent" not in out.text
    assert "was not sent" not in out.text
