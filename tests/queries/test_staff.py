"""Who works at a clinic: in a fixed number of SELECTs, and never those of another clinic."""

from functools import partial
from uuid import UUID

import pytest

from tests.queries.test_attention import selects
from tests.services.small_clinic import EVENING, SmallClinic, small_clinic
from trialtrack import db
from trialtrack.access import NotAllowed, NotFound, Role, Viewer
from trialtrack.queries.clinics import clinics
from trialtrack.queries.newest import newest_record
from trialtrack.queries.staff_list import staff_account, staff_by_address, staff_list
from trialtrack.services.password_link import issue_password_link

SYSTEM = Viewer.system()


def nurse_of(clinic: SmallClinic) -> UUID:
    assert clinic.nurse.staff_id is not None
    return clinic.nurse.staff_id


def test_each_page_takes_one_select_however_many_there_are(clinic: SmallClinic) -> None:
    administrator = Viewer(Role.ADMINISTRATOR, clinic.clinic_id)
    reads = (
        partial(staff_list, viewer=administrator),
        partial(staff_account, viewer=administrator, staff_id=nurse_of(clinic), at=EVENING),
        partial(clinics, viewer=SYSTEM),
        partial(newest_record, viewer=SYSTEM),
    )
    assert [selects(read) for read in reads] == [1, 1, 1, 1]
    small_clinic("Leeds")
    assert [selects(read) for read in reads] == [1, 1, 1, 1]


def test_only_the_link_that_works_is_said(clinic: SmallClinic) -> None:
    administrator, nurse = Viewer(Role.ADMINISTRATOR, clinic.clinic_id), nurse_of(clinic)
    read = partial(staff_account, viewer=administrator, staff_id=nurse)
    assert read(at=EVENING).link_until is None
    for _ in range(2):
        issue_password_link(staff_id=nurse, by=SYSTEM, at=EVENING)
    until = read(at=EVENING).link_until
    assert until is not None
    assert read(at=until).link_until is None


def test_another_clinics_people_are_not_there(clinic: SmallClinic) -> None:
    elsewhere = Viewer(Role.ADMINISTRATOR, small_clinic("Leeds").clinic_id)
    assert {each.email.partition("@")[2] for each in staff_list(viewer=elsewhere)} == {
        "leeds.example"
    }
    with pytest.raises(NotFound):
        staff_account(viewer=elsewhere, staff_id=nurse_of(clinic), at=EVENING)


def test_the_whole_installation_is_for_its_commands_alone(clinic: SmallClinic) -> None:
    administrator = Viewer(Role.ADMINISTRATOR, clinic.clinic_id)
    for read in (
        partial(clinics, viewer=administrator),
        partial(newest_record, viewer=administrator),
        partial(staff_by_address, viewer=administrator, email=clinic.email),
    ):
        with pytest.raises(NotAllowed):
            read()
    with db.view():
        found = staff_by_address(viewer=SYSTEM, email=f" {clinic.email.upper()} ")
    assert found == clinic.consultant.staff_id
