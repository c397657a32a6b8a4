"""A link signs one person in once, within ten minutes, at a demonstration clinic."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select

from tests.services.small_clinic import EVENING, SmallClinic, small_clinic, small_trial
from trialtrack import db
from trialtrack.access import NotAllowed, NotFound, Role, Viewer
from trialtrack.models import SignInSession
from trialtrack.services.add_clinic import RealAndDemonstration
from trialtrack.services.sign_in_link import (
    LinkNotUsable,
    OnlyForDemonstration,
    issue_sign_in_link,
    sign_in_by_link,
)
from trialtrack.services.sign_in_session import resolve_session

IDLE = timedelta(minutes=30)
SYSTEM = Viewer.system()


@pytest.fixture
def demonstration(database: db.Database) -> SmallClinic:
    with db.transaction():
        return small_clinic(is_demonstration=True)


def link(clinic: SmallClinic) -> str:
    return issue_sign_in_link(staff_id=clinic.nurse.staff_id, by=SYSTEM, at=EVENING)


def test_a_patient_signs_in_by_a_link(demonstration: SmallClinic) -> None:
    trial = small_trial(demonstration)
    token = issue_sign_in_link(patient_id=trial.patient.patient_id, by=SYSTEM, at=EVENING)
    viewer = resolve_session(token=sign_in_by_link(token=token, at=EVENING), at=EVENING, idle=IDLE)
    assert viewer is not None
    assert (viewer.role, viewer.patient_id) == (Role.PATIENT, trial.patient.patient_id)
    assert viewer.clinic_id == demonstration.clinic_id


def test_a_link_works_once(demonstration: SmallClinic) -> None:
    token = link(demonstration)
    sign_in_by_link(token=token, at=EVENING)
    with pytest.raises(LinkNotUsable):
        sign_in_by_link(token=token, at=EVENING)
    with pytest.raises(LinkNotUsable):
        sign_in_by_link(token="never issued", at=EVENING)


@pytest.mark.parametrize(("seconds", "works"), [(599, True), (600, False)])
def test_a_link_works_for_ten_minutes(
    demonstration: SmallClinic, seconds: int, works: bool
) -> None:
    token, at = link(demonstration), EVENING + timedelta(seconds=seconds)
    if works:
        assert sign_in_by_link(token=token, at=at)
        return
    with pytest.raises(LinkNotUsable):
        sign_in_by_link(token=token, at=at)


def test_uses_at_the_same_moment_give_one_session(demonstration: SmallClinic) -> None:
    token, start = link(demonstration), Barrier(8)

    def use(_number: int) -> bool:
        start.wait()
        try:
            return bool(sign_in_by_link(token=token, at=EVENING))
        except LinkNotUsable:
            return False

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(use, range(8))) == 1
    with db.view() as session:
        assert session.scalar(select(func.count(SignInSession.id))) == 1


def test_a_real_clinic_has_no_links(clinic: SmallClinic) -> None:
    with pytest.raises(OnlyForDemonstration):
        link(clinic)


def test_only_the_system_makes_links(demonstration: SmallClinic) -> None:
    with pytest.raises(NotAllowed):
        issue_sign_in_link(
            staff_id=demonstration.nurse.staff_id, by=demonstration.consultant, at=EVENING
        )
    with pytest.raises(NotFound):
        issue_sign_in_link(staff_id=demonstration.clinic_id, by=SYSTEM, at=EVENING)
    with pytest.raises(ValueError, match="one person"):
        issue_sign_in_link(by=SYSTEM, at=EVENING)


@pytest.mark.parametrize("first_is_demonstration", [True, False])
def test_a_demonstration_is_refused_beside_a_real_clinic(
    database: db.Database, first_is_demonstration: bool
) -> None:
    small_clinic("First", is_demonstration=first_is_demonstration)
    small_clinic("Second", is_demonstration=first_is_demonstration)
    with pytest.raises(RealAndDemonstration):
        small_clinic("Third", is_demonstration=not first_is_demonstration)
