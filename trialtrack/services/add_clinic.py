"""Add a clinic to the installation."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from trialtrack.access import Action, Refusal, Viewer, require
from trialtrack.clinical.opioids import OpioidTable
from trialtrack.db import transactional
from trialtrack.models import Clinic
from trialtrack.services.audit import Done, created, write_audit
from trialtrack.services.consent_notice import FIRST_NOTICE, add_notice
from trialtrack.services.refusals import dialled, known_zone, named
from trialtrack.services.sign_advice import FIRST_ADVICE, add_sign_advice


class RealAndDemonstration(Refusal):
    """A demonstration clinic and a real one are never kept in one database."""


class ClinicNameTaken(Refusal):
    """There is a clinic of this name already."""


@transactional
def add_clinic(
    session: Session,
    *,
    name: str,
    time_zone: str,
    phone: str,
    emergency_phone: str,
    is_demonstration: bool,
    opioid_table: OpioidTable,
    by: Viewer,
    at: datetime,
) -> UUID:
    """Add a clinic; its id. A demonstration beside a real clinic is refused, and the reverse."""
    require(by, Action.ADD_CLINIC)
    if session.scalar(select(Clinic.id).where(Clinic.is_demonstration != is_demonstration)):
        raise RealAndDemonstration
    full_name = named(name)
    if session.scalar(select(Clinic.id).where(func.lower(Clinic.name) == full_name.lower())):
        raise ClinicNameTaken
    fields = {
        "name": full_name,
        "time_zone": known_zone(time_zone),
        "phone": dialled(phone),
        "emergency_phone": dialled(emergency_phone),
        "is_demonstration": is_demonstration,
        "opioid_table": opioid_table,
    }
    clinic = Clinic(id=uuid4(), created_at=at, **fields)
    session.add(clinic)
    session.flush()
    done = Done(Action.ADD_CLINIC, "clinic", clinic.id, clinic.id, created(**fields))
    write_audit(session, done, by=by, at=at)
    add_notice(session, clinic.id, FIRST_NOTICE, by=by, at=at)
    add_sign_advice(session, clinic.id, FIRST_ADVICE, None, by=by, at=at)
    return clinic.id
