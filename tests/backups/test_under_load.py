"""What was acknowledged before a backup began is in it, while others go on writing."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.backups.writing import entries_in, writers
from tests.cli.served import trialtrack
from tests.services.small_clinic import SmallTrial, at, small_clinic, small_trial
from trialtrack import db
from trialtrack.backups.make import make_backup
from trialtrack.backups.place import Place
from trialtrack.backups.restore import restore_backup

WRITERS = 4
ROUNDS = 4
SOAK_ROUNDS = 60


@pytest.fixture
def trials(database: db.Database) -> list[SmallTrial]:
    clinic = small_clinic()
    return [small_trial(clinic) for _ in range(WRITERS)]


def lost_in_rounds(
    trials: list[SmallTrial],
    place: Place,
    folder: Path,
    new_place: Callable[[], Place],
    rounds: int,
) -> list[set[str]]:
    """Of each round: the entries that were acknowledged before and are not in the backup."""
    lost = []
    with writers(trials) as acknowledged:
        for number in range(rounds):
            before = acknowledged.now()
            made = make_backup(place, into=folder, at=at(13) + timedelta(seconds=number))
            meanwhile = acknowledged.now()
            restored = new_place()
            restore_backup(made.path, restored, at=at(14))
            lost.append(before - entries_in(restored))
            assert meanwhile > before, "nobody wrote while the backup ran"
    return lost


def test_every_acknowledged_entry_is_in_the_next_backup(
    trials: list[SmallTrial], place: Place, folder: Path, new_place: Callable[[], Place]
) -> None:
    assert lost_in_rounds(trials, place, folder, new_place, ROUNDS) == [set()] * ROUNDS


def test_the_command_in_a_process_of_its_own_takes_every_acknowledged_entry(
    sqlite_database: db.Database, folder: Path, tmp_path: Path
) -> None:
    url = sqlite_database.engine.url.render_as_string()
    settings = {
        "TRIALTRACK_DATABASE_URL": url,
        "TRIALTRACK_SECRET_KEY": "s" * 32,
        "TRIALTRACK_DIGEST_KEY": "d" * 32,
        "TRIALTRACK_BACKUP_KEY": "b" * 32,
        "TRIALTRACK_PUBLIC_URL": "http://127.0.0.1:8000",
    }
    clinic = small_clinic()
    with writers([small_trial(clinic) for _ in range(WRITERS)]) as acknowledged:
        before = acknowledged.now()
        done = trialtrack("backup", "--to", str(folder), settings=settings)
        assert acknowledged.now() > before
    assert (done.returncode, done.stderr) == (0, "")
    (file,) = folder.iterdir()
    restored = Place(f"sqlite:///{tmp_path / 'restored.db'}", "d" * 32, "b" * 32)
    restore_backup(file, restored, at=at(14))
    assert before - entries_in(restored) == set()


@pytest.mark.soak
def test_every_acknowledged_entry_is_in_every_one_of_many_backups(
    trials: list[SmallTrial], place: Place, folder: Path, new_place: Callable[[], Place]
) -> None:
    lost = lost_in_rounds(trials, place, folder, new_place, SOAK_ROUNDS)
    assert lost == [set()] * SOAK_ROUNDS


def test_a_plain_copy_of_the_file_would_lose_entries(
    sqlite_database: db.Database, tmp_path: Path
) -> None:
    """The control: the same test, with cp for a backup, does find what is missing."""
    clinic = small_clinic()
    url = str(sqlite_database.engine.url)
    copied = Path(str(sqlite_database.engine.url.database))
    with writers([small_trial(clinic)]) as acknowledged:
        before = acknowledged.now()
        shutil.copyfile(copied, tmp_path / "copy.db")
    copy = replace(Place(url, "d" * 32), database_url=f"sqlite:///{tmp_path / 'copy.db'}")
    assert before - entries_in(copy) != set()


def test_a_view_that_began_before_them_would_lose_entries(
    trials: list[SmallTrial], place: Place
) -> None:
    """The control on both databases: the moment matters, and it is noticed."""
    with db.view() as early:
        early.execute(text("SELECT count(*) FROM diary_entry")).scalar()
        with writers(trials) as acknowledged:
            pass
        seen = set(early.execute(text("SELECT id FROM diary_entry")).scalars())
    assert acknowledged.now() != set()
    assert seen == set()
    assert acknowledged.now() == entries_in(place)


def test_a_backup_takes_the_whole_log_of_a_database_that_nobody_checkpoints(
    sqlite_database: db.Database, folder: Path, tmp_path: Path
) -> None:
    url = str(sqlite_database.engine.url)
    trial = small_trial(small_clinic())
    file = Path(str(sqlite_database.engine.url.database))
    with closing(sqlite3.connect(file)) as reader:
        # Who reads keeps the log from being written back into the file.
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM diary_entry").fetchone()
        with writers([trial]) as acknowledged:
            before = acknowledged.now()
            made = make_backup(Place(url, "d" * 32), into=folder, at=at(13))
    assert Path(f"{file}-wal").exists()
    restored = Place(f"sqlite:///{tmp_path / 'restored.db'}", "d" * 32)
    restore_backup(made.path, restored, at=at(14))
    assert before <= entries_in(restored)
