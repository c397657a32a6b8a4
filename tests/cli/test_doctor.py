"""`trialtrack doctor`: in what order it looks, how it ends, and that it changes nothing."""

import hashlib
import secrets
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.served import trialtrack
from tests.cli.test_setting_up import CLINIC, RUTH

MATTERS = [
    *("keys", "disk of the database", "temporary files", "database file", "migrations"),
    *("database", "data", "clock", "network time", "results", "clinics", "public address"),
    *("HTTPS", "proxies", "mail", "backups"),
]


@pytest.fixture
def real(migrated_sqlite: Path, tmp_path: Path) -> dict[str, str]:
    file = tmp_path / "real.db"
    shutil.copyfile(migrated_sqlite, file)
    file.chmod(0o600)
    return {
        "TRIALTRACK_DATABASE_URL": f"sqlite:///{file}",
        "TRIALTRACK_SECRET_KEY": secrets.token_urlsafe(32),
        "TRIALTRACK_DIGEST_KEY": secrets.token_urlsafe(32),
        "TRIALTRACK_PUBLIC_URL": "http://127.0.0.1:8000",
    }


def lines(settings: dict[str, str], status: int) -> list[list[str]]:
    """Level and matter of each line; the last one sums up."""
    done = trialtrack("doctor", settings=settings)
    assert (done.returncode, done.stderr) == (status, ""), done.stdout
    *found, last = done.stdout.splitlines()
    count = sum(line.startswith("WRONG") for line in found)
    assert last.startswith(str(count) if count else "Everything is in order.")
    return [[line[:6].strip(), line[7:].partition(":")[0]] for line in found]


def test_every_matter_has_its_line_also_where_nothing_is_set_up(real: dict[str, str]) -> None:
    found = lines(real, 1)
    assert [matter for _, matter in found] == MATTERS
    wrong = [matter for level, matter in found if level == "WRONG"]
    assert set(wrong) - {"network time", "temporary files", "disk of the database"} == {
        "clinics",
        "backups",
    }


def test_what_was_mended_is_in_order(real: dict[str, str], tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    real["TRIALTRACK_BACKUP_FOLDER"] = str(folder)
    real["TRIALTRACK_BACKUP_KEY"] = secrets.token_urlsafe(32)
    for words in (CLINIC, ("staff", "add", *RUTH), ("backup",)):
        assert trialtrack(*words, settings=real).returncode == 0
    found = {matter: level for level, matter in lines(real, 1)}
    assert found["backups"] == "note", "they lie on the same disk"
    assert found["clinics"] == "WRONG", "the administrator has no password yet"
    assert found["public address"] == "WRONG", "a real clinic is there now"


def test_it_changes_nothing_and_makes_no_database(real: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "real.db"
    trialtrack("clinic", "list", settings=real)  # The first to open it sets how it is written.
    before = hashlib.sha256(file.read_bytes()).hexdigest()
    lines(real, 1)
    assert hashlib.sha256(file.read_bytes()).hexdigest() == before
    real["TRIALTRACK_DATABASE_URL"] = f"sqlite:///{tmp_path / 'none.db'}"
    assert ["WRONG", "database file"] in lines(real, 1)
    assert not (tmp_path / "none.db").exists()


def test_settings_that_cannot_be_read_are_each_a_line(real: dict[str, str]) -> None:
    real["TRIALTRACK_DIGEST_KEY"] = real["TRIALTRACK_SECRET_KEY"]
    real["TRIALTRACK_PUBLIC_URL"] = "http://trials.example.org"
    done = trialtrack("doctor", settings=real)
    assert (done.returncode, done.stderr) == (1, "")
    assert "WRONG  settings: TRIALTRACK_PUBLIC_URL is http beyond this machine" in done.stdout
    assert "TRIALTRACK_DIGEST_KEY is the same as TRIALTRACK_SECRET_KEY" in done.stdout


def test_a_database_that_breaks_while_it_is_read_is_said_in_words(
    real: dict[str, str], tmp_path: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / "real.db")) as connection, connection:
        connection.execute("DROP TABLE audit_event")
    found = lines(real, 1)
    assert found.count(["WRONG", "data"]) == 1
    assert ["ok", "proxies"] in found
