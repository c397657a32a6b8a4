"""Somebody is found by what a nurse types, on both databases, and by nobody who may not."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from alembic import command
from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    MetaData,
    Table,
    Text,
    Uuid,
    create_engine,
    select,
)
from sqlalchemy.types import TypeEngine

from tests.services.small_clinic import PLANNED_AT, SmallClinic, small_clinic
from trialtrack import db
from trialtrack.access import Role, Viewer
from trialtrack.models import PatientIdentity
from trialtrack.models.migrate import alembic_config
from trialtrack.queries import patient_list as module
from trialtrack.queries.patient_list import patient_list
from trialtrack.services.add_patient import Identity, add_patient
from trialtrack.store.find_people import find_people
from trialtrack.store.search_keys import search_keys

PEOPLE = {
    "ozturk": Identity("Öztürk", "Ayşe", date(1978, 3, 12), "RQ-104 2231"),
    "oconnell": Identity("O'Connell", "Mary Ann", date(1961, 2, 4), "90 771"),
    "sorensen": Identity("Sørensen", "Łukasz", date(2001, 12, 3), None),
    "smith": Identity("Smith-Jones", "Åse", date(1901, 12, 3), "H_50%"),
    "ohara": Identity("Demo-O’Hara", "Brendan", date(1955, 5, 5), None),
    "de": Identity("de la Cruz", "José", date(1950, 1, 1), "778-00"),
}

MADE_ON = date(1978, 3, 12)
MADE = {"created_at": datetime(2026, 3, 1, 9, tzinfo=UTC)}
_TEXTS = ("name", "time_zone", "phone", "emergency_phone", "opioid_table")
BEFORE: dict[str, dict[str, TypeEngine[Any]]] = {
    "clinic": {
        "id": Uuid(),
        "is_demonstration": Boolean(),
        "created_at": DateTime(timezone=True),
        **{name: Text() for name in _TEXTS},
    },
    "patient": {"id": Uuid(), "clinic_id": Uuid(), "created_at": DateTime(timezone=True)},
    "patient_identity": {
        "patient_id": Uuid(),
        "born_on": Date(),
        **{name: Text() for name in ("family_name", "given_name", "hospital_number")},
    },
}


@pytest.fixture
def people(clinic: SmallClinic) -> dict[UUID, str]:
    with db.transaction():
        return {
            add_patient(
                clinic_id=clinic.clinic_id, identity=identity, by=clinic.nurse, at=PLANNED_AT
            ): name
            for name, identity in PEOPLE.items()
        }


def found(viewer: Viewer, typed: str, people: dict[UUID, str]) -> set[str]:
    with db.view() as session:
        return {people[each] for each in session.scalars(find_people(viewer, typed))}


@pytest.mark.parametrize(
    ("typed", "who"),
    [
        ("ozturk", "ozturk"),
        ("ÖZTÜRK", "ozturk"),
        ("oeztuerk", "ozturk"),
        ("Ozt ays", "ozturk"),
        ("ayşe öztürk", "ozturk"),
        ("o'connell", "oconnell"),
        ("O’Connell, Mary", "oconnell"),
        ("oconnell", "oconnell"),
        ("connell ann", "oconnell"),
        ("ohara", "ohara"),
        ("o'hara brendan", "ohara"),
        ("maryann", "oconnell"),
        ("sorensen", "sorensen"),
        ("soerensen lukasz", "sorensen"),
        ("smith jones", "smith"),
        ("smithjones", "smith"),
        ("jones-smith", "smith"),
        ("delacruz jose", "de"),
        ("12/3/1978", "ozturk"),
        ("12.03.1978", "ozturk"),
        ("1978-03-12", "ozturk"),
        ("12 Mar 1978", "ozturk"),
        ("12th march 78 öz", "ozturk"),
        ("3/12/01", "smith sorensen"),
        ("3/12/2001", "sorensen"),
        ("rq1042231", "ozturk"),
        ("104-2231", "ozturk"),
        ("2231", "ozturk"),
        ("77", "de oconnell"),
        ("h_50%", "smith"),
        # Month first is no date here, a wrong word leaves nobody, and signs stand for nothing.
        ("12/13/1978", ""),
        ("3/12/1978", ""),
        ("ozturk mary", ""),
        ("ozturk 13/3/1978", ""),
        ("urk", ""),
        ("%", ""),
        ("_zturk", ""),
        ("   ", "de oconnell ohara ozturk smith sorensen"),
    ],
)
def test_who_is_found_by_what_is_typed(
    clinic: SmallClinic, people: dict[UUID, str], typed: str, who: str
) -> None:
    assert found(clinic.nurse, typed, people) == set(who.split())


def test_only_ones_own_clinic_is_searched_and_only_by_who_may_see_names(
    clinic: SmallClinic, people: dict[UUID, str]
) -> None:
    with db.transaction():
        elsewhere = small_clinic("Elsewhere")
    patient = Viewer(Role.PATIENT, clinic.clinic_id, patient_id=next(iter(people)))
    for typed in ("ozturk", "12/3/1978", "2231", ""):
        for viewer in (elsewhere.consultant, clinic.representative, patient):
            assert found(viewer, typed, people) == set()
        assert "ozturk" in found(clinic.consultant, typed, people)
        assert "ozturk" in found(Viewer.system(), typed, people)


@pytest.fixture
def before_the_keys(database_url: str) -> str:
    """A database of the revision before, with one person in it."""
    (file,) = (Path(__file__).parents[2] / "migrations/versions").glob("*_search_key.py")
    command.upgrade(alembic_config(database_url), f"{int(file.name[:4]) - 1:04}")
    metadata, engine, one = MetaData(), create_engine(database_url), UUID(int=1)
    clinic, patient, identity = (
        Table(name, metadata, *(Column(column, kind) for column, kind in columns.items()))
        for name, columns in BEFORE.items()
    )
    numbers = {"phone": "1", "emergency_phone": "2", "opioid_table": "cdc-2022"}
    zone = {"time_zone": "Europe/London", "is_demonstration": False}
    name = {"family_name": "Öztürk-O'Hara", "given_name": "Łeé Åse", "hospital_number": "Q-10 4"}
    with engine.begin() as connection:
        connection.execute(clinic.insert().values(id=one, name="One", **numbers, **zone, **MADE))
        connection.execute(patient.insert().values(id=one, clinic_id=one, **MADE))
        connection.execute(identity.insert().values(patient_id=one, born_on=MADE_ON, **name))
    engine.dispose()
    return database_url


def test_who_was_there_before_is_found_the_same_way(before_the_keys: str) -> None:
    command.upgrade(alembic_config(before_the_keys), "head")
    keys = PatientIdentity.name_key, PatientIdentity.number_key
    with create_engine(before_the_keys).connect() as connection:
        kept = connection.execute(select(*keys)).one()
    assert kept._asdict() == search_keys("Öztürk-O'Hara", "Łeé Åse", "Q-10 4")


def test_everybody_is_on_one_page_and_on_no_second(
    clinic: SmallClinic, people: dict[UUID, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PAGE", 2)
    first = patient_list(viewer=clinic.nurse)
    second = patient_list(viewer=clinic.nurse, after=first.after)
    third = patient_list(viewer=clinic.nurse, after=second.after)
    pages = [[each.person.id for each in page.found] for page in (first, second, third)]
    assert [len(page) for page in pages] == [2, 2, 2]
    assert {each for page in pages for each in page} == set(people)
    assert third.after is None
