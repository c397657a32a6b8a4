"""A clinic has an administrator who can let its staff in."""

from dataclasses import replace
from uuid import UUID

from tests.doctor.installation import only
from tests.services.small_clinic import CHEAP, EVENING, PASSWORD, small_clinic
from trialtrack import db
from trialtrack.access import Role, Viewer
from trialtrack.doctor.clinics import doors
from trialtrack.doctor.finding import Level
from trialtrack.queries.clinics import ListedClinic, clinics
from trialtrack.services.add_staff import add_staff
from trialtrack.services.close_account import close_account

SYSTEM = Viewer.system()


def listed() -> tuple[ListedClinic, ...]:
    return clinics(viewer=SYSTEM)


def administrator(clinic_id: UUID, name: str, password: str | None) -> Viewer:
    staff_id = add_staff(
        clinic_id=clinic_id,
        role=Role.ADMINISTRATOR,
        name=name,
        email=f"{name}@southend.example",
        password=password,
        by=SYSTEM,
        at=EVENING,
        hasher=CHEAP,
    )
    return Viewer(Role.ADMINISTRATOR, clinic_id, staff_id=staff_id)


def test_no_clinic_is_wrong(database: db.Database) -> None:
    only(doors(listed()), Level.WRONG, "none yet", "trialtrack clinic add")


def test_a_clinic_without_an_administrator_is_wrong(database: db.Database) -> None:
    clinic = small_clinic()
    only(doors(listed()), Level.WRONG, "Southend has no administrator", "trialtrack staff add")
    ruth = administrator(clinic.clinic_id, "ruth", None)
    only(doors(listed()), Level.WRONG, "has a password yet", "trialtrack staff link")
    tom = administrator(clinic.clinic_id, "tom", PASSWORD)
    only(doors(listed()), Level.OK, "1 administrator.")
    assert ruth.staff_id is not None
    close_account(staff_id=ruth.staff_id, by=tom, at=EVENING)
    (found,) = listed()
    assert (found.administrators, found.administrators_with_password) == (1, 1)


def test_of_several_clinics_each_has_its_line(database: db.Database) -> None:
    small_clinic()
    leeds = small_clinic("Leeds")
    administrator(leeds.clinic_id, "tom", PASSWORD)
    first, second = doors(listed())
    only([first], Level.OK, "Leeds")
    only([second], Level.WRONG, '--clinic "Southend"')


def test_a_demonstration_needs_nobody(database: db.Database) -> None:
    small_clinic()
    (clinic,) = listed()
    only(doors([replace(clinic, is_demonstration=True)]), Level.NOTE, "nobody in it is real")
