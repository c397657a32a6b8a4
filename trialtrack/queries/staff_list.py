"""The people who work at the viewer's clinic, and one of them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from trialtrack.access import Action, NotFound, Role, Viewer, require
from trialtrack.db import reading
from trialtrack.models import PasswordLink
from trialtrack.models.clinic import Clinic, Staff


@dataclass(frozen=True, slots=True)
class StaffMember:
    """One account. `state`: open, closed, or without a password yet."""

    id: UUID
    name: str
    role: Role
    email: str
    since: date
    state: str


@dataclass(frozen=True, slots=True)
class StaffAccount:
    """One account with the link that works for it, if there is one, and the clinic's time zone."""

    member: StaffMember
    closed: bool
    link_until: datetime | None
    time_zone: str


@reading
def staff_list(session: Session, *, viewer: Viewer) -> tuple[StaffMember, ...]:
    """Every account of the clinic by name, in one SELECT."""
    require(viewer, Action.SEE_STAFF)
    found = session.scalars(
        select(Staff).where(Staff.clinic_id == viewer.clinic_id).order_by(Staff.name, Staff.id)
    )
    return tuple(_member(row) for row in found)


@reading
def staff_account(
    session: Session, *, viewer: Viewer, staff_id: UUID, at: datetime
) -> StaffAccount:
    """One account of the viewer's clinic, in one SELECT; NotFound for another clinic's."""
    require(viewer, Action.SEE_STAFF)
    working = and_(
        PasswordLink.staff_id == Staff.id,
        PasswordLink.ended_at.is_(None),
        PasswordLink.expires_at > at,
    )
    row = session.execute(
        select(Staff, PasswordLink.expires_at, Clinic.time_zone)
        .join(Clinic, Clinic.id == Staff.clinic_id)
        .outerjoin(PasswordLink, working)
        .where(Staff.id == staff_id, Staff.clinic_id == viewer.clinic_id)
    ).first()
    if row is None:
        raise NotFound
    staff, link_until, time_zone = row
    return StaffAccount(_member(staff), staff.disabled_at is not None, link_until, time_zone)


@reading
def staff_by_address(session: Session, *, viewer: Viewer, email: str) -> UUID:
    """The account with this address, whatever its letters' case; for the installation alone."""
    require(viewer, Action.SEE_CLINICS)
    found = session.scalar(select(Staff.id).where(Staff.email == email.strip().lower()))
    if found is None:
        raise NotFound("Nobody signs in with this e-mail address. See: trialtrack staff list")
    return found


def _member(row: Staff) -> StaffMember:
    return StaffMember(row.id, row.name, row.role, row.email, row.created_at.date(), _state(row))


def _state(row: Staff) -> str:
    if row.disabled_at is not None:
        return "closed"
    return "open" if row.password_hash is not None else "no password yet"
