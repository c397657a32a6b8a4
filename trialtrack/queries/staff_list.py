"""The people who work at the viewer's clinic."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from trialtrack.access import Action, NotFound, Role, Viewer, require
from trialtrack.db import reading
from trialtrack.models.clinic import Staff


@dataclass(frozen=True, slots=True)
class StaffMember:
    """One account. `state`: open, closed, or without a password yet."""

    name: str
    role: Role
    email: str
    since: date
    state: str


@reading
def staff_list(session: Session, *, viewer: Viewer) -> tuple[StaffMember, ...]:
    """Every account of the clinic by name, in one SELECT."""
    require(viewer, Action.SEE_STAFF)
    found = session.scalars(
        select(Staff).where(Staff.clinic_id == viewer.clinic_id).order_by(Staff.name, Staff.id)
    )
    return tuple(
        StaffMember(row.name, row.role, row.email, row.created_at.date(), _state(row))
        for row in found
    )


@reading
def staff_by_address(session: Session, *, viewer: Viewer, email: str) -> UUID:
    """The account with this address, whatever its letters' case; for the installation alone."""
    require(viewer, Action.SEE_CLINICS)
    found = session.scalar(select(Staff.id).where(Staff.email == email.strip().lower()))
    if found is None:
        raise NotFound("Nobody signs in with this e-mail address. See: trialtrack staff list")
    return found


def _state(row: Staff) -> str:
    if row.disabled_at is not None:
        return "closed"
    return "open" if row.password_hash is not None else "no password yet"
