"""A day that is begun while another is saved, or while the team ends what it belongs to."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask.testing import FlaskClient

from tests.web.clinics import NOW, SmallClinic, planned_beside, put_off
from tests.web.conftest import SignIn
from tests.web.one_day import TODAY, answered
from tests.web.pages import form_of, read
from trialtrack.services.cancel_trial import cancel_trial

WORDS = {"note": "The leg went numb on the stairs"}
YESTERDAY = "/diary/2026-03-13"


def begin(browser: FlaskClient, page: str, questions: str = "?chosen=1") -> None:
    form = {**form_of(browser, f"{page}{questions}"), **WORDS, "leave_to": "home"}
    assert browser.post(f"{page}/leave", data=form).status_code == 302


def opened(browser: FlaskClient, home: str) -> str:
    href = home.partition("Look at what you typed")[0].rpartition('href="')[2].partition('"')[0]
    page = browser.get(href)
    assert read(page).fields["note"] == WORDS["note"]
    return page.text


@pytest.fixture
def patient(clinic: SmallClinic, sign_in: SignIn) -> FlaskClient:
    return sign_in(clinic.patient)


def test_another_day_that_is_begun_is_named_below_the_receipt(
    clinic: SmallClinic, patient: FlaskClient
) -> None:
    begin(patient, YESTERDAY, "/correct")
    form = answered(clinic, patient)
    saved = patient.get(patient.post(TODAY, data=form).location)
    read(saved)
    named = "Your correction of Friday 13 March is begun and not saved"
    assert named in saved.text.partition("Saturday 14 March is saved</h1>")[2]
    for page in (f"{TODAY}/answers", "/diary/progress"):
        text = patient.get(page).text
        assert named in text
        assert "You have something that was not sent" not in text


def test_begun_of_a_day_that_was_moved_it_says_why_and_does_not_go_on(
    clinic: SmallClinic, sign_in: SignIn
) -> None:
    tom = planned_beside(clinic, date(2026, 3, 18))
    phone = sign_in(tom.patient)
    begin(phone, TODAY)
    put_off(tom)
    home = phone.get("/diary").text
    assert "You began Saturday 14 March. It is not saved." in home
    assert "does not ask for Saturday 14 March any more" in home
    assert "/throw-away" in home
    assert "Go on with" not in home
    assert "does not ask for Saturday 14 March any more" in opened(phone, home)


def test_begun_of_a_trial_that_is_over_it_stands_below_the_thanks(
    clinic: SmallClinic, patient: FlaskClient, now: time_machine.Traveller
) -> None:
    begin(patient, TODAY)
    cancel_trial(trial_id=clinic.trial_id, reason="Fell ill", by=clinic.nurse, at=NOW)
    now.shift(timedelta(minutes=1))
    home = patient.get("/diary").text
    thanks, below = home.index("Your diary is closed:"), home.index("You began Saturday 14 March.")
    assert thanks < below
    assert "Go on with" not in home
    assert "only if nothing is missing" in opened(patient, home)


def test_begun_and_closed_meanwhile_home_keeps_its_words_of_the_end(
    clinic: SmallClinic, patient: FlaskClient, now: time_machine.Traveller
) -> None:
    begin(patient, TODAY)
    clinic.end()
    now.move_to(datetime(2026, 3, 20, 12, tzinfo=UTC))
    home = patient.get("/diary").text
    thanks, below = home.index("Your diary is closed. Thank you."), home.index("You began Saturday")
    assert thanks < below
    assert "Go on with" not in home
