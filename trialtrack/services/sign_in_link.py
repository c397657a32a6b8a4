"""Sign in by a link that works once, for ten minutes, at a demonstration clinic only."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from trialtrack.access import Action, NotFound, Refusal, Viewer, require
from trialtrack.db import transactional
from trialtrack.models import Clinic, Patient, SignInLink, Staff
from trialtrack.services.audit import Done, write_audit
from trialtrack.services.sign_in_session import new_token, open_session, token_hash

LINK_LASTS = timedelta(minutes=10)


class OnlyForDemonstration(Refusal):
    """Links that sign in are made for the demonstration clinic only."""


class LinkNotUsable(Refusal):
    """This link was used already, or is too old; ask for another one."""


@transactional
def issue_sign_in_link(
    session: Session,
    *,
    by: Viewer,
    at: datetime,
    staff_id: UUID | None = None,
    patient_id: UUID | None = None,
) -> str:
    """Make a link for one person, staff or patient; its token."""
    require(by, Action.ISSUE_SIGN_IN_LINK)
    if (staff_id is None) == (patient_id is None):
        raise ValueError("a link is for one person: name staff_id or patient_id")
    clinic = session.scalar(_clinic_of(staff_id, patient_id))
    if clinic is None:
        raise NotFound
    if not clinic.is_demonstration:
        raise OnlyForDemonstration
    token = new_token()
    link = SignInLink(
        id=uuid4(),
        token_hash=token_hash(token),
        staff_id=staff_id,
        patient_id=patient_id,
        issued_at=at,
        expires_at=at + LINK_LASTS,
    )
    session.add(link)
    session.flush()
    done = Done(Action.ISSUE_SIGN_IN_LINK, "sign_in_link", link.id, clinic.id)
    write_audit(session, done, by=by, at=at)
    return token


@transactional
def sign_in_by_link(
    session: Session, *, token: str, at: datetime, device_name: str = "A device"
) -> str:
    """Use a link; the token of a new session. Of two uses at the same moment one is refused."""
    claimed = session.execute(
        update(SignInLink)
        .where(
            SignInLink.token_hash == token_hash(token),
            SignInLink.used_at.is_(None),
            SignInLink.expires_at > at,
        )
        .values(used_at=at)
        .returning(SignInLink.staff_id, SignInLink.patient_id)
    ).first()
    if claimed is None:
        raise LinkNotUsable
    return open_session(
        session,
        staff_id=claimed.staff_id,
        patient_id=claimed.patient_id,
        action="sign_in_by_link",
        at=at,
        device_name=device_name,
    )


def _clinic_of(staff_id: UUID | None, patient_id: UUID | None) -> Select[Clinic]:
    if staff_id is not None:
        return select(Clinic).join(Staff).where(Staff.id == staff_id)
    return select(Clinic).join(Patient).where(Patient.id == patient_id)
