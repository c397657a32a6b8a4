"""A link with which a member of staff chooses a password: made for them, and used once."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from argon2 import PasswordHasher
from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from trialtrack.access import Action, NotFound, Owned, Refusal, Viewer, require
from trialtrack.db import reading, transactional
from trialtrack.models import Clinic, PasswordLink, SignInSession, Staff
from trialtrack.services.audit import Done, created, write_audit
from trialtrack.services.passwords import ARGON2ID, Whose, password_hash
from trialtrack.services.sign_in_session import new_token, open_session, token_hash

PATH = "/password/"
LINK_LASTS = timedelta(hours=72)
SENT_LINK_LASTS = timedelta(hours=4)
"""A link that is handed over waits for the person's next shift; one by e-mail is waited for."""


class AccountClosed(Refusal):
    """This account is closed; open it again first."""


class PasswordLinkNotUsable(Refusal):
    """This link was used already, was replaced by a newer one, or is too old."""


@transactional
def issue_password_link(
    session: Session, *, staff_id: UUID, by: Viewer, at: datetime, by_mail: bool = False
) -> str:
    """Make a link for one member of staff; its token. An earlier one ends with it."""
    require(by, Action.ISSUE_PASSWORD_LINK)
    # Held until the commit, so that of two links made at once the second ends the first.
    staff = session.scalar(select(Staff).where(Staff.id == staff_id).with_for_update())
    if staff is None or by.clinic_id not in (None, staff.clinic_id):
        raise NotFound
    require(by, Action.ISSUE_PASSWORD_LINK, Owned(staff.clinic_id))
    if staff.disabled_at is not None:
        raise AccountClosed
    end_password_links(session, staff_id, at=at)
    token = new_token()
    link = PasswordLink(
        id=uuid4(),
        token_hash=token_hash(token),
        staff_id=staff_id,
        issued_at=at,
        expires_at=at + (SENT_LINK_LASTS if by_mail else LINK_LASTS),
    )
    session.add(link)
    session.flush()
    how = created(by_mail=by_mail)
    done = Done(Action.ISSUE_PASSWORD_LINK, "staff", staff_id, staff.clinic_id, how)
    write_audit(session, done, by=by, at=at)
    return token


def choose_password(
    *, token: str, password: str, at: datetime, hasher: PasswordHasher = ARGON2ID
) -> str:
    """Set the password by a link, which that uses up; the token of a new session.

    A refused password uses nothing up. Whoever was signed in as this person is signed out. Of
    two uses at the same moment one is refused.
    """
    # Hashing takes a while: it is done outside the transaction, for a link that works.
    hashed = password_hash(password, of=whose_link(token=token, at=at), hasher=hasher)
    return _use(token=token, hashed=hashed, at=at)


@reading
def whose_link(session: Session, *, token: str, at: datetime) -> Whose:
    """Whose link it is; PasswordLinkNotUsable unless it works now. This uses nothing up."""
    found = session.execute(
        select(Staff.email, Staff.name, Clinic.name)
        .join(Clinic, Clinic.id == Staff.clinic_id)
        .join(PasswordLink, PasswordLink.staff_id == Staff.id)
        .where(*_works(token, at), Staff.disabled_at.is_(None))
    ).first()
    if found is None:
        raise PasswordLinkNotUsable
    return Whose(*found)


def end_password_links(session: Session, staff_id: UUID, *, at: datetime) -> None:
    """No link of this person works any more."""
    session.execute(
        update(PasswordLink)
        .where(PasswordLink.staff_id == staff_id, PasswordLink.ended_at.is_(None))
        .values(ended_at=at)
    )


def end_sessions(session: Session, staff_id: UUID, *, at: datetime) -> None:
    """Sign the person out everywhere."""
    session.execute(
        update(SignInSession)
        .where(SignInSession.staff_id == staff_id, SignInSession.ended_at.is_(None))
        .values(ended_at=at)
    )


@transactional
def _use(session: Session, *, token: str, hashed: str, at: datetime) -> str:
    staff_id = session.scalar(
        update(PasswordLink)
        .where(*_works(token, at))
        .values(ended_at=at, used=True)
        .returning(PasswordLink.staff_id)
    )
    if staff_id is None:
        raise PasswordLinkNotUsable
    staff = session.get_one(Staff, staff_id)
    if staff.disabled_at is not None:
        raise PasswordLinkNotUsable
    staff.password_hash = hashed
    end_sessions(session, staff_id, at=at)
    by = Viewer(staff.role, staff.clinic_id, staff_id=staff_id)
    write_audit(session, Done("choose_password", "staff", staff_id, staff.clinic_id), by=by, at=at)
    action = "sign_in_by_password_link"
    return open_session(session, staff_id=staff_id, patient_id=None, action=action, at=at)


def _works(token: str, at: datetime) -> tuple[ColumnElement[bool], ...]:
    """The conditions under which a link can be used."""
    return (
        PasswordLink.token_hash == token_hash(token),
        PasswordLink.ended_at.is_(None),
        PasswordLink.expires_at > at,
    )
