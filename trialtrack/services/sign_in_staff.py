"""Sign a member of staff in with e-mail address and password.

An attempt is noted before the password is looked at, in a transaction of its own: guesses made
at the same moment see each other. The hashing itself runs outside any transaction.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from argon2 import PasswordHasher
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from trialtrack.access import Refusal, Viewer
from trialtrack.db import reading, transactional
from trialtrack.models import SignInAttempt, Staff
from trialtrack.services.add_staff import normal_address
from trialtrack.services.audit import Done, write_audit
from trialtrack.services.passwords import ARGON2ID, password_fits
from trialtrack.services.personal import keyed_digest
from trialtrack.services.sign_in_session import open_session

MOST_FAILURES = 5
FAILURES_COUNT_FOR = timedelta(minutes=15)


class SignInRefused(Refusal):
    """The e-mail address or the password is not right."""


class TooManyAttempts(Refusal):
    """There were too many attempts to sign in; please wait a quarter of an hour."""


@dataclass(frozen=True, slots=True)
class _Attempt:
    id: UUID
    email: str
    at: datetime


@dataclass(frozen=True, slots=True)
class _Account:
    staff_id: UUID | None
    clinic_id: UUID | None
    password_hash: str | None
    disabled: bool
    attempts: int


def sign_in_staff(
    *, email: str, password: str, at: datetime, hasher: PasswordHasher = ARGON2ID
) -> str:
    """Sign in; the token of a new session.

    SignInRefused in the same words, and after the same work, for an unknown address, a wrong
    password and a closed account. TooManyAttempts after five failures within 15 minutes,
    whether or not there is such an account.
    """
    attempt = _Attempt(uuid4(), normal_address(email), at)
    _note(attempt=attempt)
    account = _account(attempt=attempt)
    if account.attempts > MOST_FAILURES:
        _refuse(attempt=attempt, account=account, action="sign_in_throttled", counts=False)
        raise TooManyAttempts
    fits = password_fits(password, account.password_hash, hasher=hasher)
    if not fits or account.disabled or account.staff_id is None:
        _refuse(attempt=attempt, account=account, action="sign_in_refused", counts=True)
        raise SignInRefused
    return _open(attempt=attempt, staff_id=account.staff_id)


@transactional
def _note(session: Session, *, attempt: _Attempt) -> None:
    digest = keyed_digest(session, attempt.email)
    session.execute(
        delete(SignInAttempt).where(SignInAttempt.attempted_at <= attempt.at - FAILURES_COUNT_FOR)
    )
    session.add(SignInAttempt(id=attempt.id, email_digest=digest, attempted_at=attempt.at))


@reading
def _account(session: Session, *, attempt: _Attempt) -> _Account:
    attempts = session.scalar(
        select(func.count(SignInAttempt.id)).where(
            SignInAttempt.email_digest == keyed_digest(session, attempt.email),
            SignInAttempt.attempted_at > attempt.at - FAILURES_COUNT_FOR,
        )
    )
    staff = session.scalar(select(Staff).where(Staff.email == attempt.email))
    if staff is None:
        return _Account(None, None, None, False, attempts or 0)
    disabled = staff.disabled_at is not None
    return _Account(staff.id, staff.clinic_id, staff.password_hash, disabled, attempts or 0)


@transactional
def _refuse(
    session: Session, *, attempt: _Attempt, account: _Account, action: str, counts: bool
) -> None:
    if not counts:
        session.execute(delete(SignInAttempt).where(SignInAttempt.id == attempt.id))
    done = Done(
        action,
        "staff",
        account.staff_id,
        account.clinic_id,
        personal={"email": (None, attempt.email)},
    )
    write_audit(session, done, by=Viewer.system(account.clinic_id), at=attempt.at)


@transactional
def _open(session: Session, *, attempt: _Attempt, staff_id: UUID) -> str:
    session.execute(
        delete(SignInAttempt).where(
            SignInAttempt.email_digest == keyed_digest(session, attempt.email)
        )
    )
    return open_session(
        session, staff_id=staff_id, patient_id=None, action="sign_in_staff", at=attempt.at
    )
