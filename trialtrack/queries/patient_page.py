"""One person: who they are, every trial of theirs, and what was put right about them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from trialtrack.access import Action, NotFound, Viewer, require
from trialtrack.db import reading
from trialtrack.models import (
    Card,
    Clinic,
    Device,
    IdentityCorrection,
    IdentityField,
    Patient,
    PatientIdentity,
    PatientMerge,
    PatientSplit,
    PersonalText,
    SignInSession,
    Staff,
    Trial,
    TrialMove,
)
from trialtrack.queries.matter import person_seen
from trialtrack.queries.patient_list import TrialOfPatient, trials_of
from trialtrack.store.find_people import patients_within
from trialtrack.store.records import PatientFacts


@dataclass(frozen=True, slots=True)
class Corrected:
    """One field, what it was, when, by whom and why. `old` None: it was empty, or is erased."""

    field: IdentityField
    old: str | None
    was_empty: bool
    at: datetime
    by_name: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class Moved:
    """A trial that came from another record (`came`), or went to it."""

    trial_id: UUID
    came: bool
    other: PatientFacts
    at: datetime
    by_name: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class Merged:
    """Another record that is, or was, part of this one (`theirs`), or this one of it.

    `split_at`: it was taken back then; None: it stands.
    """

    id: UUID
    theirs: bool
    other: PatientFacts
    at: datetime
    by_name: str
    reason: str | None
    split_at: datetime | None
    split_by: str | None
    split_reason: str | None


@dataclass(frozen=True, slots=True)
class PatientPage:
    """What the team reads of a person. `wrong_dates`: tries with a wrong date of birth so far.

    `person` holds no name once it is erased; `corrections` is how often it was corrected.
    """

    person: PatientFacts
    phone: str | None
    email: str | None
    time_zone: str
    trials: tuple[TrialOfPatient, ...]
    corrected: tuple[Corrected, ...]
    moved: tuple[Moved, ...]
    merged: tuple[Merged, ...]
    wrong_dates: int

    @property
    def part_of(self) -> Merged | None:
        """The merge by which this record is part of another now."""
        return next((m for m in self.merged if not m.theirs and m.split_at is None), None)


@reading
def patient_page(session: Session, *, viewer: Viewer, patient_id: UUID) -> PatientPage:
    """In six SELECTs; NotFound when it is not a patient of the viewer's clinic."""
    require(viewer, Action.SEE_PATIENTS)
    row = session.execute(
        select(Patient, Clinic.time_zone, PatientIdentity)
        .join(Clinic, Clinic.id == Patient.clinic_id)
        .outerjoin(PatientIdentity, PatientIdentity.patient_id == Patient.id)
        .where(Patient.id == patient_id, patients_within(viewer))
    ).first()
    if row is None:
        raise NotFound
    _, time_zone, identity = row
    return PatientPage(
        person=person_seen(viewer, patient_id, identity),
        phone=None if identity is None else identity.phone,
        email=None if identity is None else identity.email,
        time_zone=time_zone,
        trials=trials_of(session, [patient_id]).get(patient_id, ()),
        corrected=_corrected(session, patient_id),
        moved=_moved(session, viewer, patient_id),
        merged=_merged(session, viewer, patient_id),
        wrong_dates=_wrong_dates(session, patient_id),
    )


def _corrected(session: Session, patient_id: UUID) -> tuple[Corrected, ...]:
    reason = aliased(PersonalText)
    rows = session.execute(
        select(IdentityCorrection, PersonalText.text, Staff.name, reason.text)
        .join(Staff, Staff.id == IdentityCorrection.corrected_by_id)
        .outerjoin(PersonalText, PersonalText.id == IdentityCorrection.old_text_id)
        .outerjoin(reason, reason.id == IdentityCorrection.reason_text_id)
        .where(IdentityCorrection.patient_id == patient_id)
        .order_by(IdentityCorrection.corrected_at.desc(), IdentityCorrection.field)
    )
    return tuple(
        Corrected(row.field, old, row.old_text_id is None, row.corrected_at, name, why)
        for row, old, name, why in rows
    )


def _moved(session: Session, viewer: Viewer, patient_id: UUID) -> tuple[Moved, ...]:
    """What went because two records were one person's is told with the merge."""
    come, gone = aliased(PatientIdentity), aliased(PatientIdentity)
    rows = session.execute(
        select(TrialMove, come, gone, Staff.name, PersonalText.text)
        .join(Staff, Staff.id == TrialMove.moved_by_id)
        .join(PersonalText, PersonalText.id == TrialMove.reason_text_id)
        .outerjoin(come, come.patient_id == TrialMove.from_id)
        .outerjoin(gone, gone.patient_id == TrialMove.to_id)
        .where(
            or_(TrialMove.from_id == patient_id, TrialMove.to_id == patient_id),
            TrialMove.merge_id.is_(None),
        )
        .order_by(TrialMove.moved_at.desc(), TrialMove.id)
    )
    return tuple(
        Moved(
            row.trial_id,
            row.to_id == patient_id,
            person_seen(viewer, row.from_id, before)
            if row.to_id == patient_id
            else person_seen(viewer, row.to_id, after),
            row.moved_at,
            name,
            why,
        )
        for row, before, after, name, why in rows
    )


def _merged(session: Session, viewer: Viewer, patient_id: UUID) -> tuple[Merged, ...]:
    merged, into, splitter = aliased(PatientIdentity), aliased(PatientIdentity), aliased(Staff)
    split_why = aliased(PersonalText)
    rows = session.execute(
        select(
            PatientMerge,
            merged,
            into,
            Staff.name,
            PersonalText.text,
            PatientSplit.split_at,
            splitter.name,
            split_why.text,
        )
        .join(Staff, Staff.id == PatientMerge.merged_by_id)
        .join(PersonalText, PersonalText.id == PatientMerge.reason_text_id)
        .outerjoin(merged, merged.patient_id == PatientMerge.merged_id)
        .outerjoin(into, into.patient_id == PatientMerge.into_id)
        .outerjoin(PatientSplit, PatientSplit.merge_id == PatientMerge.id)
        .outerjoin(splitter, splitter.id == PatientSplit.split_by_id)
        .outerjoin(split_why, split_why.id == PatientSplit.reason_text_id)
        .where(or_(PatientMerge.merged_id == patient_id, PatientMerge.into_id == patient_id))
        .order_by(PatientMerge.merged_at.desc(), PatientMerge.id)
    )
    return tuple(
        Merged(
            row.id,
            row.into_id == patient_id,
            person_seen(viewer, row.merged_id, other)
            if row.into_id == patient_id
            else person_seen(viewer, row.into_id, survivor),
            row.merged_at,
            name,
            why,
            split_at,
            split_by,
            split_reason,
        )
        for row, other, survivor, name, why, split_at, split_by, split_reason in rows
    )


def _wrong_dates(session: Session, patient_id: UUID) -> int:
    """With the cards of their trials that have not ended, and on devices that are signed in."""
    cards = (
        select(func.coalesce(func.sum(Card.wrong_dates), 0))
        .join(Trial, Trial.id == Card.trial_id)
        .where(Trial.patient_id == patient_id, Card.ended_at.is_(None))
        .scalar_subquery()
    )
    devices = (
        select(func.coalesce(func.sum(Device.wrong_dates), 0))
        .join(SignInSession, SignInSession.id == Device.session_id)
        .where(SignInSession.patient_id == patient_id, SignInSession.ended_at.is_(None))
        .scalar_subquery()
    )
    return int(session.scalar(select(cards + devices)) or 0)
