"""The row by which a day of a trial is put right: what was, what is, who and why."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from sqlalchemy.orm import Session

from trialtrack.access import Action, Refusal, Viewer
from trialtrack.models import DateCorrection, DateKind, Trial
from trialtrack.services.audit import Change, Done, write_audit
from trialtrack.services.personal import KeptText, keep_text
from trialtrack.services.plan_trial import RemovalBeforePlacement
from trialtrack.services.refusals import NotYet, reasoned, staff_of
from trialtrack.services.sensible_days import (
    check_length,
    check_planned,
    check_time_in,
    not_long_before,
)


class RemovalNotMoved(Refusal):
    """That is the day of removal as planned."""


class SameDay(Refusal):
    """That is the day as it stands."""


class DaysChangedMeanwhile(Refusal):
    """The days of this trial were changed meanwhile. Look at them, then send again."""


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a trial as they stand, or as they stood on the page that somebody looked at."""

    placed_on: date
    planned_removal_on: date
    removed_on: date | None

    @property
    def mark(self) -> str:
        """What a page carries, to know whether they are still the same."""
        return " ".join(map(str, (self.placed_on, self.planned_removal_on, self.removed_on)))

    @property
    def words(self) -> str:
        """All of them in a sentence."""
        out = "" if self.removed_on is None else f" The leads came out on {_long(self.removed_on)}."
        return (
            f"The placement is on {_long(self.placed_on)} now, and the removal is planned for "
            f"{_long(self.planned_removal_on)}.{out}"
        )


def _long(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"


def check_seen(trial: Trial, seen: str | None) -> None:
    """DaysChangedMeanwhile unless the days are those of the page, by its `mark`; None: no page."""
    now = Days(trial.placed_on, trial.planned_removal_on, trial.removed_on)
    if seen is not None and seen != now.mark:
        raise DaysChangedMeanwhile(
            f"The days were changed meanwhile. {now.words} Look at them, then send again."
        )


@dataclass(frozen=True, slots=True)
class Moved:
    """Which day, from when, to when; `new_on` None: it did not happen."""

    kind: DateKind
    old_on: date
    new_on: date | None


def check_plan(old: date, new: date, planned_removal_on: date, today: date) -> None:
    """Refuse a planned placement on the same day, after the removal, or too far from today."""
    if new == old:
        raise SameDay
    if planned_removal_on < new:
        raise RemovalBeforePlacement
    check_planned(new, planned_removal_on, today)


def check_planned_removal(old: date, new: date, placed_on: date) -> None:
    """Refuse a planned removal on the same day, before the placement, or too long after it."""
    if new < placed_on:
        raise RemovalBeforePlacement
    if new == old:
        raise RemovalNotMoved
    check_length(placed_on, new)


def check_placement(old: date, new: date, last: date, today: date) -> None:
    """Refuse a placement on the same day, to come, after `last` (the day of removal), or too early.

    Too early: long before the day that was recorded, or long before the removal.
    """
    if new == old:
        raise SameDay
    if new > today:
        raise NotYet
    if new > last:
        raise RemovalBeforePlacement
    not_long_before(new, old, "the day that is recorded")
    check_time_in(new, last)


def check_removal(old: date, new: date, placed_on: date, today: date) -> None:
    """Refuse a removal on the same day, to come, before the placement, or too long after it."""
    if new == old:
        raise SameDay
    if new > today:
        raise NotYet
    if new < placed_on:
        raise RemovalBeforePlacement
    check_time_in(placed_on, new)


def keep_reason(session: Session, trial: Trial, reason: str, at: datetime) -> KeptText:
    """The reason, which is always given, where it can be erased."""
    return keep_text(
        session,
        reasoned(reason),
        clinic_id=trial.clinic_id,
        patient_id=trial.patient_id,
        at=at,
    )


def add_correction(
    session: Session, trial: Trial, moved: Moved, reason: KeptText, *, by: Viewer, at: datetime
) -> None:
    """Add the row; a recorded day of the trial moves with it, by the database."""
    session.flush()
    session.add(
        DateCorrection(
            id=uuid4(),
            trial_id=trial.id,
            number=trial.dates_corrected + 1,
            kind=moved.kind,
            old_on=moved.old_on,
            new_on=moved.new_on,
            corrected_at=at,
            corrected_by_id=staff_of(by),
            reason_text_id=reason.id,
            reason_digest=reason.digest,
        )
    )
    session.flush()
    session.refresh(trial)


def audit_days(
    session: Session,
    trial: Trial,
    action: Action,
    changes: dict[str, Change],
    reason: KeptText | None,
    *,
    by: Viewer,
    at: datetime,
) -> None:
    """The audit row of a day that was put right."""
    done = Done(action, "trial", trial.id, trial.clinic_id, changes, reason=reason)
    write_audit(session, done, by=by, at=at)
