"""A clinic's numbers change; who calls one must reach somebody."""

import json
from uuid import uuid4

import pytest
from sqlalchemy import select

from tests.services.small_clinic import EVENING, SmallClinic
from trialtrack import db
from trialtrack.access import NotAllowed, NotFound, Viewer
from trialtrack.models import AuditEvent, Clinic
from trialtrack.services.change_numbers import change_numbers
from trialtrack.services.refusals import NotAPhoneNumber


def numbers(clinic: SmallClinic) -> tuple[str, str]:
    with db.view() as session:
        row = session.get_one(Clinic, clinic.clinic_id)
        return row.phone, row.emergency_phone


def change(
    clinic: SmallClinic, phone: str | None, emergency_phone: str | None, by: Viewer | None = None
) -> None:
    change_numbers(
        clinic_id=clinic.clinic_id,
        phone=phone,
        emergency_phone=emergency_phone,
        by=by or Viewer.system(),
        at=EVENING,
    )


def audited() -> list[str]:
    with db.view() as session:
        rows = session.scalars(select(AuditEvent).where(AuditEvent.action == "change_numbers"))
        return [row.changes for row in rows]


def test_one_number_changes_and_the_other_stays(clinic: SmallClinic) -> None:
    before = numbers(clinic)
    change(clinic, "01632 960777", None)
    assert numbers(clinic) == ("01632 960777", before[1])
    assert [json.loads(each) for each in audited()] == [{"phone": [before[0], "01632 960777"]}]


def test_the_same_number_again_changes_nothing(clinic: SmallClinic) -> None:
    change(clinic, *numbers(clinic))
    assert audited() == []


def test_what_cannot_be_dialled_is_refused_and_nothing_changes(clinic: SmallClinic) -> None:
    before = numbers(clinic)
    with pytest.raises(NotAPhoneNumber):
        change(clinic, "01632 960777", "call us")
    assert numbers(clinic) == before


def test_only_the_installation_changes_them(clinic: SmallClinic) -> None:
    with pytest.raises(NotAllowed):
        change(clinic, "01632 960777", None, by=clinic.consultant)
    with pytest.raises(NotFound):
        change_numbers(
            clinic_id=uuid4(),
            phone="01632 960777",
            emergency_phone=None,
            by=Viewer.system(),
            at=EVENING,
        )
