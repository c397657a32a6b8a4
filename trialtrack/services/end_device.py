"""End the session on one device, by the patient or by the team."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from trialtrack.access import Action, NotFound, Owned, Viewer, require
from trialtrack.db import transactional
from trialtrack.models import Device, Patient, SignInSession
from trialtrack.services.audit import Done, write_audit
from trialtrack.services.refusals import staff_of


@transactional
def end_device(
    session: Session, *, session_id: UUID, by: Viewer, at: datetime, patient_id: UUID | None = None
) -> None:
    """Sign one device out; one that is signed out already stays as it is.

    NotFound when it is not a patient's device within reach, or not `patient_id`'s where given.
    """
    require(by, Action.END_DEVICE)
    opened, _, clinic_id = _device(session, session_id, by, patient_id)
    if opened.ended_at is not None:
        return
    opened.ended_at = at
    session.flush()
    done = Done("end_device", "session", session_id, clinic_id, {"ended_at": (None, at)})
    write_audit(session, done, by=by, at=at)


@transactional
def note_shut_device(
    session: Session, *, session_id: UUID, by: Viewer, at: datetime, patient_id: UUID
) -> None:
    """The team has taken note of a device that five wrong dates of birth shut."""
    require(by, Action.MAKE_CARD)
    _, device, clinic_id = _device(session, session_id, by, patient_id)
    if device.shut_at is None or device.seen_at is not None:
        return
    device.seen_at, device.seen_by_id = at, staff_of(by)
    session.flush()
    done = Done("note_shut_device", "session", session_id, clinic_id, {"seen_at": (None, at)})
    write_audit(session, done, by=by, at=at)


def _device(
    session: Session, session_id: UUID, by: Viewer, patient_id: UUID | None
) -> tuple[SignInSession, Device, UUID]:
    row = session.execute(
        select(SignInSession, Device, Patient)
        .join(Device, Device.session_id == SignInSession.id)
        .join(Patient, Patient.id == SignInSession.patient_id)
        .where(SignInSession.id == session_id, Patient.clinic_id == by.clinic_id)
        .with_for_update(of=SignInSession)
    ).first()
    if row is None:
        raise NotFound
    opened, device, patient = row
    if by.patient_id is not None and by.patient_id != patient.id:
        raise NotFound
    if patient_id is not None and patient_id != patient.id:
        raise NotFound
    require(by, Action.END_DEVICE, Owned(patient.clinic_id, patient.id))
    return opened, device, patient.clinic_id
