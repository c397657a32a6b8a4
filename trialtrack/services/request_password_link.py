"""Somebody forgot a password: a link for whoever has the address, a few an hour at most."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from trialtrack.access import Viewer
from trialtrack.db import transactional
from trialtrack.models import Clinic, PasswordLink, Staff
from trialtrack.services.add_staff import normal_address
from trialtrack.services.audit import Done, write_audit
from trialtrack.services.password_link import issue_password_link

MOST_LINKS = 3
LINKS_COUNT_FOR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class LinkToSend:
    """What the mail says: to whom it goes, at which clinic they work, the link's own token."""

    email: str
    clinic_name: str
    token: str


@transactional
def request_password_link(session: Session, *, email: str, at: datetime) -> LinkToSend | None:
    """A link for the person with this address; an earlier one ends.

    None when nobody has it, the account is closed, or three links were made within the hour.
    """
    found = session.execute(
        select(Staff, Clinic.name)
        .join(Clinic, Clinic.id == Staff.clinic_id)
        .where(Staff.email == normal_address(email), Staff.disabled_at.is_(None))
        .with_for_update(of=Staff)
    ).first()
    if found is None:
        return None
    staff, clinic_name = found
    by = Viewer.system(staff.clinic_id)
    recent = session.scalar(
        select(func.count(PasswordLink.id)).where(
            PasswordLink.staff_id == staff.id, PasswordLink.issued_at > at - LINKS_COUNT_FOR
        )
    )
    if (recent or 0) >= MOST_LINKS:
        done = Done("password_link_throttled", "staff", staff.id, staff.clinic_id)
        write_audit(session, done, by=by, at=at)
        return None
    token = issue_password_link(staff_id=staff.id, by=by, at=at, by_mail=True)
    return LinkToSend(staff.email, clinic_name, token)
