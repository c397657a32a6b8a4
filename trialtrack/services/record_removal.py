"""Record that the leads are out: the trial has ended."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from trialtrack.access import Action, AlreadyRemoved, Refusal, Viewer
from trialtrack.clock import diary_day, diary_day_ends_at
from trialtrack.db import transactional
from trialtrack.models import DiaryEntry, Staff, Trial
from trialtrack.services.audit import Done, write_audit
from trialtrack.services.end_answers import EndOfTrial, record_end_answers
from trialtrack.services.find_trial import trial_for
from trialtrack.services.keep_outcome import keep_outcome
from trialtrack.services.plan_trial import RemovalBeforePlacement
from trialtrack.services.programmes import end_intervals
from trialtrack.services.refusals import NotYet, staff_of
from trialtrack.services.sensible_days import check_time_in


class DaysAfterRemoval(Refusal):
    """The diary has days after that one. Check the day of removal, and tick that it is right."""


class RemovalRecorded(AlreadyRemoved):
    """The removal is recorded already. A wrong day is put right under Dates."""


@transactional
def record_removal(
    session: Session,
    *,
    trial_id: UUID,
    removed_on: date,
    by: Viewer,
    at: datetime,
    answers: EndOfTrial | None = None,
    days_after_are_known: bool = True,
) -> None:
    """Record the day on which the leads came out; whatever programme was on ends.

    With it, the answers at the end, if they were given. `days_after_are_known` False: refuse a
    day after which the patient went on with the diary, since it may be a slip.
    """
    try:
        trial = trial_for(session, trial_id, by, Action.RECORD_REMOVAL)
    except AlreadyRemoved:
        raise RemovalRecorded(_recorded(session, trial_id)) from None
    if removed_on > diary_day(at, trial.time_zone):
        raise NotYet
    if removed_on < trial.placed_on:
        raise RemovalBeforePlacement
    check_time_in(trial.placed_on, removed_on)
    if not days_after_are_known:
        _refuse_days_after(session, trial, removed_on)
    trial.removed_on = removed_on
    trial.removal_recorded_at = at
    trial.removal_recorded_by_id = staff_of(by)
    end_intervals(session, trial_id, at=min(at, diary_day_ends_at(removed_on, trial.time_zone)))
    session.flush()
    changes = {"removed_on": (None, removed_on), "removal_recorded_at": (None, at)}
    done = Done(Action.RECORD_REMOVAL, "trial", trial_id, trial.clinic_id, changes)
    write_audit(session, done, by=by, at=at)
    if answers is not None:
        record_end_answers(trial_id=trial_id, answers=answers, by=by, at=at)
    keep_outcome(session, trial_id, at=at)


def _recorded(session: Session, trial_id: UUID) -> str:
    signed = Staff.id == Trial.removal_recorded_by_id
    name = session.scalar(select(Staff.name).join(Trial, signed).where(Trial.id == trial_id))
    return (
        f"The removal is recorded already, by {name}. What the patient answered belongs under "
        "Questions at the end, and a wrong day is put right under Dates."
    )


def _refuse_days_after(session: Session, trial: Trial, removed_on: date) -> None:
    later = select(func.count(DiaryEntry.id)).where(
        DiaryEntry.trial_id == trial.id, DiaryEntry.day > removed_on
    )
    if session.scalar(later):
        raise DaysAfterRemoval
