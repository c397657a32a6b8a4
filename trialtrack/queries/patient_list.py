"""The patients of a clinic, with or without a trial, by what somebody typed."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session, aliased

from trialtrack.access import Action, TrialState, Viewer, require
from trialtrack.db import reading
from trialtrack.models import Modality, Patient, PatientIdentity, PatientMerge, Trial
from trialtrack.queries.matter import person_seen
from trialtrack.store.find_people import find_people
from trialtrack.store.merges import stands
from trialtrack.store.records import PatientFacts

PAGE = 50


@dataclass(frozen=True, slots=True)
class TrialOfPatient:
    """One trial of a person, in one line."""

    id: UUID
    modality: Modality
    placed_on: date
    removed_on: date | None
    planned_removal_on: date
    state: TrialState


@dataclass(frozen=True, slots=True)
class FoundPatient:
    """A person, their trials from the newest, and the record that theirs is part of, if it is."""

    person: PatientFacts
    trials: tuple[TrialOfPatient, ...]
    merged_into: PatientFacts | None


@dataclass(frozen=True, slots=True)
class PatientList:
    """One page by name. `after`: where the next one begins; None: there is no more."""

    found: tuple[FoundPatient, ...]
    after: UUID | None


@reading
def patient_list(
    session: Session, *, viewer: Viewer, typed: str = "", after: UUID | None = None
) -> PatientList:
    """Those who are meant, fifty at a time, in three SELECTs whatever there is.

    `after`: the last person of the page before.
    """
    require(viewer, Action.SEE_PATIENTS)
    key = PatientIdentity.name_key, PatientIdentity.patient_id
    wanted = (
        select(PatientIdentity)
        .join(Patient, Patient.id == PatientIdentity.patient_id)
        .where(Patient.id.in_(find_people(viewer, typed)))
        .order_by(*key)
        .limit(PAGE + 1)
    )
    if after is not None:
        last = aliased(PatientIdentity)
        of_last = select(last.name_key, last.patient_id).where(last.patient_id == after)
        wanted = wanted.where(tuple_(*key) > of_last.scalar_subquery())
    rows = session.scalars(wanted).all()
    ids = [row.patient_id for row in rows[:PAGE]]
    trials, into = trials_of(session, ids), _merged(session, viewer, ids)
    found = tuple(
        FoundPatient(
            person_seen(viewer, row.patient_id, row),
            trials.get(row.patient_id, ()),
            into.get(row.patient_id),
        )
        for row in rows[:PAGE]
    )
    return PatientList(found, ids[-1] if len(rows) > PAGE else None)


def trials_of(
    session: Session, patient_ids: Collection[UUID]
) -> Mapping[UUID, tuple[TrialOfPatient, ...]]:
    """The trials of some patients, of each the newest first, in one SELECT."""
    found: defaultdict[UUID, tuple[TrialOfPatient, ...]] = defaultdict(tuple)
    rows = select(Trial).where(Trial.patient_id.in_(patient_ids))
    for row in session.scalars(rows.order_by(Trial.placed_on.desc(), Trial.id)):
        found[row.patient_id] += (
            TrialOfPatient(
                row.id,
                row.modality,
                row.placed_on,
                row.removed_on,
                row.planned_removal_on,
                row.state,
            ),
        )
    return found


def _merged(
    session: Session, viewer: Viewer, patient_ids: Collection[UUID]
) -> dict[UUID, PatientFacts]:
    rows = session.execute(
        select(PatientMerge.merged_id, PatientMerge.into_id, PatientIdentity)
        .outerjoin(PatientIdentity, PatientIdentity.patient_id == PatientMerge.into_id)
        .where(PatientMerge.merged_id.in_(patient_ids), stands())
    )
    return {merged: person_seen(viewer, into, row) for merged, into, row in rows}
