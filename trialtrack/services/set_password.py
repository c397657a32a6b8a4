"""Give a staff member another password; whoever is signed in with the old one is signed out."""

from datetime import datetime
from uuid import UUID

from argon2 import PasswordHasher
from sqlalchemy import update
from sqlalchemy.orm import Session

from trialtrack.access import Action, NotFound, Owned, Viewer, require
from trialtrack.db import transactional
from trialtrack.models import SignInSession, Staff
from trialtrack.services.audit import Done, write_audit
from trialtrack.services.passwords import ARGON2ID, password_hash


@transactional
def set_password(
    session: Session,
    *,
    staff_id: UUID,
    password: str,
    by: Viewer,
    at: datetime,
    hasher: PasswordHasher = ARGON2ID,
) -> None:
    """Set the password and end the person's sessions."""
    require(by, Action.SET_PASSWORD)
    staff = session.get(Staff, staff_id)
    if staff is None or by.clinic_id not in (None, staff.clinic_id):
        raise NotFound
    require(by, Action.SET_PASSWORD, Owned(staff.clinic_id))
    staff.password_hash = password_hash(password, email=staff.email, hasher=hasher)
    session.execute(
        update(SignInSession)
        .where(SignInSession.staff_id == staff_id, SignInSession.ended_at.is_(None))
        .values(ended_at=at)
    )
    done = Done(Action.SET_PASSWORD, "staff", staff_id, staff.clinic_id)
    write_audit(session, done, by=by, at=at)
