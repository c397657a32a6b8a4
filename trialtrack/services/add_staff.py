"""Add someone who works at a clinic."""

import re
from datetime import datetime
from uuid import UUID, uuid4

from argon2 import PasswordHasher
from sqlalchemy import select
from sqlalchemy.orm import Session

from trialtrack.access import STAFF_ROLES, Action, NotFound, Owned, Refusal, Role, Viewer, require
from trialtrack.db import transactional
from trialtrack.models import Clinic, Staff
from trialtrack.services.audit import Done, created, write_audit
from trialtrack.services.passwords import ARGON2ID, password_hash
from trialtrack.services.refusals import named

MOST_ADDRESS_CHARACTERS = 254
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")


class NotAnAddress(Refusal):
    """Give an e-mail address such as name@example.org."""


class AddressTaken(Refusal):
    """Somebody already signs in with this e-mail address."""


class NotAStaffRole(Refusal):
    """Choose nurse, consultant, representative or administrator."""


def normal_address(email: str) -> str:
    """An e-mail address as it is kept: trimmed, in small letters."""
    return email.strip().lower()


@transactional
def add_staff(
    session: Session,
    *,
    clinic_id: UUID,
    role: Role,
    name: str,
    email: str,
    password: str | None,
    by: Viewer,
    at: datetime,
    hasher: PasswordHasher = ARGON2ID,
) -> UUID:
    """Add a staff member; the id. Without a password they sign in by link only."""
    require(by, Action.ADD_STAFF)
    _require_clinic(session, clinic_id, by)
    if role not in STAFF_ROLES:
        raise NotAStaffRole
    address = normal_address(email)
    if not _ADDRESS.fullmatch(address) or len(address) > MOST_ADDRESS_CHARACTERS:
        raise NotAnAddress
    if session.scalar(select(Staff.id).where(Staff.email == address)):
        raise AddressTaken
    hashed = None if password is None else password_hash(password, email=address, hasher=hasher)
    staff = Staff(
        id=uuid4(),
        clinic_id=clinic_id,
        role=role,
        name=named(name),
        email=address,
        password_hash=hashed,
        created_at=at,
    )
    session.add(staff)
    session.flush()
    personal = created(name=staff.name, email=address)
    done = Done(Action.ADD_STAFF, "staff", staff.id, clinic_id, created(role=role), personal)
    write_audit(session, done, by=by, at=at)
    return staff.id


def _require_clinic(session: Session, clinic_id: UUID, by: Viewer) -> None:
    within = by.clinic_id in (None, clinic_id)
    if not within or session.get(Clinic, clinic_id) is None:
        raise NotFound
    require(by, Action.ADD_STAFF, Owned(clinic_id))
