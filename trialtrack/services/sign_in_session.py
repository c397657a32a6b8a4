"""Sessions, kept on the server: opened, resolved on every request, ended."""

from datetime import UTC, datetime, time, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from uuid import UUID, uuid4

from sqlalchemy import Row, Select, func, or_, select, update
from sqlalchemy.orm import Session

from trialtrack.access import Role, Viewer
from trialtrack.db import reading, transactional
from trialtrack.models import Patient, SignInSession, Staff, Trial
from trialtrack.services.audit import Done, write_audit
from trialtrack.services.withdraw import HasWithdrawn, has_withdrawn

STAFF_SESSION_LASTS = timedelta(hours=12)
PATIENT_SESSION_LASTS_AFTER_REMOVAL = timedelta(days=30)
TOUCH_EVERY = timedelta(minutes=1)
TOKEN_BYTES = 32


def new_token() -> str:
    """An opaque token that cannot be guessed."""
    return token_urlsafe(TOKEN_BYTES)


def token_hash(token: str) -> str:
    """What is kept of a token."""
    return sha256(token.encode()).hexdigest()


def open_session(
    session: Session,
    *,
    staff_id: UUID | None,
    patient_id: UUID | None,
    action: str,
    at: datetime,
) -> str:
    """Open a session for one person, with its audit row; the token is for them alone."""
    if patient_id is not None and _has_left(session, patient_id):
        raise HasWithdrawn
    token = new_token()
    row = SignInSession(
        id=uuid4(),
        token_hash=token_hash(token),
        staff_id=staff_id,
        patient_id=patient_id,
        created_at=at,
        last_seen_at=at,
        expires_at=_expires_at(session, patient_id, at),
    )
    session.add(row)
    session.flush()
    by = _viewer(session.execute(_who().where(SignInSession.id == row.id)).one())
    done = Done(action, "session", row.id, by.clinic_id)
    write_audit(session, done, by=by, at=at)
    return token


def _has_left(session: Session, patient_id: UUID) -> bool:
    """Whether the patient stopped taking part in the newest of their trials."""
    newest = session.scalar(
        select(Trial.id)
        .where(Trial.patient_id == patient_id)
        .order_by(Trial.placed_on.desc(), Trial.created_at.desc())
        .limit(1)
    )
    return newest is not None and has_withdrawn(session, newest)


def _expires_at(session: Session, patient_id: UUID | None, at: datetime) -> datetime:
    """Staff are signed out after half a day; patients keep their diary open until it is over.

    Someone in pain who puts the phone down must find the answers when they pick it up again.
    """
    removal = session.scalar(
        select(func.max(func.coalesce(Trial.removed_on, Trial.planned_removal_on))).where(
            Trial.patient_id == patient_id
        )
    )
    shortest = at + STAFF_SESSION_LASTS
    if patient_id is None or removal is None:
        return shortest
    ends = datetime.combine(removal, time(), UTC) + PATIENT_SESSION_LASTS_AFTER_REMOVAL
    return max(shortest, ends)


def resolve_session(*, token: str, at: datetime, idle: timedelta) -> Viewer | None:
    """Who is signed in; None when unknown, ended, over, or staff idle for longer than `idle`.

    Notes at most once a minute that the person was seen: a page read is not a write.
    """
    row = _live_session(token=token, at=at, idle=idle)
    if row is None:
        return None
    viewer, last_seen_at = row
    if at - last_seen_at >= TOUCH_EVERY:
        _touch(session_id=viewer.session_id, at=at)
    return viewer


@transactional
def end_session(session: Session, *, token: str, at: datetime) -> None:
    """Sign out; a session that is over already stays as it is."""
    row = session.execute(_who().where(SignInSession.token_hash == token_hash(token))).first()
    if row is None or row.SignInSession.ended_at is not None:
        return
    row.SignInSession.ended_at = at
    by = _viewer(row)
    write_audit(session, Done("sign_out", "session", by.session_id, by.clinic_id), by=by, at=at)


@reading
def _live_session(
    session: Session, *, token: str, at: datetime, idle: timedelta
) -> tuple[Viewer, datetime] | None:
    row = session.execute(
        _who().where(
            SignInSession.token_hash == token_hash(token),
            SignInSession.ended_at.is_(None),
            SignInSession.expires_at > at,
            or_(SignInSession.patient_id.is_not(None), SignInSession.last_seen_at > at - idle),
            Staff.disabled_at.is_(None),
        )
    ).first()
    return None if row is None else (_viewer(row), row.SignInSession.last_seen_at)


@transactional
def _touch(session: Session, *, session_id: UUID | None, at: datetime) -> None:
    session.execute(
        update(SignInSession)
        .where(SignInSession.id == session_id, SignInSession.last_seen_at <= at - TOUCH_EVERY)
        .values(last_seen_at=at)
    )


def _who() -> Select[SignInSession, Staff | None, Patient | None]:
    return (
        select(SignInSession, Staff, Patient)
        .outerjoin(Staff, SignInSession.staff_id == Staff.id)
        .outerjoin(Patient, SignInSession.patient_id == Patient.id)
    )


def _viewer(row: Row[SignInSession, Staff | None, Patient | None]) -> Viewer:
    opened, staff, patient = row
    if staff is not None:
        return Viewer(staff.role, staff.clinic_id, staff_id=staff.id, session_id=opened.id)
    if patient is None:
        raise RuntimeError("a session belongs to a member of staff or to a patient")
    return Viewer(Role.PATIENT, patient.clinic_id, patient_id=patient.id, session_id=opened.id)
