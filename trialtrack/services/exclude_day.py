"""A consultant leaves a day out of the result, with a reason, or puts it back. METHOD section 3."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from trialtrack.access import Action, Refusal, Viewer
from trialtrack.db import transactional
from trialtrack.models import DayExclusion, ExclusionCause, Trial
from trialtrack.services.audit import Done, write_audit
from trialtrack.services.counting_entry import counting_entry
from trialtrack.services.date_corrections import keep_reason
from trialtrack.services.find_trial import trial_for
from trialtrack.services.keep_outcome import keep_outcome
from trialtrack.services.refusals import staff_of


class NothingToExclude(Refusal):
    """There is no answer for that day, so there is nothing to leave out."""


class AlreadyExcluded(Refusal):
    """That day is left out already. Put it back first, to give another reason."""


class NotExcluded(Refusal):
    """That day is not left out."""


@transactional
def exclude_day(
    session: Session,
    *,
    trial_id: UUID,
    day: date,
    cause: ExclusionCause,
    reason: str,
    by: Viewer,
    at: datetime,
) -> None:
    """Leave a day out, of the baseline or of the trial. Its answers stay; one analysis has them."""
    trial = trial_for(session, trial_id, by, Action.EXCLUDE_DAY)
    if counting_entry(session, trial_id, day) is None:
        raise NothingToExclude
    if _cause(session, trial_id, day) is not None:
        raise AlreadyExcluded
    _decide(session, trial, day, cause, reason, by, at)


@transactional
def put_day_back(
    session: Session, *, trial_id: UUID, day: date, reason: str, by: Viewer, at: datetime
) -> None:
    """Let a day that was left out count again."""
    trial = trial_for(session, trial_id, by, Action.EXCLUDE_DAY)
    if _cause(session, trial_id, day) is None:
        raise NotExcluded
    _decide(session, trial, day, None, reason, by, at)


def _newest(session: Session, trial_id: UUID, day: date) -> DayExclusion | None:
    return session.scalars(
        select(DayExclusion)
        .where(DayExclusion.trial_id == trial_id, DayExclusion.day == day)
        .order_by(DayExclusion.number.desc())
        .limit(1)
    ).first()


def _cause(session: Session, trial_id: UUID, day: date) -> ExclusionCause | None:
    newest = _newest(session, trial_id, day)
    return newest.cause if newest is not None else None


def _decide(
    session: Session,
    trial: Trial,
    day: date,
    cause: ExclusionCause | None,
    reason: str,
    by: Viewer,
    at: datetime,
) -> None:
    newest = _newest(session, trial.id, day)
    kept = keep_reason(session, trial, reason, at)
    row = DayExclusion(
        id=uuid4(),
        trial_id=trial.id,
        day=day,
        number=newest.number + 1 if newest is not None else 1,
        cause=cause,
        decided_at=at,
        decided_by_id=staff_of(by),
        reason_text_id=kept.id,
        reason_digest=kept.digest,
    )
    session.add(row)
    session.flush()
    changes = {"day": (None, day), "cause": (newest and newest.cause, cause)}
    done = Done(Action.EXCLUDE_DAY, "day_exclusion", row.id, trial.clinic_id, changes, reason=kept)
    write_audit(session, done, by=by, at=at)
    keep_outcome(session, trial.id, at=at)
