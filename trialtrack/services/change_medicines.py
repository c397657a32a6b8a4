"""The plan's medicines change from a day on: one ends, one is added, or a wrong one is replaced.

A change begins on a day that nobody was asked about yet, tomorrow at the earliest. So every day
that is recorded, or being typed at this moment, keeps the plan that it was asked with, and no
total of it changes. Until then a patient names a new medicine among the others.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from trialtrack.access import Action, NotFound, Refusal, Viewer
from trialtrack.clock import diary_day
from trialtrack.db import transactional
from trialtrack.models import (
    MedicineChange,
    MedicineKind,
    Trial,
    TrialMedicine,
)
from trialtrack.services.audit import Done, write_audit
from trialtrack.services.date_corrections import keep_reason
from trialtrack.services.find_trial import trial_for
from trialtrack.services.keep_outcome import keep_outcome
from trialtrack.services.plan_trial import PlannedMedicine, StrengthMissing
from trialtrack.services.refusals import named, staff_of


class NoMedicineChanged(Refusal):
    """Choose a medicine that ends, or write one that is added."""


class DayWasAsked(Refusal):
    """Choose tomorrow or a later day: the days up to today were asked with the plan as it is."""


class HasEnded(Refusal):
    """That medicine has ended already."""


@dataclass(frozen=True, slots=True)
class PlanChange:
    """From `from_on` the diary no longer asks for `ended`, and asks for `added`."""

    from_on: date
    ended: UUID | None = None
    added: PlannedMedicine | None = None


@transactional
def change_medicines(
    session: Session, *, trial_id: UUID, change: PlanChange, reason: str, by: Viewer, at: datetime
) -> None:
    """Change the plan; with the leads in this is a deviation."""
    trial = trial_for(session, trial_id, by, Action.CHANGE_MEDICINES)
    if change.ended is None and change.added is None:
        raise NoMedicineChanged
    if change.from_on <= diary_day(at, trial.time_zone):
        raise DayWasAsked
    ended = None if change.ended is None else _in_the_plan(session, trial, change.ended)
    kept = keep_reason(session, trial, reason, at)
    added = None if change.added is None else _add(session, trial, change.added)
    row = MedicineChange(
        id=uuid4(),
        trial_id=trial_id,
        from_on=change.from_on,
        ended_id=change.ended,
        added_id=added.id if added is not None else None,
        changed_at=at,
        changed_by_id=staff_of(by),
        reason_text_id=kept.id,
        reason_digest=kept.digest,
    )
    session.add(row)
    session.flush()
    changes = {
        "from_on": (None, change.from_on),
        "medicine": (ended and ended.name, added and added.name),
    }
    done = Done(
        Action.CHANGE_MEDICINES, "medicine_change", row.id, trial.clinic_id, changes, reason=kept
    )
    write_audit(session, done, by=by, at=at)
    keep_outcome(session, trial_id, at=at)


def earliest(today: date) -> date:
    """The first day from which a change can hold."""
    return today + timedelta(days=1)


def _in_the_plan(session: Session, trial: Trial, medicine_id: UUID) -> TrialMedicine:
    found = session.get(TrialMedicine, medicine_id)
    if found is None or found.trial_id != trial.id:
        raise NotFound
    over = select(MedicineChange.id).where(MedicineChange.ended_id == medicine_id)
    if session.scalar(over) is not None:
        raise HasEnded
    return found


def _add(session: Session, trial: Trial, medicine: PlannedMedicine) -> TrialMedicine:
    strength = medicine.strength
    if medicine.kind is MedicineKind.OPIOID and (strength is None or strength <= 0):
        raise StrengthMissing
    last = session.scalar(
        select(func.max(TrialMedicine.position)).where(TrialMedicine.trial_id == trial.id)
    )
    row = TrialMedicine(
        id=uuid4(),
        trial_id=trial.id,
        name=named(medicine.name),
        drug=named(medicine.drug),
        strength=strength,
        form=medicine.form,
        unit_label=named(medicine.unit_label),
        kind=medicine.kind,
        usual_count=medicine.usual_count,
        position=0 if last is None else last + 1,
    )
    session.add(row)
    session.flush()
    return row
