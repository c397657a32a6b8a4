"""Close the account of a member of staff, and open it again."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from trialtrack.access import Action, NotAllowed, NotFound, Owned, Refusal, Viewer, require
from trialtrack.db import transactional
from trialtrack.models import Staff
from trialtrack.services.audit import Done, write_audit
from trialtrack.services.password_link import end_password_links, end_sessions
from trialtrack.services.refusals import staff_of


class OwnAccount(Refusal):
    """You cannot close your own account; another administrator can."""


@transactional
def close_account(session: Session, *, staff_id: UUID, by: Viewer, at: datetime) -> None:
    """Sign the person out everywhere and let them in no more; their links end too.

    What they recorded stays, under their name. An account that is closed stays as it is.
    """
    staff = _account(session, staff_id, by)
    if staff.id == by.staff_id:
        raise OwnAccount
    if staff.disabled_at is not None:
        return
    staff.disabled_at, staff.disabled_by_id = at, by.staff_id
    end_sessions(session, staff_id, at=at)
    end_password_links(session, staff_id, at=at)
    _note(session, staff, Action.CLOSE_ACCOUNT, by, at)


@transactional
def open_account(session: Session, *, staff_id: UUID, by: Viewer, at: datetime) -> None:
    """Let the person in again, with the password that they had; an open account stays open."""
    staff = _account(session, staff_id, by)
    if staff.disabled_at is None:
        return
    staff.disabled_at = staff.disabled_by_id = None
    _note(session, staff, "open_account", by, at)


def _account(session: Session, staff_id: UUID, by: Viewer) -> Staff:
    require(by, Action.CLOSE_ACCOUNT)
    own_id = staff_of(by)
    # Both are held until the commit: two administrators cannot close each other at once.
    found = session.scalars(
        select(Staff)
        .where(Staff.id.in_((staff_id, own_id)))
        .order_by(Staff.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    accounts = {staff.id: staff for staff in found}
    if staff_id not in accounts or accounts[staff_id].clinic_id != by.clinic_id:
        raise NotFound
    require(by, Action.CLOSE_ACCOUNT, Owned(accounts[staff_id].clinic_id))
    if own_id not in accounts or accounts[own_id].disabled_at is not None:
        raise NotAllowed
    return accounts[staff_id]


def _note(session: Session, staff: Staff, action: str, by: Viewer, at: datetime) -> None:
    closed = staff.disabled_at is not None
    done = Done(action, "staff", staff.id, staff.clinic_id, {"closed": (not closed, closed)})
    write_audit(session, done, by=by, at=at)
