"""Add someone who works at a clinic."""

import re
from datetime import datetime
from uuid import UUID, uuid4

from argon2 import PasswordHasher
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from trialtrack.access import STAFF_ROLES, Action, NotFound, Owned, Refusal, Role, Viewer, require
from trialtrack.db import transactional
from trialtrack.models import Clinic, Staff
from trialtrack.services.audit import Done, created, write_audit
from trialtrack.services.passwords import ARGON2ID, Whose, password_hash
from trialtrack.services.refusals import named

MOST_ADDRESS_CHARACTERS = 254
_ADDRESS = re.compile(r"[^@\s,;:<>()\[\]\"\\]+@[^@\s,;:<>()\[\]\"\\]+")


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
    """Add a staff member; the id. Without a password they choose one by a link first."""
    require(by, Action.ADD_STAFF)
    clinic = _clinic(session, clinic_id, by)
    if role not in STAFF_ROLES:
        raise NotAStaffRole
    address = _free_address(session, email)
    person = named(name)
    hashed = None
    if password is not None:
        whose = Whose(address, person, clinic.name)
        hashed = password_hash(password, of=whose, hasher=hasher)
    staff = Staff(
        id=uuid4(),
        clinic_id=clinic_id,
        role=role,
        name=person,
        email=address,
        password_hash=hashed,
        created_at=at,
    )
    _keep(session, staff)
    personal = created(name=staff.name, email=address)
    done = Done(Action.ADD_STAFF, "staff", staff.id, clinic_id, created(role=role), personal)
    write_audit(session, done, by=by, at=at)
    return staff.id


def _free_address(session: Session, email: str) -> str:
    address = normal_address(email)
    if not _ADDRESS.fullmatch(address) or len(address) > MOST_ADDRESS_CHARACTERS:
        raise NotAnAddress
    if session.scalar(select(Staff.id).where(Staff.email == address)):
        raise AddressTaken
    return address


def _keep(session: Session, staff: Staff) -> None:
    try:
        with session.begin_nested():
            session.add(staff)
    except IntegrityError:
        # Someone else added this address at the same moment.
        raise AddressTaken from None


def _clinic(session: Session, clinic_id: UUID, by: Viewer) -> Clinic:
    clinic = session.get(Clinic, clinic_id)
    if clinic is None or by.clinic_id not in (None, clinic_id):
        raise NotFound
    require(by, Action.ADD_STAFF, Owned(clinic_id))
    return clinic
