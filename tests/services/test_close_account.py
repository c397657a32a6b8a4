"""An account is closed with everything that lets the person in, and can be opened again."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.services.small_clinic import CHEAP, EVENING, PASSWORD, SmallClinic, small_clinic
from trialtrack import db
from trialtrack.access import NotAllowed, NotFound, Role, Viewer
from trialtrack.models import AuditEvent, Staff
from trialtrack.services.add_staff import add_staff
from trialtrack.services.close_account import OwnAccount, close_account, open_account
from trialtrack.services.password_link import (
    PasswordLinkNotUsable,
    issue_password_link,
    whose_link,
)
from trialtrack.services.sign_in_session import resolve_session
from trialtrack.services.sign_in_staff import SignInRefused, sign_in_staff

IDLE = timedelta(minutes=15)


def administrator(clinic: SmallClinic, name: str = "ruth") -> Viewer:
    staff_id = add_staff(
        clinic_id=clinic.clinic_id,
        role=Role.ADMINISTRATOR,
        name=name,
        email=f"{name}@southend.example",
        password=None,
        by=Viewer.system(),
        at=EVENING,
    )
    return Viewer(Role.ADMINISTRATOR, clinic.clinic_id, staff_id=staff_id)


def staff_id(viewer: Viewer) -> UUID:
    assert viewer.staff_id is not None
    return viewer.staff_id


def sign_in(email: str) -> str:
    return sign_in_staff(email=email, password=PASSWORD, at=EVENING, hasher=CHEAP)


def test_nothing_lets_a_closed_account_in_and_others_stay(clinic: SmallClinic) -> None:
    ruth, closed = administrator(clinic), staff_id(clinic.consultant)
    session, nurses = sign_in(clinic.email), sign_in("nurse@southend.example")
    link = issue_password_link(staff_id=closed, by=ruth, at=EVENING)
    close_account(staff_id=closed, by=ruth, at=EVENING)
    close_account(staff_id=closed, by=ruth, at=EVENING)
    assert resolve_session(token=session, at=EVENING, idle=IDLE) is None
    assert resolve_session(token=nurses, at=EVENING, idle=IDLE)
    with pytest.raises(SignInRefused):
        sign_in(clinic.email)
    open_account(staff_id=closed, by=ruth, at=EVENING)
    assert resolve_session(token=session, at=EVENING, idle=IDLE) is None
    with pytest.raises(PasswordLinkNotUsable):
        whose_link(token=link, at=EVENING)
    assert sign_in(clinic.email)


def test_closing_and_opening_are_in_the_audit_once_each(clinic: SmallClinic) -> None:
    ruth, closed = administrator(clinic), staff_id(clinic.consultant)
    for act in (close_account, close_account, open_account, open_account):
        act(staff_id=closed, by=ruth, at=EVENING)
    with db.view() as session:
        events = session.scalars(
            select(AuditEvent).where(AuditEvent.action.in_(("close_account", "open_account")))
        ).all()
    assert [(event.action, event.changes) for event in events] == [
        ("close_account", '{"closed":[false,true]}'),
        ("open_account", '{"closed":[true,false]}'),
    ]
    assert {event.actor_staff_id for event in events} == {ruth.staff_id}


def test_nobody_closes_their_own_account_or_one_of_another_clinic(clinic: SmallClinic) -> None:
    ruth, elsewhere = administrator(clinic), small_clinic("Leeds")
    with pytest.raises(OwnAccount):
        close_account(staff_id=staff_id(ruth), by=ruth, at=EVENING)
    with pytest.raises(NotFound):
        close_account(staff_id=staff_id(elsewhere.nurse), by=ruth, at=EVENING)
    for refused in (clinic.nurse, clinic.consultant, Viewer.system()):
        with pytest.raises(NotAllowed):
            close_account(staff_id=staff_id(clinic.representative), by=refused, at=EVENING)


def test_two_administrators_cannot_close_each_other_at_once(clinic: SmallClinic) -> None:
    ruth, tom = administrator(clinic), administrator(clinic, "tom")
    start = Barrier(2)

    def close(by: Viewer, other: Viewer) -> bool:
        start.wait()
        try:
            close_account(staff_id=staff_id(other), by=by, at=EVENING)
        except NotAllowed:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        closed = list(pool.map(close, (ruth, tom), (tom, ruth)))
    assert sorted(closed) == [False, True]
    with db.view() as session:
        open_ones = select(Staff.name).where(
            Staff.role == Role.ADMINISTRATOR, Staff.disabled_at.is_(None)
        )
        assert len(session.scalars(open_ones).all()) == 1
