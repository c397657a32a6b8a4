"""What an account typed and has not sent yet: for its own eyes only."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from trialtrack.access import Action, Viewer, require
from trialtrack.db import reading
from trialtrack.models import Clinic, Patient, PatientIdentity, Trial, WaitingForm
from trialtrack.queries.matter import person_seen
from trialtrack.store.find_people import patients_within
from trialtrack.store.records import PatientFacts
from trialtrack.store.sealed import unseal
from trialtrack.store.typed_forms import TypedForm, waits_for


@dataclass(frozen=True, slots=True)
class Waiting:
    """One form that waits, and until when. Times are to be said in `time_zone`."""

    id: UUID
    typed: TypedForm
    kept_at: datetime
    expires_at: datetime
    time_zone: str


@reading
def waiting_forms(session: Session, *, viewer: Viewer, at: datetime) -> tuple[Waiting, ...]:
    """The viewer's own, the newest first. One SELECT."""
    require(viewer, Action.HANDLE_WAITING_FORM)
    found = session.execute(
        select(WaitingForm, Clinic.time_zone)
        .join(Clinic, Clinic.id == viewer.clinic_id)
        .where(_own(viewer, at))
        .order_by(WaitingForm.kept_at.desc(), WaitingForm.id)
    )
    read = []
    for row, time_zone in found:
        text = unseal(session, row.sealed)
        if text is not None:
            typed = TypedForm.from_text(text)
            read.append(Waiting(row.id, typed, row.kept_at, row.expires_at, time_zone))
    return tuple(read)


@reading
def people_of(
    session: Session, *, viewer: Viewer, ids: Collection[UUID]
) -> Mapping[UUID, PatientFacts]:
    """Whom forms are about, by the id of a trial or a patient; those within reach. One SELECT."""
    require(viewer, Action.HANDLE_WAITING_FORM)
    rows = session.execute(
        select(Patient.id, Trial.id, PatientIdentity)
        .outerjoin(Trial, and_(Trial.patient_id == Patient.id, Trial.id.in_(ids)))
        .outerjoin(PatientIdentity, PatientIdentity.patient_id == Patient.id)
        .where(or_(Patient.id.in_(ids), Trial.id.in_(ids)), patients_within(viewer))
    )
    return {
        about: person_seen(viewer, patient_id, identity)
        for patient_id, trial_id, identity in rows
        for about in (patient_id, trial_id)
        if about is not None
    }


@reading
def something_waits(session: Session, *, viewer: Viewer, at: datetime) -> bool:
    """Whether there is any, for the notice on every page. One SELECT."""
    own = select(WaitingForm.id).where(_own(viewer, at)).limit(1)
    return session.scalar(own) is not None


def _own(viewer: Viewer, at: datetime) -> ColumnElement[bool]:
    return and_(waits_for(viewer.account), WaitingForm.expires_at > at)
