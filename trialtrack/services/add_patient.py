"""Add a patient to a clinic, with who they are kept apart."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from trialtrack.access import Action, NotFound, Owned, Refusal, Viewer, require
from trialtrack.db import transactional
from trialtrack.models import Clinic, Patient, PatientIdentity
from trialtrack.services.add_staff import MOST_ADDRESS_CHARACTERS, NotAnAddress
from trialtrack.services.audit import Done, created, write_audit
from trialtrack.services.refusals import dialled, named
from trialtrack.store.search_keys import search_keys

MOST_NUMBER_CHARACTERS = 64


class BornInTheFuture(Refusal):
    """The date of birth is still to come."""


class NumberTooLong(Refusal):
    """Give a hospital number of 64 characters at most."""


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
    session: Session,
    *,
    clinic_id: UUID,
    identity: Identity,
    by: Viewer,
    at: datetime,
    patient_id: UUID | None = None,
) -> UUID:
    """Add a patient; the id, which the caller may give."""
    require(by, Action.ADD_PATIENT)
    if by.clinic_id not in (None, clinic_id) or session.get(Clinic, clinic_id) is None:
        raise NotFound
    require(by, Action.ADD_PATIENT, Owned(clinic_id))
    fields = asdict(usable_identity(identity, at))
    patient = Patient(id=patient_id or uuid4(), clinic_id=clinic_id, created_at=at)
    session.add(patient)
    session.flush()
    keys = search_keys(fields["family_name"], fields["given_name"], fields["hospital_number"])
    session.add(PatientIdentity(patient_id=patient.id, **fields, **keys))
    done = Done(Action.ADD_PATIENT, "patient", patient.id, clinic_id, personal=created(**fields))
    write_audit(session, done, by=by, at=at)
    return patient.id


def usable_identity(identity: Identity, at: datetime) -> Identity:
    """The identity without blanks around its parts; the refusal of what cannot be kept."""
    if identity.born_on > at.date():
        raise BornInTheFuture
    number = " ".join((identity.hospital_number or "").split())
    if len(number) > MOST_NUMBER_CHARACTERS:
        raise NumberTooLong
    phone, email = (identity.phone or "").strip(), (identity.email or "").strip()
    if email and (len(email) > MOST_ADDRESS_CHARACTERS or "@" not in email or " " in email):
        raise NotAnAddress
    return Identity(
        family_name=named(identity.family_name),
        given_name=named(identity.given_name),
        born_on=identity.born_on,
        hospital_number=number or None,
        phone=dialled(phone) if phone else None,
        email=email or None,
    )
