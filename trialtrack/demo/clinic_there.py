"""The demonstration clinic in the database in use, and who can sign in to it."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from trialtrack.access import Role
from trialtrack.db import reading
from trialtrack.models import Clinic, Patient, PatientIdentity, Staff, Trial


@dataclass(frozen=True, slots=True)
class SomeoneThere:
    """Someone of the demonstration clinic; `id` is the patient's or the staff member's own."""

    role: Role
    id: UUID
    name: str


@reading
def demonstration_clinic(session: Session) -> UUID | None:
    """The id of the demonstration clinic; None when this database has none."""
    return session.scalar(select(Clinic.id).where(Clinic.is_demonstration))


@reading
def people_there(session: Session, *, clinic_id: UUID) -> tuple[SomeoneThere, ...]:
    """Patients, then staff. First come those with the leads in, newest first, last those out."""
    patients = session.execute(
        select(PatientIdentity)
        .join(Patient, Patient.id == PatientIdentity.patient_id)
        .join(Trial, Trial.patient_id == Patient.id)
        .where(Patient.clinic_id == clinic_id)
        .order_by(
            Trial.removed_on.is_not(None),
            Trial.cancelled_at.is_not(None),
            Trial.placement_recorded_at.is_(None),
            Trial.placed_on.desc(),
            PatientIdentity.family_name,
        )
    ).scalars()
    staff = session.execute(
        select(Staff)
        .where(Staff.clinic_id == clinic_id, Staff.disabled_at.is_(None))
        .order_by(Staff.name)
    ).scalars()
    # A patient may come back for a second trial, and is one person still.
    found = {
        identity.patient_id: SomeoneThere(
            Role.PATIENT,
            identity.patient_id,
            f"{identity.given_name} {identity.family_name}",
        )
        for identity in patients
    }
    return (*found.values(), *(SomeoneThere(each.role, each.id, each.name) for each in staff))
