"""Add a patient to a clinic, with who they are kept apart."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from trialtrack.access import Action, NotFound, Owned, Refusal, Viewer, require
from trialtrack.db import transactional
from trialtrack.models import Clinic, Patient, PatientIdentity
from trialtrack.services.audit import Done, created, write_audit
from trialtrack.services.refusals import named
from trialtrack.store.search_keys import search_keys


class BornInTheFuture(Refusal):
    """The date of birth is still to come."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a patient is; erasable, and nowhere but in its own table."""

    family_name: str
    given_name: str
    born_on: date
    hospital_number: str | None = None
    phone: str | None = None
    email: str | None = None


@transactional
def add_patient(
    session: Session, *, clinic_id: UUID, identity: Identity, by: Viewer, at: datetime
) -> UUID:
    """Add a patient; the id."""
    require(by, Action.ADD_PATIENT)
    if by.clinic_id not in (None, clinic_id) or session.get(Clinic, clinic_id) is None:
        raise NotFound
    require(by, Action.ADD_PATIENT, Owned(clinic_id))
    if identity.born_on > at.date():
        raise BornInTheFuture
    fields = asdict(identity)
    fields["family_name"] = named(identity.family_name)
    fields["given_name"] = named(identity.given_name)
    patient = Patient(id=uuid4(), clinic_id=clinic_id, created_at=at)
    session.add(patient)
    session.flush()
    keys = search_keys(fields["family_name"], fields["given_name"], identity.hospital_number)
    session.add(PatientIdentity(patient_id=patient.id, **fields, **keys))
    done = Done(Action.ADD_PATIENT, "patient", patient.id, clinic_id, personal=created(**fields))
    write_audit(session, done, by=by, at=at)
    return patient.id
