"""The days of a trial for its team: scores, notes, origin, and what is to be known of each."""

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from uuid import uuid4

import pytest
from sqlalchemy import event

import trialtrack.db as db
from tests.web.clinics import NOW, SmallClinic
from tests.web.conftest import SignIn
from tests.web.pages import read
from trialtrack.access import Role, Viewer
from trialtrack.clinical.answers import DayAnswers
from trialtrack.clinical.diary import Measure
from trialtrack.models import Origin
from trialtrack.services.day_entry import DayEntry
from trialtrack.services.plan_removal import plan_removal
from trialtrack.services.record_day import record_day

ANSWERED = date(2026, 3, 12)
MISSED = date(2026, 3, 10)


def some_entry(clinic: SmallClinic, day: date, average: int) -> DayEntry:
    scores = {str(clinic.site_ids["low back"]): {Measure.AVERAGE: Fraction(average)}}
    answers = DayAnswers(day=day, pain=scores)
    return DayEntry(id=uuid4(), trial_id=clinic.trial_id, answers=answers)


def enter(
    clinic: SmallClinic,
    day: date,
    average: int,
    *,
    by: Viewer | None = None,
    at: datetime = NOW,
    note: str | None = None,
    reason: str | None = None,
    on_paper: bool = False,
) -> DayEntry:
    origin = Origin.TRANSCRIBED if on_paper else Origin.PATIENT
    entry = replace(some_entry(clinic, day, average), origin=origin, note=note, reason=reason)
    record_day(entry=entry, by=by or clinic.patient, at=at)
    return entry


def days(clinic: SmallClinic, day: date | None = None) -> str:
    return f"/trials/{clinic.trial_id}/days" + (f"/{day}" if day else "")


@pytest.fixture
def representative(clinic: SmallClinic) -> Viewer:
    return clinic.hires(Role.REPRESENTATIVE)


def test_every_day_stands_in_the_table_with_its_note(clinic: SmallClinic, sign_in: SignIn) -> None:
    enter(clinic, date(2026, 3, 14), 2, note="Slept in my own bed")
    answer = sign_in(clinic.nurse).get(days(clinic))
    read(answer)
    assert answer.text.count("<tr>") == 1 + 12  # 3 to 14 March
    for words in ("Slept in my own bed", "Sat 14 Mar", "day 4", "the leads go in", "11 of 12 days"):
        assert words in answer.text


def test_a_day_says_who_entered_it_when_and_why(clinic: SmallClinic, sign_in: SignIn) -> None:
    enter(clinic, MISSED, 6, by=clinic.nurse, reason="Kept on paper", on_paper=True)
    nurse = sign_in(clinic.nurse)
    assert "from paper" in nurse.get(days(clinic)).text
    answer = nurse.get(days(clinic, MISSED))
    read(answer)
    for words in (
        "Garcia, Ana",
        "4 Feb 1961",
        "H-one",
        "Tuesday 10 March 2026",
        "Copied from paper, entered by Nurse of one",
        "Saturday 14 March at 20:30",
        "Late: entered more than 24 hours after the day had ended.",
        "Reason given: Kept on paper",
    ):
        assert words in answer.text


def test_two_answers_for_a_day_are_said_and_the_first_counts(
    clinic: SmallClinic, sign_in: SignIn
) -> None:
    enter(clinic, ANSWERED, 9)
    consultant = sign_in(clinic.consultant)
    assert "two answers" in consultant.get(days(clinic)).text
    answer = consultant.get(days(clinic, ANSWERED))
    read(answer)
    assert answer.text.index("What counts") < answer.text.index("Another answer for this day")
    trial = consultant.get(f"/trials/{clinic.trial_id}").text
    assert "There are two answers for 12 Mar; until the team settles it, the one of" in trial
    assert "Thursday 12 March at 20:00 counts (entered by the patient)." in trial
    assert "<small>so far</small>59.6%<small>less pain than at baseline" in trial


def test_strangers_patients_and_representatives_do_not_get_in(
    clinic: SmallClinic, stranger: SmallClinic, sign_in: SignIn, representative: Viewer
) -> None:
    for address in (days(clinic), days(clinic, ANSWERED)):
        assert sign_in(clinic.consultant).get(address).status_code == 200
        assert sign_in(stranger.consultant).get(address).status_code == 404
        assert sign_in(clinic.patient).get(address).status_code == 403
        assert sign_in(representative).get(address).status_code == 403
    assert "Days and notes" not in sign_in(representative).get(f"/trials/{clinic.trial_id}").text


def test_a_representative_reads_no_reason_in_words(
    clinic: SmallClinic, sign_in: SignIn, representative: Viewer
) -> None:
    plan_removal(
        trial_id=clinic.trial_id,
        planned_removal_on=date(2026, 3, 19),
        reason="Her daughter marries",
        by=clinic.nurse,
        at=NOW,
    )
    address = f"/trials/{clinic.trial_id}"
    assert "Her daughter marries" in sign_in(clinic.nurse).get(address).text
    text = sign_in(representative).get(address).text
    assert "14 Mar 2026, Nurse of one: planned end from 18 Mar 2026 to 19 Mar 2026." in text
    assert "Her daughter" not in text


@pytest.mark.parametrize("day", ["2026-03-02", "2026-03-15", "20260312", "yesterday"])
def test_a_day_that_the_diary_does_not_have_is_not_found(
    clinic: SmallClinic, sign_in: SignIn, day: str
) -> None:
    assert sign_in(clinic.nurse).get(f"{days(clinic)}/{day}").status_code == 404


def test_the_pages_cost_the_same_selects_however_many_days(
    clinic: SmallClinic, sign_in: SignIn
) -> None:
    nurse = sign_in(clinic.nurse)

    def selects(address: str) -> int:
        seen: list[str] = []

        def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
            if statement.lstrip().upper().startswith("SELECT"):
                seen.append(statement)

        event.listen(db.in_use().engine, "before_cursor_execute", note)
        assert nurse.get(address).status_code == 200
        event.remove(db.in_use().engine, "before_cursor_execute", note)
        return len(seen)

    for address in (days(clinic), days(clinic, ANSWERED)):
        before = selects(address)
        enter(clinic, ANSWERED, 8, at=datetime(2026, 3, 14, 21, tzinfo=UTC))
        assert selects(address) == before
