"""What the form of a new trial needs to know, and who is here already."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from trialtrack.access import Action, NotFound, TrialState, Viewer, require
from trialtrack.clinical.opioids import OpioidTable
from trialtrack.db import reading
from trialtrack.models import Clinic, Modality, Patient, PatientIdentity, Trial
from trialtrack.queries.matter import person_seen
from trialtrack.store.find_people import patients_within
from trialtrack.store.merges import merge_of
from trialtrack.store.records import PatientFacts
from trialtrack.store.same_person import Likeness, people_like


@dataclass(frozen=True, slots=True)
class Planning:
    """The clinic in which a trial is planned."""

    time_zone: str
    opioid_table: OpioidTable


@dataclass(frozen=True, slots=True)
class TrialThere:
    """A trial of somebody who is here already."""

    trial_id: UUID
    modality: Modality
    state: TrialState
    placed_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class PersonThere:
    """Somebody like the one who is to be added, and their trials, the newest first."""

    likeness: Likeness
    trials: tuple[TrialThere, ...]


@dataclass(frozen=True, slots=True)
class PatientToPlan:
    """Who has another trial planned. `in_the_way`: a trial of theirs that is not over yet.

    `part_of`: the record that theirs was made a part of, which is to be planned for instead.
    """

    patient: PatientFacts
    in_the_way: TrialThere | None
    part_of: UUID | None


@reading
def planning(session: Session, *, viewer: Viewer) -> Planning:
    """One SELECT; NotAllowed for who does not plan trials."""
    require(viewer, Action.PLAN_TRIAL)
    row = session.execute(
        select(Clinic.time_zone, Clinic.opioid_table).where(Clinic.id == viewer.clinic_id)
    ).one()
    return Planning(row.time_zone, row.opioid_table)


@reading
def patient_to_plan(session: Session, *, viewer: Viewer, patient_id: UUID) -> PatientToPlan:
    """Who has another trial planned; three SELECTs. NotFound outside the viewer's clinic."""
    require(viewer, Action.PLAN_TRIAL)
    row = session.execute(
        select(Patient.id, PatientIdentity)
        .join(PatientIdentity, PatientIdentity.patient_id == Patient.id, isouter=True)
        .where(Patient.id == patient_id, patients_within(viewer))
    ).first()
    if row is None:
        raise NotFound
    not_over = session.scalar(
        select(Trial)
        .where(
            Trial.patient_id == patient_id,
            Trial.removed_on.is_(None),
            Trial.cancelled_at.is_(None),
        )
        .order_by(Trial.placed_on.desc(), Trial.id)
        .limit(1)
    )
    who = person_seen(viewer, patient_id, row.PatientIdentity)
    merge = merge_of(session, patient_id)
    in_the_way = None if not_over is None else _there(not_over)
    return PatientToPlan(who, in_the_way, None if merge is None else merge.into_id)


@reading
def people_there(
    session: Session,
    *,
    viewer: Viewer,
    family_name: str,
    given_name: str,
    born_on: date,
    hospital_number: str | None,
    phone: str | None = None,
) -> tuple[PersonThere, ...]:
    """Those of the clinic who may be the same person, with their trials; in two SELECTs."""
    require(viewer, Action.ADD_PATIENT)
    if viewer.clinic_id is None:
        raise NotFound
    found = people_like(
        session,
        viewer.clinic_id,
        family_name=family_name,
        given_name=given_name,
        born_on=born_on,
        hospital_number=hospital_number,
        phone=phone,
    )
    trials = session.scalars(
        select(Trial)
        .where(
            Trial.clinic_id == viewer.clinic_id,
            Trial.patient_id.in_([each.patient_id for each in found]),
        )
        .order_by(Trial.placed_on.desc(), Trial.id)
    ).all()
    return tuple(
        PersonThere(
            each, tuple(map(_there, (t for t in trials if t.patient_id == each.patient_id)))
        )
        for each in found
    )


def _there(trial: Trial) -> TrialThere:
    ends_on = trial.removed_on or trial.planned_removal_on
    return TrialThere(trial.id, trial.modality, trial.state, trial.placed_on, ends_on)
