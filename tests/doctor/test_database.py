"""The database: private, of today, durable and whole; each broken once."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import create_engine, event, text

from tests.doctor.installation import levels, only, settings, sqlite
from trialtrack.db import Database
from trialtrack.doctor.database import durability, files, migrations
from trialtrack.doctor.finding import Level
from trialtrack.models.migrate import alembic_config


@pytest.fixture
def file(sqlite_url: str) -> Path:
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    path.chmod(0o600)
    path.parent.chmod(0o700)
    return path


def test_a_file_of_its_owner_alone_is_in_order(file: Path) -> None:
    only(files(sqlite(file)), Level.OK, str(file))


def test_a_file_that_others_can_read_is_wrong_and_closed_to_them(file: Path) -> None:
    file.chmod(0o644)
    only(files(sqlite(file)), Level.WRONG, "could read", "They cannot any more")
    only(files(sqlite(file)), Level.OK)


def test_a_file_that_stays_readable_names_the_command(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.chmod(0o640)
    monkeypatch.setattr("trialtrack.doctor.database.keep_private", lambda _: None)
    only(files(sqlite(file)), Level.WRONG, f"chmod 600 {file}")


def test_a_folder_in_which_anyone_can_replace_it_is_wrong(file: Path) -> None:
    file.parent.chmod(0o777)
    only(files(sqlite(file)), Level.WRONG, f"chmod o-w {file.parent}")


def test_a_file_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    missing = tmp_path / "none.db"
    only(files(sqlite(missing)), Level.WRONG, "is not there", "trialtrack migrate")
    assert not missing.exists()


def test_pending_migrations_are_named(database_url: str, migrated_database_url: str) -> None:
    only(migrations(settings(migrated_database_url)), Level.OK, "none to do")
    only(migrations(settings(database_url)), Level.WRONG, "empty", "trialtrack migrate")
    command.upgrade(alembic_config(database_url), "0005")
    only(migrations(settings(database_url)), Level.WRONG, "0006, 0007", "trialtrack migrate")


def test_a_database_of_a_newer_trialtrack_is_wrong(migrated_database_url: str) -> None:
    engine = create_engine(migrated_database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    only(migrations(settings(migrated_database_url)), Level.WRONG, "made by a newer trialtrack")


def test_what_is_no_database_is_wrong_and_its_address_not_printed(tmp_path: Path) -> None:
    no_database = tmp_path / "real.db"
    no_database.write_bytes(b"this is a letter, not a database, and it goes on for a while" * 20)
    only(migrations(sqlite(no_database)), Level.WRONG, "cannot be opened: file is not a database")
    nobody = settings("postgresql://us:top-secret@127.0.0.1:1/none")
    assert "top-secret" not in only(migrations(nobody), Level.WRONG, "cannot be opened").line


@pytest.fixture
def opened(migrated_database_url: str) -> Iterator[Database]:
    database = Database.open(migrated_database_url, digest_key="k" * 32)
    yield database
    database.close()


def test_a_database_that_forgets_what_it_acknowledged_is_wrong(opened: Database) -> None:
    if opened.engine.dialect.name == "sqlite":
        assert levels(durability(opened)) == [("database", Level.OK), ("data", Level.OK)]
        opened.engine.dispose()
        event.listen(opened.engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous = 1"))
        first, *_ = durability(opened)
        only([first], Level.WRONG, "synchronous is 1", "Set synchronous = 2")
        return
    # The tests' own server does not wait for its disk.
    only(durability(opened), Level.WRONG, "fsync is off", "a power cut can lose", "fsync = on")


def test_a_damaged_file_is_wrong(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        page = connection.execute("PRAGMA page_size").fetchone()[0]
        root = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'ix_staff_clinic_id'"
        ).fetchone()[0]
    with file.open("r+b") as raw:
        raw.seek((root - 1) * page)
        raw.write(b"\xff" * 64)
    database = Database.open(f"sqlite:///{file}", digest_key="k" * 32)
    _, data = durability(database)
    only([data], Level.WRONG, "damaged", "restore the newest backup")
    database.close()


def test_a_row_that_refers_to_nothing_is_wrong(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(
            "INSERT INTO patient (id, clinic_id, created_at) VALUES ('1', '2', '2026-03-10')"
        )
    database = Database.open(f"sqlite:///{file}", digest_key="k" * 32)
    _, data = durability(database)
    only([data], Level.WRONG, "patient row 1")
    database.close()
