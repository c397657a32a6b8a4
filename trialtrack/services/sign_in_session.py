"""Sessions, kept on the server: opened, resolved on every request, ended."""

from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row, Select, exists, or_, select, update
from sqlalchemy.orm import Session

from trialtrack.access import Role, Viewer
from trialtrack.db import reading, transactional
from trialtrack.models import Device, Patient, SignInSession, Staff, Trial
from trialtrack.services.audit import Done, created, write_audit
from trialtrack.services.purge_waiting_forms import purge_waiting_forms
from trialtrack.services.withdraw import HasWithdrawn, has_withdrawn
from trialtrack.store.devices import lasting_trial, lasts
from trialtrack.store.scope import newest_first

SESSION_LASTS = timedelta(hours=12)
"""A member of staff's; a patient's lasts on until the trial is over: store/devices.py."""
PAST_ANSWERS_OPEN_FOR = timedelta(minutes=30)
"""After a device was left alone for so long, past answers ask for the date of birth."""
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
    card_id: UUID | None = None,
    device_name: str = "A device",
    browser_digest: str | None = None,
) -> str:
    """Open a session for one person, with its audit row; the token is for them alone.

    A patient's device is named, so that it can be told from others and ended.
    """
    if patient_id is not None and has_left(session, patient_id):
        raise HasWithdrawn
    purge_waiting_forms(session, at)
    token = new_token()
    row = SignInSession(
        id=uuid4(),
        token_hash=token_hash(token),
        staff_id=staff_id,
        patient_id=patient_id,
        created_at=at,
        last_seen_at=at,
        expires_at=at + SESSION_LASTS,
    )
    session.add(row)
    session.flush()
    if patient_id is not None:
        device = Device(session_id=row.id, card_id=card_id, name=device_name, wrong_dates=0)
        device.browser_digest = browser_digest
        session.add(device)
    by = _viewer(session.execute(_who().where(SignInSession.id == row.id)).one())
    changes = {} if card_id is None else created(card_id=card_id)
    done = Done(action, "session", row.id, by.clinic_id, changes)
    write_audit(session, done, by=by, at=at)
    return token


def has_left(session: Session, patient_id: UUID) -> bool:
    """Whether the patient stopped taking part in the newest of their trials."""
    newest = session.scalar(
        select(Trial.id).where(Trial.patient_id == patient_id).order_by(*newest_first()).limit(1)
    )
    return newest is not None and has_withdrawn(session, newest)


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
        _who()
        .add_columns(Trial)
        .outerjoin(Trial, Trial.id == lasting_trial())
        .where(
            SignInSession.token_hash == token_hash(token),
            SignInSession.ended_at.is_(None),
            or_(SignInSession.patient_id.is_not(None), SignInSession.last_seen_at > at - idle),
            Staff.disabled_at.is_(None),
        )
    ).first()
    if row is None or not lasts(row.SignInSession, row.Trial, at):
        return None
    return _viewer(row), row.SignInSession.last_seen_at


@transactional
def _touch(session: Session, *, session_id: UUID | None, at: datetime) -> None:
    """Note that the person was seen; and first, whether the device was left alone until now.

    Both are decided by what stands in the row, not by what a request read before: of two that
    come at once, the second must not ask again.
    """
    opened = SignInSession.id == session_id
    session.execute(
        update(Device)
        .where(
            Device.session_id == session_id,
            Device.asks_since.is_(None),
            exists().where(opened, SignInSession.last_seen_at <= at - PAST_ANSWERS_OPEN_FOR),
        )
        .values(asks_since=at)
    )
    session.execute(
        update(SignInSession)
        .where(opened, SignInSession.last_seen_at <= at - TOUCH_EVERY)
        .values(last_seen_at=at)
    )


def _who() -> Select[SignInSession, Staff | None, Patient | None]:
    return (
        select(SignInSession, Staff, Patient)
        .outerjoin(Staff, SignInSession.staff_id == Staff.id)
        .outerjoin(Patient, SignInSession.patient_id == Patient.id)
    )


def _viewer(row: Row[*tuple[Any, ...]]) -> Viewer:
    opened, staff, patient = row[:3]
    if staff is not None:
        return Viewer(staff.role, staff.clinic_id, staff_id=staff.id, session_id=opened.id)
    if patient is None:
        raise RuntimeError("a session belongs to a member of staff or to a patient")
    return Viewer(Role.PATIENT, patient.clinic_id, patient_id=patient.id, session_id=opened.id)
