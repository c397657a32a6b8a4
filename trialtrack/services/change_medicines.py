"""The plan's medicines change from a day on: one ends, one is added, or a wrong one is replaced.

A change begins on a day that nobody was asked about yet, tomorrow at the earliest. So every day
that is recorded, or being typed at this moment, keeps the plan that it was asked with, and no
total of it changes. Until then a patient names a new medicine among the others.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from trialtrack.access import Action, NotFound, Refusal, Viewer
from trialtrack.clinical.medicine_list import is_same_medicine
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
from trialtrack.services.plan_trial import PlannedMedicine, SameMedicineTwice, StrengthMissing
from trialtrack.services.refusals import SentDifferently, named, staff_of


class NoMedicineChanged(Refusal):
    """Choose a medicine that ends, or write one that is added."""


class DayWasAsked(Refusal):
    """Choose tomorrow or a later day: the days up to today were asked with the plan as it is."""


class TrialOverByThen(Refusal):
    """The trial is planned to end by that day: choose one before it, or move the removal first."""


class HasEnded(Refusal):
    """That medicine has ended already."""


@dataclass(frozen=True, slots=True)
class PlanChange:
    """From `from_on` the diary no longer asks for `ended`, and asks for `added`.

    `id`: of the page that says so. The same page sent again is the same change.
    """

    from_on: date
    ended: UUID | None = None
    added: PlannedMedicine | None = None
    id: UUID = field(default_factory=uuid4)


@transactional
def change_medicines(
    session: Session, *, trial_id: UUID, change: PlanChange, reason: str, by: Viewer, at: datetime
) -> None:
    """Change the plan; with the leads in this is a deviation. Sent again it is kept once.

    SentDifferently when the page was kept before with something else on it.
    """
    trial = trial_for(session, trial_id, by, Action.CHANGE_MEDICINES)
    if (before := session.get(MedicineChange, change.id)) is not None:
        _same_as_before(session, trial, before, change)
        return
    if change.ended is None and change.added is None:
        raise NoMedicineChanged
    check_day(change.from_on, diary_day(at, trial.time_zone), trial.planned_removal_on)
    ended = None if change.ended is None else _in_the_plan(session, trial, change.ended)
    _not_twice(session, trial, change)
    kept = keep_reason(session, trial, reason, at)
    added = None if change.added is None else _add(session, trial, change.added)
    row = MedicineChange(
        id=change.id,
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


def check_day(from_on: date, today: date, planned_removal_on: date) -> None:
    """Refuse a day that was asked, or on which the trial is over; one that overruns goes on."""
    if from_on <= today:
        raise DayWasAsked
    if from_on > max(planned_removal_on - timedelta(days=1), earliest(today)):
        raise TrialOverByThen


def _same_as_before(
    session: Session, trial: Trial, before: MedicineChange, change: PlanChange
) -> None:
    if before.trial_id != trial.id:
        raise NotFound
    kept = session.get(TrialMedicine, before.added_id) if before.added_id else None
    same = (kept is None) == (change.added is None)
    if kept is not None and change.added is not None:
        same = is_same_medicine(kept, change.added)
    if not same or (before.from_on, before.ended_id) != (change.from_on, change.ended):
        raise SentDifferently


def _not_twice(session: Session, trial: Trial, change: PlanChange) -> None:
    """Refuse a medicine that the diary asks for on the day of the change, or after it."""
    added = change.added
    if added is None:
        return
    rows = session.execute(
        select(TrialMedicine, MedicineChange.from_on)
        .join(MedicineChange, MedicineChange.ended_id == TrialMedicine.id, isouter=True)
        .where(TrialMedicine.trial_id == trial.id)
    )
    for each, until_on in rows:
        stays = each.id != change.ended and (until_on is None or until_on > change.from_on)
        if stays and is_same_medicine(each, added):
            raise SameMedicineTwice


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
