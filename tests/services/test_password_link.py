"""A link with which a member of staff chooses a password: single-use, replaced by the next."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from tests.services.small_clinic import CHEAP, EVENING, PASSWORD, SmallClinic, small_clinic
from trialtrack import db
from trialtrack.access import NotAllowed, NotFound, Role, Viewer
from trialtrack.models import AuditEvent, PasswordLink, SignInSession, Staff
from trialtrack.services.add_staff import add_staff
from trialtrack.services.password_link import (
    AccountClosed,
    PasswordLinkNotUsable,
    choose_password,
    issue_password_link,
    whose_link,
)
from trialtrack.services.passwords import PasswordTooShort, Whose
from trialtrack.services.sign_in_session import resolve_session
from trialtrack.services.sign_in_staff import SignInRefused, sign_in_staff

IDLE = timedelta(minutes=30)
NEW = "tall boats in the harbour"
SYSTEM = Viewer.system()


def staff_id(viewer: Viewer) -> UUID:
    assert viewer.staff_id is not None
    return viewer.staff_id


def link(clinic: SmallClinic, by: Viewer = SYSTEM, after: timedelta = timedelta(0)) -> str:
    return issue_password_link(staff_id=staff_id(clinic.consultant), by=by, at=EVENING + after)


def choose(token: str, password: str = NEW, after: timedelta = timedelta(0)) -> str:
    return choose_password(token=token, password=password, at=EVENING + after, hasher=CHEAP)


def sign_in(email: str, password: str) -> str:
    return sign_in_staff(email=email, password=password, at=EVENING, hasher=CHEAP)


def test_someone_new_chooses_a_password_and_is_signed_in(clinic: SmallClinic) -> None:
    email = "new@southend.example"
    added = add_staff(
        clinic_id=clinic.clinic_id,
        role=Role.ADMINISTRATOR,
        name="Ruth Abara",
        email=email,
        password=None,
        by=SYSTEM,
        at=EVENING,
    )
    with pytest.raises(SignInRefused):
        sign_in(email, NEW)
    token = issue_password_link(staff_id=added, by=SYSTEM, at=EVENING)
    viewer = resolve_session(token=choose(token), at=EVENING, idle=IDLE)
    assert viewer is not None
    assert (viewer.staff_id, viewer.role) == (added, Role.ADMINISTRATOR)
    assert sign_in(email, NEW)


def test_looking_at_a_link_uses_nothing_up(clinic: SmallClinic) -> None:
    token = link(clinic)
    seen = {whose_link(token=token, at=EVENING) for _ in range(50)}
    assert seen == {Whose(clinic.email, "Southend consultant", "Southend")}
    assert choose(token)


def test_a_refused_password_uses_nothing_up(clinic: SmallClinic) -> None:
    token = link(clinic)
    with pytest.raises(PasswordTooShort):
        choose(token, "short")
    assert sign_in(clinic.email, PASSWORD)
    assert choose(token)


def test_a_link_sets_a_password_once(clinic: SmallClinic) -> None:
    token = link(clinic)
    choose(token)
    for gone in (token, "never issued"):
        with pytest.raises(PasswordLinkNotUsable):
            choose(gone, "another pair of boats")
    with pytest.raises(PasswordLinkNotUsable):
        whose_link(token=token, at=EVENING)
    assert sign_in(clinic.email, NEW)


@pytest.mark.parametrize(("seconds", "works"), [(-1, True), (0, False)])
def test_a_link_works_for_three_days(clinic: SmallClinic, seconds: int, works: bool) -> None:
    token, after = link(clinic), timedelta(hours=72, seconds=seconds)
    if works:
        assert choose(token, after=after)
        return
    with pytest.raises(PasswordLinkNotUsable):
        choose(token, after=after)


def test_a_second_link_ends_the_first_and_nobody_elses(clinic: SmallClinic) -> None:
    nurses = issue_password_link(staff_id=staff_id(clinic.nurse), by=SYSTEM, at=EVENING)
    first, second = link(clinic), link(clinic)
    with pytest.raises(PasswordLinkNotUsable):
        choose(first)
    assert choose(second)
    assert choose(nurses)


def test_another_password_signs_out_whoever_used_the_old_one(clinic: SmallClinic) -> None:
    old = sign_in(clinic.email, PASSWORD)
    nurses = sign_in("nurse@southend.example", PASSWORD)
    new = choose(link(clinic))
    assert resolve_session(token=old, at=EVENING, idle=IDLE) is None
    assert resolve_session(token=new, at=EVENING, idle=IDLE)
    assert resolve_session(token=nurses, at=EVENING, idle=IDLE)
    with pytest.raises(SignInRefused):
        sign_in(clinic.email, PASSWORD)


def at_once(clinic: SmallClinic, token: str) -> list[bool]:
    start = Barrier(8)

    def use(number: int) -> bool:
        start.wait()
        try:
            return bool(choose(token, f"tall boats, harbour {number}"))
        except PasswordLinkNotUsable:
            return False

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(use, range(8)))


def test_of_uses_at_the_same_moment_one_wins(clinic: SmallClinic) -> None:
    won = at_once(clinic, link(clinic))
    assert sum(won) == 1
    assert sign_in(clinic.email, f"tall boats, harbour {won.index(True)}")
    with db.view() as session:
        opened = select(func.count(SignInSession.id)).where(SignInSession.ended_at.is_(None))
        assert session.scalar(opened) == 2


def test_of_links_made_at_the_same_moment_one_works(clinic: SmallClinic) -> None:
    start = Barrier(6)

    def make(_number: int) -> str:
        start.wait()
        return link(clinic)

    with ThreadPoolExecutor(6) as pool:
        made = list(pool.map(make, range(6)))
    working = 0
    for token in made:
        try:
            working += bool(whose_link(token=token, at=EVENING))
        except PasswordLinkNotUsable:
            continue
    assert working == 1


def test_a_closed_account_has_no_link(clinic: SmallClinic) -> None:
    token = link(clinic)
    with db.transaction() as session:
        session.execute(
            update(Staff)
            .where(Staff.email == clinic.email)
            .values(disabled_at=EVENING, disabled_by_id=clinic.nurse.staff_id)
        )
    with pytest.raises(AccountClosed):
        link(clinic)
    with pytest.raises(PasswordLinkNotUsable):
        choose(token)


def test_only_the_administrator_of_the_clinic_and_the_system_make_links(
    clinic: SmallClinic,
) -> None:
    elsewhere = small_clinic("Leeds")
    link(clinic, by=Viewer(Role.ADMINISTRATOR, clinic.clinic_id))
    for refused in (clinic.nurse, clinic.consultant, clinic.representative):
        with pytest.raises(NotAllowed):
            link(clinic, by=refused)
    with pytest.raises(NotFound):
        link(clinic, by=Viewer(Role.ADMINISTRATOR, elsewhere.clinic_id))
    with pytest.raises(NotFound):
        issue_password_link(staff_id=clinic.clinic_id, by=SYSTEM, at=EVENING)


def test_what_is_kept_shows_neither_token_nor_password(clinic: SmallClinic) -> None:
    token = link(clinic)
    choose(token)
    with db.view() as session:
        kept = session.scalars(select(PasswordLink)).one()
        said = [event.changes for event in session.scalars(select(AuditEvent))]
        done = {event.action: event for event in session.scalars(select(AuditEvent))}
    assert kept.used
    assert token not in kept.token_hash
    assert not any(token in changes or NEW in changes for changes in said)
    chosen = done["choose_password"]
    assert chosen.actor_staff_id == chosen.subject_id == clinic.consultant.staff_id
    issued = done["issue_password_link"]
    assert (issued.actor_role, issued.changes) == (Role.SYSTEM, '{"by_mail":[null,false]}')
