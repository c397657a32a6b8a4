"""Of two answers for a day the team says which counts; nothing is changed or lost."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from tests.services.small_clinic import EVENING, TODAY, SmallClinic, SmallTrial, an_entry, at
from tests.services.small_clinic import small_clinic as another_clinic
from trialtrack import db
from trialtrack.access import NotAllowed, NotFound, Viewer
from trialtrack.clinical.diary import Measure
from trialtrack.models import AuditEvent, ConflictSettlement, DiaryEntry, Origin
from trialtrack.services.amend_day import amend_day
from trialtrack.services.record_day import record_day
from trialtrack.services.refusals import ReasonMissing
from trialtrack.services.settle_conflict import (
    Choice,
    DayChangedMeanwhile,
    NotOneOfTheTwo,
    SettledMeanwhile,
    settle_conflict,
)
from trialtrack.services.withdraw import withdraw
from trialtrack.store.diaries import read_diaries
from trialtrack.store.records import DayRecord

LATER = EVENING + timedelta(hours=1)


def send(trial: SmallTrial, average: int, replaces: UUID | None = None) -> UUID:
    entry = an_entry(trial, average)
    if replaces is None:
        return record_day(entry=entry, by=trial.patient, at=EVENING).entry_id
    return amend_day(entry=entry, replaces=replaces, by=trial.patient, at=EVENING).entry_id


def settle(
    clinic: SmallClinic, waiting: UUID, standing: UUID, winner: UUID, *, by: Viewer | None = None
) -> None:
    choice = Choice(waiting, standing, winner)
    settle_conflict(choice=choice, reason="We rang", by=by or clinic.nurse, at=LATER)


def day(trial: SmallTrial) -> DayRecord:
    with db.view() as session:
        return read_diaries(session, [trial.trial_id])[trial.trial_id].days[TODAY]


def score_that_counts(trial: SmallTrial) -> int:
    with db.view() as session:
        record = read_diaries(session, [trial.trial_id])[trial.trial_id]
    return int(record.diary.days[0].scores["Lower back"][Measure.AVERAGE])


def test_the_answer_that_is_chosen_counts(trial: SmallTrial, clinic: SmallClinic) -> None:
    first, second = send(trial, 8), send(trial, 2)
    assert score_that_counts(trial) == 8
    settle(clinic, second, first, second)
    assert score_that_counts(trial) == 2
    found = day(trial)
    assert [entry.id for entry in found.versions] == [second]
    assert [entry.id for entry in found.set_aside] == [first]
    assert found.conflicting == ()
    settled = found.settled[0]
    assert (settled.chosen.id, settled.other.id) == (second, first)
    assert (settled.by_name, settled.at, settled.reason) == ("Southend nurse", LATER, "We rang")


def test_the_first_answer_may_be_chosen_too(trial: SmallTrial, clinic: SmallClinic) -> None:
    first, second = send(trial, 8), send(trial, 2)
    settle(clinic, second, first, first)
    found = day(trial)
    assert (found.effective.id, found.conflicting) == (first, ())
    assert [entry.id for entry in found.set_aside] == [second]


def test_nothing_that_was_sent_is_changed_by_it(trial: SmallTrial, clinic: SmallClinic) -> None:
    first, second = send(trial, 8), send(trial, 2)

    def rows() -> list[tuple[object, ...]]:
        table = DiaryEntry.__table__
        with db.view() as session:
            return [tuple(row) for row in session.execute(select(table).order_by(table.c.id))]

    before = rows()
    settle(clinic, second, first, second)
    assert rows() == before


def test_what_was_chosen_can_be_corrected_and_what_was_set_aside_cannot(
    trial: SmallTrial, clinic: SmallClinic
) -> None:
    first, second = send(trial, 8), send(trial, 2)
    settle(clinic, second, first, second)
    stale = send(trial, 9, replaces=first)
    assert [entry.id for entry in day(trial).conflicting] == [stale]
    corrected = send(trial, 3, replaces=second)
    assert [entry.id for entry in day(trial).versions] == [second, corrected]
    assert score_that_counts(trial) == 3


def test_of_two_corrections_the_chosen_one_stands_on_the_first_answer(
    trial: SmallTrial, clinic: SmallClinic
) -> None:
    first = send(trial, 8)
    one, other = send(trial, 6, first), send(trial, 4, first)
    settle(clinic, other, one, other)
    assert [entry.id for entry in day(trial).versions] == [first, other]
    assert [entry.id for entry in day(trial).set_aside] == [one]


def test_a_choice_made_on_an_old_page_is_refused(trial: SmallTrial, clinic: SmallClinic) -> None:
    first, second = send(trial, 8), send(trial, 2)
    send(trial, 7, replaces=first)
    with pytest.raises(DayChangedMeanwhile):
        settle(clinic, second, first, second)
    assert score_that_counts(trial) == 7


def test_two_taps_are_one_choice_and_another_choice_is_refused(
    trial: SmallTrial, clinic: SmallClinic
) -> None:
    first, second = send(trial, 8), send(trial, 2)
    settle(clinic, second, first, second)
    settle(clinic, second, first, second)
    with pytest.raises(SettledMeanwhile):
        settle(clinic, second, first, first)
    with pytest.raises(SettledMeanwhile):
        settle(clinic, second, first, second, by=clinic.consultant)
    with db.view() as session:
        assert session.scalar(select(func.count(ConflictSettlement.id))) == 1


def test_a_choice_needs_a_reason_and_is_one_of_the_two(
    trial: SmallTrial, clinic: SmallClinic
) -> None:
    first, second = send(trial, 8), send(trial, 2)
    choice = Choice(second, first, second)
    with pytest.raises(ReasonMissing):
        settle_conflict(choice=choice, reason=" ", by=clinic.nurse, at=LATER)
    with pytest.raises(NotOneOfTheTwo):
        settle(clinic, second, first, uuid4())
    with pytest.raises(NotFound):
        settle(clinic, first, second, first)


def test_only_the_team_of_the_clinic_settles(trial: SmallTrial, clinic: SmallClinic) -> None:
    first, second = send(trial, 8), send(trial, 2)
    stranger = another_clinic("Leeds")
    with pytest.raises(NotFound):
        settle(clinic, second, first, second, by=stranger.nurse)
    for by in (trial.patient, clinic.representative):
        with pytest.raises(NotAllowed):
            settle(clinic, second, first, second, by=by)


def test_the_choice_is_audited_without_its_words(trial: SmallTrial, clinic: SmallClinic) -> None:
    first, second = send(trial, 8), send(trial, 2)
    settle(clinic, second, first, second)
    with db.view() as session:
        event = session.scalars(
            select(AuditEvent).where(AuditEvent.action == "settle_conflict")
        ).one()
    assert event.actor_staff_id == clinic.nurse.staff_id
    assert str(second) in event.changes
    assert "rang" not in event.changes
    assert event.reason_text_id is not None


def test_what_was_sent_before_someone_left_can_still_be_settled(
    trial: SmallTrial, clinic: SmallClinic
) -> None:
    first, second = send(trial, 8), send(trial, 2)
    withdraw(trial_id=trial.trial_id, reason=None, by=trial.patient, at=EVENING)
    settle(clinic, second, first, second)
    assert score_that_counts(trial) == 2


def test_a_day_entered_by_staff_beside_the_patients_waits(
    trial: SmallTrial, clinic: SmallClinic
) -> None:
    first = send(trial, 8)
    entry = an_entry(trial, 5, origin=Origin.TRANSCRIBED, reason="On paper")
    receipt = record_day(entry=entry, by=clinic.nurse, at=at(20))
    assert receipt.conflicting
    assert day(trial).effective.id == first
