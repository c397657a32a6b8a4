"""A small clinic with an entry in it, where to back it up to, and an empty place of its kind."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL

from tests.fixtures.kept import DIGEST_KEY
from tests.services.small_clinic import SmallTrial, an_entry, at, small_clinic, small_trial
from trialtrack.backups.manifest import DatabaseKind
from trialtrack.backups.place import Place
from trialtrack.db import Database, use
from trialtrack.services.record_day import record_day

BACKUP_KEY = "a key for the backups of tests alone"
HARD_TO_WRITE = "Café 日本\n\\.\n\\N \t; COPY public.x FROM stdin;\n--'\""


@pytest.fixture
def database(migrated_database_url: str) -> Iterator[Database]:
    """In use by this process, and what the programs under test are told to back up."""
    opened = Database.open(migrated_database_url, digest_key=DIGEST_KEY)
    use(opened)
    yield opened
    use(None)
    opened.close()


@pytest.fixture
def trial(database: Database) -> SmallTrial:
    trial = small_trial(small_clinic())
    entry = an_entry(trial, 4, note=HARD_TO_WRITE)
    record_day(entry=entry, by=trial.patient, at=at(12))
    return trial


@pytest.fixture
def place(migrated_database_url: str) -> Place:
    return Place(migrated_database_url, DIGEST_KEY, BACKUP_KEY)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "backups"
    made.mkdir()
    return made


@pytest.fixture
def new_place(
    place: Place, request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[Callable[[], Place]]:
    """Makes databases of the same kind without anything in them."""
    made: list[URL] = []

    def sqlite() -> Place:
        folder = Path(tempfile.mkdtemp(dir=tmp_path))
        return Place(f"sqlite:///{folder / 'restored.db'}", DIGEST_KEY, BACKUP_KEY)

    def postgresql() -> Place:
        made.append(request.getfixturevalue("postgres").create())
        return Place(made[-1].render_as_string(hide_password=False), DIGEST_KEY, BACKUP_KEY)

    yield sqlite if place.kind is DatabaseKind.SQLITE else postgresql
    for database in made:
        request.getfixturevalue("postgres").drop(database)


@pytest.fixture
def empty_place(new_place: Callable[[], Place]) -> Place:
    return new_place()
