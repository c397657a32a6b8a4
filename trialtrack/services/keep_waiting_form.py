"""Keep what somebody typed into a form that arrived without a session, or left half filled in.

In the first case nobody is signed in: the caller has shown by our own signature whose form it is.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from trialtrack.access import Account, Action, Refusal, Viewer
from trialtrack.db import transactional
from trialtrack.models import Clinic, Patient, Staff, WaitingForm
from trialtrack.services.audit import Done, created, write_audit
from trialtrack.services.end_waiting_form import Ending
from trialtrack.services.personal import keyed_digest
from trialtrack.services.purge_waiting_forms import purge_waiting_forms
from trialtrack.services.sign_in_session import has_left
from trialtrack.services.withdraw import HasWithdrawn
from trialtrack.store.sealed import seal
from trialtrack.store.typed_forms import TypedForm, waits_for

KEPT_FOR_PATIENTS = timedelta(days=7)
KEPT_FOR_STAFF = timedelta(hours=24)
MOST_FORMS = 10
MOST_CHARACTERS = 100_000


class NoSuchAccount(Refusal):
    """The account that this page was made for is closed, so nothing was kept."""


class TooMuchWaiting(Refusal):
    """Too much is waiting for this account already."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Until when, in which zone to say so, and whom a patient can call."""

    until: datetime
    time_zone: str
    phone: str | None


@dataclass(frozen=True, slots=True)
class _Owner:
    account: Account
    clinic_id: UUID
    time_zone: str
    phone: str | None


@transactional
def keep_waiting_form(
    session: Session,
    *,
    typed: TypedForm,
    account: Account,
    at: datetime,
    instead_of: Collection[UUID] = (),
) -> Kept:
    """Keep the form for the account; the same one again is kept once, and for longer.

    `instead_of`: forms of the account that it takes the place of.

    NoSuchAccount for a closed one, HasWithdrawn for a patient who takes no part any more (nothing
    is collected from them), TooMuchWaiting when ten wait or the form is a large one.
    """
    owner = _owner(session, account)
    purge_waiting_forms(session, at)
    mine = waits_for(account)
    _replace(session, instead_of, owner, at)
    text = typed.as_text()
    digest = keyed_digest(session, text)
    until = at + (KEPT_FOR_PATIENTS if account.staff_id is None else KEPT_FOR_STAFF)
    again = session.scalar(select(WaitingForm).where(mine, WaitingForm.digest == digest))
    if again is not None:
        again.expires_at = until
        return Kept(until, owner.time_zone, owner.phone)
    waiting = session.scalar(select(func.count(WaitingForm.id)).where(mine)) or 0
    if waiting >= MOST_FORMS or len(text) > MOST_CHARACTERS:
        raise TooMuchWaiting
    row = WaitingForm(
        id=uuid4(),
        staff_id=account.staff_id,
        patient_id=account.patient_id,
        digest=digest,
        sealed=seal(session, text),
        kept_at=at,
        expires_at=until,
    )
    _add(session, row, owner)
    return Kept(until, owner.time_zone, owner.phone)


def _owner(session: Session, account: Account) -> _Owner:
    if account.staff_id is not None:
        staff = select(Staff, Clinic).join(Clinic).where(Staff.id == account.staff_id)
        row = session.execute(staff.where(Staff.disabled_at.is_(None))).first()
        if row is None:
            raise NoSuchAccount
        return _Owner(account, row.Clinic.id, row.Clinic.time_zone, None)
    patient = select(Clinic).join(Patient).where(Patient.id == account.patient_id)
    clinic = session.scalar(patient)
    if clinic is None or account.patient_id is None:
        raise NoSuchAccount
    if has_left(session, account.patient_id):
        raise HasWithdrawn
    return _Owner(account, clinic.id, clinic.time_zone, clinic.phone)


def _replace(session: Session, ids: Collection[UUID], owner: _Owner, at: datetime) -> None:
    older = delete(WaitingForm).where(waits_for(owner.account), WaitingForm.id.in_(ids))
    gone = session.scalars(older.returning(WaitingForm.id)).all() if ids else ()
    for form_id in gone:
        changes = created(ending=Ending.REPLACED)
        done = Done(Action.HANDLE_WAITING_FORM, "waiting_form", form_id, owner.clinic_id, changes)
        write_audit(session, done, by=Viewer.system(owner.clinic_id), at=at)


def _add(session: Session, row: WaitingForm, owner: _Owner) -> None:
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError:
        return  # A second tap of the same form was quicker, and is kept.
    account = owner.account
    changes = created(staff_id=account.staff_id, patient_id=account.patient_id)
    done = Done("keep_waiting_form", "waiting_form", row.id, owner.clinic_id, changes)
    write_audit(session, done, by=Viewer.system(owner.clinic_id), at=row.kept_at)
