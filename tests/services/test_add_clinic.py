"""A clinic is added with numbers that can be dialled, under a name of its own."""

from collections.abc import Mapping

import pytest
from sqlalchemy import select

from tests.services.small_clinic import EVENING
from trialtrack import db
from trialtrack.access import NotAllowed, Refusal, Role, Viewer
from trialtrack.clinical.opioids import OpioidTable
from trialtrack.models import Clinic
from trialtrack.services.add_clinic import ClinicNameTaken, add_clinic
from trialtrack.services.refusals import NameMissing, NotAPhoneNumber, UnknownTimeZone

SYSTEM = Viewer.system()


def add(changes: Mapping[str, str] | None = None, *, by: Viewer = SYSTEM) -> None:
    given = {
        "name": "Southend",
        "time_zone": "Europe/London",
        "phone": "01632 960001",
        "emergency_phone": "999",
        **(changes or {}),
    }
    add_clinic(
        **given,
        is_demonstration=False,
        opioid_table=OpioidTable.FPM_2020,
        by=by,
        at=EVENING,
    )


@pytest.mark.parametrize(
    "phone", ["999", "01632 960001", "+44 1632 960001", "(01632) 960-001", "+41/44/123.45.67"]
)
def test_a_number_that_can_be_dialled_is_kept_as_it_is_written(
    database: db.Database, phone: str
) -> None:
    add({"phone": f" {phone}  ", "emergency_phone": phone})
    with db.view() as session:
        clinic = session.scalars(select(Clinic)).one()
    assert (clinic.phone, clinic.emergency_phone) == (phone, phone)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"phone": ""}, NotAPhoneNumber),
        ({"phone": "9"}, NotAPhoneNumber),
        ({"phone": "ask at the desk"}, NotAPhoneNumber),
        ({"emergency_phone": "01632 960001 ext. 5"}, NotAPhoneNumber),
        ({"emergency_phone": "0" * 41}, NotAPhoneNumber),
        ({"time_zone": "Europe/Southend"}, UnknownTimeZone),
        ({"name": "  "}, NameMissing),
        ({"name": "x" * 81}, NameMissing),
    ],
)
def test_what_cannot_be_right_is_refused(
    database: db.Database, changes: dict[str, str], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        add(changes)
    with db.view() as session:
        assert session.scalars(select(Clinic)).all() == []


def test_a_second_clinic_has_another_name(database: db.Database) -> None:
    add()
    with pytest.raises(ClinicNameTaken):
        add({"name": " SOUTHEND "})
    add({"name": "Southend East"})


def test_nobody_but_the_installation_adds_clinics(database: db.Database) -> None:
    with pytest.raises(NotAllowed):
        add(by=Viewer(Role.ADMINISTRATOR, None))
