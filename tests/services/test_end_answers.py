"""The answers at the end: kept once, corrected by a newer row, and judged by the method."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from uuid import uuid4

import pytest
from sqlalchemy import select

from tests.services.small_clinic import SmallClinic, SmallTrial, at, small_clinic, small_trial
from trialtrack import db
from trialtrack.access import NotAllowed, NotFound, NotYetRemoved, Refusal
from trialtrack.clinical.assessment import assess
from trialtrack.clinical.diary import WantsImplant
from trialtrack.clinical.results import Leg, LegState
from trialtrack.models import AuditEvent, EndAnswers, GoalReached
from trialtrack.services.check_answers import AnswerOutOfRange
from trialtrack.services.end_answers import (
    AnsweredBeforePlacement,
    AnsweredMeanwhile,
    EndOfTrial,
    NoGoalToReach,
    NothingAnsweredAtTheEnd,
    WordsTooLong,
    record_end_answers,
)
from trialtrack.services.record_removal import record_removal
from trialtrack.services.refusals import NotYet, ReasonMissing, SentDifferently
from trialtrack.services.set_goal import set_goal
from trialtrack.store.diaries import read_diaries
from trialtrack.store.records import TrialRecord

REMOVED_ON = date(2026, 3, 18)
SATISFIED = EndOfTrial(
    uuid4(), REMOVED_ON, 2, Fraction(70), WantsImplant.YES, words="I slept through"
)


@pytest.fixture
def ended(clinic: SmallClinic, trial: SmallTrial) -> SmallTrial:
    """A trial whose leads are out, without any answers."""
    record_removal(trial_id=trial.trial_id, removed_on=REMOVED_ON, by=clinic.nurse, at=at(18))
    return trial


def read(trial: SmallTrial) -> TrialRecord:
    with db.view() as session:
        return read_diaries(session, [trial.trial_id])[trial.trial_id]


def satisfaction(trial: SmallTrial) -> LegState:
    record = read(trial)
    return assess(record.diary, record.protocol, REMOVED_ON).legs.states[Leg.SATISFACTION]


def test_answers_given_with_the_removal_decide_the_leg_of_satisfaction(
    clinic: SmallClinic, trial: SmallTrial
) -> None:
    record_removal(
        trial_id=trial.trial_id,
        removed_on=REMOVED_ON,
        by=clinic.nurse,
        at=at(18),
        answers=SATISFIED,
    )
    kept = read(trial).answers_at_the_end
    assert kept is not None
    assert (kept.own_relief_percent, kept.words, kept.by_name) == (
        Fraction(70),
        "I slept through",
        "Southend nurse",
    )
    assert satisfaction(trial) is LegState.HOLDS
    assert read(trial).without_words().end_answers[0].words is None


def test_a_removal_that_is_refused_keeps_no_answers_and_the_reverse(
    clinic: SmallClinic, trial: SmallTrial
) -> None:
    for answers, removed_on in (
        (SATISFIED, date(2026, 3, 19)),
        (EndOfTrial(uuid4(), REMOVED_ON), REMOVED_ON),
    ):
        with pytest.raises(Refusal):
            record_removal(
                trial_id=trial.trial_id,
                removed_on=removed_on,
                by=clinic.nurse,
                at=at(18),
                answers=answers,
            )
    assert read(trial).diary.removed_on is None
    assert read(trial).end_answers == ()


def test_a_correction_stands_beside_what_it_replaces(
    clinic: SmallClinic, ended: SmallTrial
) -> None:
    keep = {"trial_id": ended.trial_id, "by": clinic.nurse, "at": at(19)}
    assert satisfaction(ended) is LegState.UNKNOWN
    for _ in range(2):  # A double tap.
        record_end_answers(**keep, answers=SATISFIED)  # type: ignore[arg-type]
    corrected = replace(SATISFIED, id=uuid4(), impression_of_change=4)
    with pytest.raises(ReasonMissing):
        record_end_answers(**keep, answers=corrected, replaces=SATISFIED.id)  # type: ignore[arg-type]
    record_end_answers(
        **keep,  # type: ignore[arg-type]
        answers=corrected,
        replaces=SATISFIED.id,
        reason="Typed 2 for 4",
    )
    first, last = read(ended).end_answers
    assert (first.impression_of_change, last.impression_of_change) == (2, 4)
    assert last.reason == "Typed 2 for 4"
    assert satisfaction(ended) is LegState.FAILS
    with db.view() as session:
        events = session.scalars(
            select(AuditEvent).where(AuditEvent.action == "record_end_answers")
        ).all()
    assert len(events) == 2
    assert "slept" not in "".join(event.changes for event in events)


def test_nobody_overwrites_what_somebody_else_wrote_down_meanwhile(
    clinic: SmallClinic, ended: SmallTrial
) -> None:
    keep = {"trial_id": ended.trial_id, "by": clinic.nurse, "at": at(19)}
    record_end_answers(**keep, answers=SATISFIED)  # type: ignore[arg-type]
    other = replace(SATISFIED, id=uuid4(), impression_of_change=6)
    for replaces in (None, uuid4()):
        with pytest.raises(AnsweredMeanwhile):
            record_end_answers(**keep, answers=other, replaces=replaces, reason="Mine")  # type: ignore[arg-type]
    with pytest.raises(SentDifferently):
        record_end_answers(**keep, answers=replace(other, id=SATISFIED.id))  # type: ignore[arg-type]
    assert len(read(ended).end_answers) == 1


def test_the_goal_is_asked_about_only_where_there_is_one(
    clinic: SmallClinic, trial: SmallTrial
) -> None:
    keep = {"trial_id": trial.trial_id, "by": clinic.nurse, "at": at(19)}
    reached = EndOfTrial(uuid4(), REMOVED_ON, goal_reached=GoalReached.PARTLY)
    with pytest.raises(NoGoalToReach):
        record_removal(**keep, removed_on=REMOVED_ON, answers=reached)  # type: ignore[arg-type]
    set_goal(**keep, words="Walk to the shop")  # type: ignore[arg-type]
    record_removal(**keep, removed_on=REMOVED_ON, answers=reached)  # type: ignore[arg-type]
    assert read(trial).end_answers[0].goal_reached is GoalReached.PARTLY


@pytest.mark.parametrize(
    ("answers", "refusal"),
    [
        (EndOfTrial(uuid4(), REMOVED_ON, words=" "), NothingAnsweredAtTheEnd),
        (EndOfTrial(uuid4(), REMOVED_ON, 0), AnswerOutOfRange),
        (EndOfTrial(uuid4(), REMOVED_ON, 8), AnswerOutOfRange),
        (EndOfTrial(uuid4(), REMOVED_ON, 2, Fraction(-1)), AnswerOutOfRange),
        (EndOfTrial(uuid4(), REMOVED_ON, 2, Fraction(101)), AnswerOutOfRange),
        (EndOfTrial(uuid4(), date(2026, 3, 20), 2), NotYet),
        (EndOfTrial(uuid4(), date(2026, 3, 9), 2), AnsweredBeforePlacement),
        (EndOfTrial(uuid4(), REMOVED_ON, words="x" * 2_001), WordsTooLong),
    ],
)
def test_answers_that_cannot_be_are_refused(
    clinic: SmallClinic, ended: SmallTrial, answers: EndOfTrial, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        record_end_answers(trial_id=ended.trial_id, answers=answers, by=clinic.nurse, at=at(19))
    with db.view() as session:
        assert session.scalars(select(EndAnswers)).all() == []


def test_answers_go_to_the_trial_that_they_are_of_and_to_no_other(
    clinic: SmallClinic, ended: SmallTrial
) -> None:
    keep = {"by": clinic.nurse, "at": at(19) + timedelta(hours=1)}
    running = small_trial(clinic)
    with pytest.raises(NotYetRemoved):
        record_end_answers(trial_id=running.trial_id, answers=SATISFIED, **keep)  # type: ignore[arg-type]
    record_end_answers(trial_id=ended.trial_id, answers=SATISFIED, **keep)  # type: ignore[arg-type]
    record_removal(trial_id=running.trial_id, removed_on=REMOVED_ON, **keep)  # type: ignore[arg-type]
    with pytest.raises(SentDifferently):
        record_end_answers(trial_id=running.trial_id, answers=SATISFIED, **keep)  # type: ignore[arg-type]
    correction = replace(SATISFIED, id=uuid4())
    with pytest.raises(AnsweredMeanwhile):
        record_end_answers(
            trial_id=running.trial_id,
            answers=correction,
            replaces=SATISFIED.id,
            reason="Wrong trial",
            **keep,  # type: ignore[arg-type]
        )
    stranger = small_clinic("Leeds").nurse
    for by, refusal in ((stranger, NotFound), (ended.patient, NotAllowed)):
        with pytest.raises(refusal):
            record_end_answers(trial_id=ended.trial_id, answers=correction, by=by, at=at(19))
    assert read(running).end_answers == ()
