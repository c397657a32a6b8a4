"""Change the numbers that a clinic's patients call."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from trialtrack.access import Action, NotFound, Viewer, require
from trialtrack.db import transactional
from trialtrack.models import Clinic
from trialtrack.services.audit import Done, changed, write_audit
from trialtrack.services.refusals import dialled


@transactional
def change_numbers(
    session: Session,
    *,
    clinic_id: UUID,
    phone: str | None,
    emergency_phone: str | None,
    by: Viewer,
    at: datetime,
) -> None:
    """Change one number or both; None leaves it. Pages show the new one from the next request.

    Cards that are printed keep the old one, and what a patient was told stays as it was told.
    """
    require(by, Action.CHANGE_NUMBERS)
    clinic = session.scalar(select(Clinic).where(Clinic.id == clinic_id).with_for_update())
    if clinic is None:
        raise NotFound
    old = {"phone": clinic.phone, "emergency_phone": clinic.emergency_phone}
    given = {"phone": phone, "emergency_phone": emergency_phone}
    new = {name: dialled(number) for name, number in given.items() if number is not None}
    changes = changed(old, new)
    if not changes:
        return
    for name, (_, number) in changes.items():
        setattr(clinic, name, number)
    session.flush()
    done = Done(Action.CHANGE_NUMBERS, "clinic", clinic.id, clinic.id, changes)
    write_audit(session, done, by=by, at=at)
