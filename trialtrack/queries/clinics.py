"""The clinics of this installation, for its commands."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from trialtrack.access import Action, Viewer, require
from trialtrack.db import reading
from trialtrack.models import Clinic


@dataclass(frozen=True, slots=True)
class ListedClinic:
    """One clinic, with the numbers that its patients call."""

    id: UUID
    name: str
    time_zone: str
    phone: str
    emergency_phone: str


@reading
def clinics(session: Session, *, viewer: Viewer) -> tuple[ListedClinic, ...]:
    """Every clinic by name, in one SELECT; for the installation itself alone."""
    require(viewer, Action.SEE_CLINICS)
    rows = session.execute(
        select(
            Clinic.id, Clinic.name, Clinic.time_zone, Clinic.phone, Clinic.emergency_phone
        ).order_by(Clinic.name, Clinic.id)
    )
    return tuple(ListedClinic(*row) for row in rows)
