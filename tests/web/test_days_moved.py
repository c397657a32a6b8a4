"""The team moves the days of a trial: what a patient sent stays, and what they are typing."""

from datetime import date

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.clinics import SmallClinic, planned_beside, put_off
from tests.web.conftest import SignIn
from tests.web.one_day import answered
from tests.web.pages import read

TODAY = "/diary/2026-03-14"
SENT = (date(2026, 3, 12), date(2026, 3, 13))


@pytest.fixture
def tom(clinic: SmallClinic) -> SmallClinic:
    """His leads go in on the 18th, so his diary began on the 11th; he sent two days."""
    tom = planned_beside(clinic, date(2026, 3, 18))
    for day in SENT:
        tom.record(day, 7)
    return tom


@pytest.fixture
def phone(tom: SmallClinic, sign_in: SignIn) -> FlaskClient:
    return sign_in(tom.patient)


def says_why_and_keeps(answer: TestResponse) -> None:
    assert answer.status_code == 422
    assert "The team moved the start of the treatment to Wednesday 25 March" in answer.text
    assert "does not ask for Saturday 14 March any more" in answer.text
    assert "020 7946 0001" in answer.text
    assert read(answer).fields["note"] == "Fell on the stairs"


def test_what_was_sent_before_the_days_moved_is_told_listed_and_read(
    tom: SmallClinic, phone: FlaskClient
) -> None:
    before = phone.get("/diary").text
    assert "It was moved" not in before
    assert "reminder on your phone before" not in before
    assert "2 of 4 days done" in before
    put_off(tom)
    home = phone.get("/diary").text
    for words in (
        "Your diary goes on from Wednesday 18 March.",
        "planned to go in on Wednesday 25 March. It was moved: before, it was Wednesday 18 March.",
        "You sent answers for 2 days that your diary does not ask for now. They are kept",
        "kept, not asked for now",
        "No day to fill in yet",
        "reminder on your phone before the days were moved, it goes by the old days",
    ):
        assert words in home, words
    for day in SENT:
        assert f"/diary/{day}/answers" in home
        text = phone.get(f"/diary/{day}/answers").text
        assert "What you sent" in text
        assert "Ask the team to correct" not in text
        assert phone.get(f"/diary/{day}").status_code == 302
    scores = phone.get("/diary/progress").text
    assert "<th scope=row>12 Mar" in scores
    assert "<th scope=row>18 Mar" not in scores
    assert "a score on 2 of 2 days" in scores


def test_a_day_that_is_not_asked_any_more_says_why(tom: SmallClinic, phone: FlaskClient) -> None:
    assert phone.get("/diary/2026-03-11").status_code == 200
    put_off(tom)
    page = phone.get("/diary/2026-03-11")
    assert page.status_code == 200
    assert "your diary now begins on Wednesday 18 March" in page.text
    assert "020 7946 0001" in page.text
    assert phone.get("/diary/2026-03-10").status_code == 404


@pytest.mark.parametrize("step", ["/check", "", "/edit"])
def test_what_is_being_typed_while_the_days_move_stays_with_why(
    tom: SmallClinic, phone: FlaskClient, step: str
) -> None:
    typed = {**answered(tom, phone), "note": "Fell on the stairs"}
    put_off(tom)
    answer = phone.post(f"{TODAY}{step}", data=typed)
    if step == "/edit":
        assert read(answer).fields["note"] == "Fell on the stairs"
        return
    says_why_and_keeps(answer)


def test_a_second_tap_after_the_days_moved_still_gets_its_receipt(
    tom: SmallClinic, phone: FlaskClient
) -> None:
    typed = answered(tom, phone)
    first = phone.post(TODAY, data=typed)
    put_off(tom)
    again = phone.post(TODAY, data=typed)
    assert (again.status_code, again.location) == (303, first.location)
    assert "is saved" in phone.get(str(again.location)).text


def test_a_correction_being_asked_for_while_the_days_move_stays_with_why(
    tom: SmallClinic, phone: FlaskClient
) -> None:
    ask = "/diary/2026-03-11/ask"
    form = read(phone.get(ask)).fields
    typed = {**answered(tom, phone), "entry_id": form["entry_id"], "why": "I was in bed"}
    put_off(tom)
    for step in ("check", "save"):
        answer = phone.post(ask, data={**typed, "step": step})
        assert answer.status_code == 422
        assert "does not ask for Wednesday 11 March any more" in answer.text
        assert read(answer).fields["why"] == "I was in bed"
    assert phone.get(ask).status_code == 404


def test_staff_who_type_a_day_from_paper_while_the_days_move_keep_it(
    tom: SmallClinic, sign_in: SignIn
) -> None:
    nurse, address = sign_in(tom.nurse), f"/trials/{tom.trial_id}/enter/2026-03-11"
    form = read(nurse.get(address)).fields
    put_off(tom)
    answer = nurse.post(address, data={**form, "note": "From her paper", "step": "save"})
    assert answer.status_code == 422
    assert read(answer).fields["note"] == "From her paper"
