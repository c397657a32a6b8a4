"""Who is signed in where: the few facts that the frame of every page shows."""

from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from trialtrack.access import Viewer
from trialtrack.db import reading
from trialtrack.models.clinic import Clinic, Staff


@dataclass(frozen=True, slots=True)
class Here:
    """The clinic, whether it is the demonstration, and the name of the staff member."""

    demonstration: bool
    clinic_name: str | None = None
    clinic_phone: str | None = None
    staff_name: str | None = None
    emergency_phone: str | None = None


@reading
def here(session: Session, *, viewer: Viewer | None) -> Here:
    """One SELECT; for nobody signed in, only whether this is a demonstration."""
    if viewer is None:
        return Here(bool(session.scalar(select(exists().where(Clinic.is_demonstration)))))
    clinic = session.execute(
        select(
            Clinic.is_demonstration, Clinic.name, Clinic.phone, Staff.name, Clinic.emergency_phone
        )
        .join(Staff, Staff.id == viewer.staff_id, isouter=True)
        .where(Clinic.id == viewer.clinic_id)
    ).one()
    return Here(*clinic)
