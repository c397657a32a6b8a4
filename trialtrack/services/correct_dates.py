"""A recorded placement or removal was on another day, or the leads never came out.

Each is a deviation. No entry is touched: days that fall outside the diary stay kept and readable.
`seen` is the mark of the days on the page that somebody looked at (`date_corrections.Days`).
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from trialtrack.access import Action, Viewer
from trialtrack.clock import diary_day, diary_day_ends_at
from trialtrack.db import transactional
from trialtrack.models import DateKind, ProgrammeInterval, Trial
from trialtrack.services.date_corrections import (
    Moved,
    add_correction,
    audit_days,
    check_placement,
    check_removal,
    check_seen,
    keep_reason,
)
from trialtrack.services.find_trial import newest_protocol, trial_for
from trialtrack.services.keep_outcome import keep_outcome
from trialtrack.services.protocol_versions import usable


@transactional
def correct_placement(
    session: Session,
    *,
    trial_id: UUID,
    placed_on: date,
    reason: str,
    by: Viewer,
    at: datetime,
    seen: str | None = None,
) -> None:
    """The leads went in on another day than was recorded.

    ProtocolDoesNotFit where the protocol's baseline cannot belong to that day.
    """
    trial = trial_for(session, trial_id, by, Action.CORRECT_PLACEMENT)
    old = trial.placed_on
    last = min(trial.removed_on or trial.planned_removal_on, trial.planned_removal_on)
    check_placement(old, placed_on, last, diary_day(at, trial.time_zone))
    usable(newest_protocol(session, trial_id).rules(), placed_on)
    check_seen(trial, seen)
    kept = keep_reason(session, trial, reason, at)
    moved = Moved(DateKind.PLACEMENT, old, placed_on)
    add_correction(session, trial, moved, kept, by=by, at=at)
    changes = {"placed_on": (old, placed_on)}
    audit_days(session, trial, Action.CORRECT_PLACEMENT, changes, kept, by=by, at=at)
    keep_outcome(session, trial_id, at=at)


@transactional
def correct_removal(
    session: Session,
    *,
    trial_id: UUID,
    removed_on: date,
    reason: str,
    by: Viewer,
    at: datetime,
    seen: str | None = None,
) -> None:
    """The leads came out on another day than was recorded."""
    trial = trial_for(session, trial_id, by, Action.CORRECT_REMOVAL)
    old, was_on = _removed_on(trial), _ended_by_removal(session, trial)
    check_removal(old, removed_on, trial.placed_on, diary_day(at, trial.time_zone))
    check_seen(trial, seen)
    kept = keep_reason(session, trial, reason, at)
    moved = Moved(DateKind.REMOVAL, old, removed_on)
    add_correction(session, trial, moved, kept, by=by, at=at)
    if was_on is not None:
        # A switch recorded for a later day stands: what it says is put right by itself.
        ends_at = _end_by_removal(trial, removed_on)
        was_on.ends_at = ends_at if ends_at > was_on.starts_at else was_on.ends_at
        session.flush()
    changes = {"removed_on": (old, removed_on)}
    audit_days(session, trial, Action.CORRECT_REMOVAL, changes, kept, by=by, at=at)
    keep_outcome(session, trial_id, at=at)


@transactional
def take_back_removal(
    session: Session,
    *,
    trial_id: UUID,
    reason: str,
    by: Viewer,
    at: datetime,
    seen: str | None = None,
) -> None:
    """The leads are still in: the removal was recorded by mistake.

    What was on until the removal was recorded is on again; the diary opens.
    """
    trial = trial_for(session, trial_id, by, Action.TAKE_BACK_REMOVAL)
    old, ended_at = _removed_on(trial), trial.removal_recorded_at
    was_on = _ended_by_removal(session, trial)
    check_seen(trial, seen)
    kept = keep_reason(session, trial, reason, at)
    add_correction(session, trial, Moved(DateKind.REMOVAL, old, None), kept, by=by, at=at)
    if was_on is not None:
        was_on.ends_at = None
        session.flush()
    changes = {"removed_on": (old, None), "removal_recorded_at": (ended_at, None)}
    audit_days(session, trial, Action.TAKE_BACK_REMOVAL, changes, kept, by=by, at=at)
    keep_outcome(session, trial_id, at=at)


def _removed_on(trial: Trial) -> date:
    if trial.removed_on is None:
        raise RuntimeError("a trial in the state removed has a day of removal")
    return trial.removed_on


def _end_by_removal(trial: Trial, removed_on: date) -> datetime:
    """When recording a removal of that day ended what was on; see `record_removal`."""
    if trial.removal_recorded_at is None:
        raise RuntimeError("a day of removal was recorded at some time")
    return min(trial.removal_recorded_at, diary_day_ends_at(removed_on, trial.time_zone))


def _ended_by_removal(session: Session, trial: Trial) -> ProgrammeInterval | None:
    """What was on until the leads came out; None where it was ended before, or nothing was."""
    last = session.scalars(
        select(ProgrammeInterval)
        .where(ProgrammeInterval.trial_id == trial.id)
        .order_by(ProgrammeInterval.starts_at.desc())
        .limit(1)
    ).first()
    ended_at = _end_by_removal(trial, _removed_on(trial))
    return last if last is not None and last.ends_at == ended_at else None
