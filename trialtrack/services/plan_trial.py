"""Plan a trial: its days, its sites, its protocol, and the medicines the diary asks about."""

from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from trialtrack.access import Action, NotFound, Refusal, Viewer, require
from trialtrack.clinical.medicine_list import named_twice
from trialtrack.clinical.opioids import Form, OpioidTable
from trialtrack.clinical.protocol import Protocol
from trialtrack.clock import diary_day
from trialtrack.db import transactional
from trialtrack.models import (
    Clinic,
    MedicineKind,
    Modality,
    Patient,
    Trial,
    TrialMedicine,
    TrialSite,
)
from trialtrack.services.audit import Done, created, write_audit
from trialtrack.services.find_patient import standing_patient
from trialtrack.services.keep_outcome import keep_outcome
from trialtrack.services.protocol_versions import NewVersion, add_version, usable
from trialtrack.services.refusals import known_zone, named, staff_of
from trialtrack.services.sensible_days import check_planned


class RemovalBeforePlacement(Refusal):
    """The leads cannot come out before they went in."""


class NoSites(Refusal):
    """Name at least one pain site."""


class SameSiteTwice(Refusal):
    """Two pain sites have the same name."""


class SameMedicineTwice(Refusal):
    """This medicine is in the plan already, and would be asked for and counted twice."""


class PrimarySiteUnknown(Refusal):
    """The primary site is not one of the trial's pain sites."""


class StrengthMissing(Refusal):
    """Give the strength of one unit for every opioid, more than 0."""


@dataclass(frozen=True, slots=True)
class PlannedMedicine:
    """A medicine of the plan. `strength` of one unit: mg by mouth, mcg/h for a patch."""

    name: str
    drug: str
    kind: MedicineKind
    strength: Fraction | None = None
    form: Form = Form.ORAL
    unit_label: str = "tablet"
    usual_count: Fraction | None = None


@dataclass(frozen=True, slots=True)
class TrialPlan:
    """All that is laid down before the leads go in. None for zone or table: the clinic's."""

    patient_id: UUID
    modality: Modality
    placed_on: date
    planned_removal_on: date
    sites: tuple[str, ...]
    primary_site: str
    protocol: Protocol = field(default_factory=Protocol)
    medicines: tuple[PlannedMedicine, ...] = ()
    opioid_table: OpioidTable | None = None
    time_zone: str | None = None
    trial_drug: str | None = None


@transactional
def plan_trial(
    session: Session, *, plan: TrialPlan, by: Viewer, at: datetime, trial_id: UUID | None = None
) -> UUID:
    """Plan a trial; its id, which the caller may give.

    The protocol is refused where it does not fit the day of placement.
    """
    require(by, Action.PLAN_TRIAL)
    signed_by = staff_of(by)
    clinic = _clinic_of_patient(session, plan.patient_id, by)
    sites = _site_names(plan)
    primary = named(plan.primary_site).casefold()
    if primary not in (site.casefold() for site in sites):
        raise PrimarySiteUnknown
    usable(plan.protocol, plan.placed_on)
    trial = _add_trial(session, plan, trial_id or uuid4(), clinic, at)
    ids = _add_sites(session, trial.id, sites)
    _add_medicines(session, trial.id, plan.medicines)
    version = NewVersion(plan.protocol, ids[primary], plan.opioid_table or clinic.opioid_table)
    add_version(session, trial.id, version, 1, by=signed_by, at=at)
    changes = created(
        patient_id=plan.patient_id,
        modality=plan.modality,
        placed_on=plan.placed_on,
        planned_removal_on=plan.planned_removal_on,
        sites="; ".join(sites),
        medicines=len(plan.medicines),
        **version.fields(),
    )
    done = Done(Action.PLAN_TRIAL, "trial", trial.id, clinic.id, changes)
    write_audit(session, done, by=by, at=at)
    keep_outcome(session, trial.id, at=at)
    return trial.id


def _clinic_of_patient(session: Session, patient_id: UUID, by: Viewer) -> Clinic:
    clinic = session.scalar(
        select(Clinic)
        .join(Patient, Patient.clinic_id == Clinic.id)
        .where(Patient.id == patient_id, Clinic.id == by.clinic_id)
    )
    if clinic is None:
        raise NotFound
    # Held, so that the record is not merged into another one at the same moment.
    standing_patient(session, patient_id, by, Action.PLAN_TRIAL)
    return clinic


def _site_names(plan: TrialPlan) -> list[str]:
    names = [named(site) for site in plan.sites]
    if not names:
        raise NoSites
    if len({name.casefold() for name in names}) < len(names):
        raise SameSiteTwice
    return names


def _add_trial(
    session: Session, plan: TrialPlan, trial_id: UUID, clinic: Clinic, at: datetime
) -> Trial:
    zone = known_zone(plan.time_zone or clinic.time_zone)
    if plan.planned_removal_on < plan.placed_on:
        raise RemovalBeforePlacement
    check_planned(plan.placed_on, plan.planned_removal_on, diary_day(at, zone))
    trial = Trial(
        id=trial_id,
        clinic_id=clinic.id,
        patient_id=plan.patient_id,
        modality=plan.modality,
        trial_drug=plan.trial_drug,
        time_zone=zone,
        placed_on=plan.placed_on,
        planned_removal_on=plan.planned_removal_on,
        created_at=at,
    )
    session.add(trial)
    session.flush()
    return trial


def _add_sites(session: Session, trial_id: UUID, names: list[str]) -> dict[str, UUID]:
    rows = [
        TrialSite(id=uuid4(), trial_id=trial_id, name=name, position=position)
        for position, name in enumerate(names)
    ]
    session.add_all(rows)
    session.flush()
    return {row.name.casefold(): row.id for row in rows}


def _add_medicines(
    session: Session, trial_id: UUID, medicines: tuple[PlannedMedicine, ...]
) -> None:
    if named_twice(medicines):
        raise SameMedicineTwice
    for position, medicine in enumerate(medicines):
        strength = medicine.strength
        if medicine.kind is MedicineKind.OPIOID and (strength is None or strength <= 0):
            raise StrengthMissing
        session.add(
            TrialMedicine(
                trial_id=trial_id,
                name=named(medicine.name),
                drug=named(medicine.drug),
                strength=strength,
                form=medicine.form,
                unit_label=named(medicine.unit_label),
                kind=medicine.kind,
                usual_count=medicine.usual_count,
                position=position,
            )
        )
