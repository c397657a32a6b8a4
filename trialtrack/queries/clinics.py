"""The clinics of this installation, for its commands."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from trialtrack.access import Action, Role, Viewer, require
from trialtrack.db import reading
from trialtrack.models import Clinic, Staff


@dataclass(frozen=True, slots=True)
class ListedClinic:
    """One clinic, with the numbers that its patients call and who can let its staff in.

    `administrators` counts open accounts; of those, how many have a password yet.
    """

    id: UUID
    name: str
    time_zone: str
    phone: str
    emergency_phone: str
    is_demonstration: bool
    administrators: int
    administrators_with_password: int


@reading
def clinics(session: Session, *, viewer: Viewer) -> tuple[ListedClinic, ...]:
    """Every clinic by name, in one SELECT; for the installation itself alone."""
    require(viewer, Action.SEE_CLINICS)
    administrates = and_(
        Staff.clinic_id == Clinic.id,
        Staff.role == Role.ADMINISTRATOR,
        Staff.disabled_at.is_(None),
    )
    rows = session.execute(
        select(Clinic, func.count(Staff.id), func.count(Staff.password_hash))
        .outerjoin(Staff, administrates)
        .group_by(Clinic.id)
        .order_by(Clinic.name, Clinic.id)
    )
    return tuple(_listed(*row) for row in rows)


def _listed(clinic: Clinic, administrators: int, with_password: int) -> ListedClinic:
    return ListedClinic(
        clinic.id,
        clinic.name,
        clinic.time_zone,
        clinic.phone,
        clinic.emergency_phone,
        clinic.is_demonstration,
        administrators,
        with_password,
    )
