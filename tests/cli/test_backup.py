"""`trialtrack backup` and `trialtrack restore`, in words."""

import re
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import URL

from tests.cli.served import environment, trialtrack
from tests.fixtures.postgres import Postgres
from trialtrack.backups.folder import name_of
from trialtrack.cli import main
from trialtrack.clock import now_utc

Settings = dict[str, str]


@pytest.fixture
def settings(sqlite_url: str) -> Settings:
    return {
        "TRIALTRACK_DATABASE_URL": sqlite_url,
        "TRIALTRACK_SECRET_KEY": "s" * 32,
        "TRIALTRACK_DIGEST_KEY": "d" * 32,
        "TRIALTRACK_BACKUP_KEY": "b" * 32,
        "TRIALTRACK_PUBLIC_URL": "http://127.0.0.1:8000",
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "backups"
    made.mkdir()
    return made


def called(settings: Mapping[str, str], *words: str) -> Result:
    without = dict.fromkeys(("TRIALTRACK_BACKUP_KEY", "TRIALTRACK_BACKUP_FOLDER"))
    return CliRunner(env={**without, **settings}).invoke(main, words)


def only_file(folder: Path) -> Path:
    (file,) = folder.iterdir()
    return file


def elsewhere(settings: Settings, tmp_path: Path) -> Settings:
    return {**settings, "TRIALTRACK_DATABASE_URL": f"sqlite:///{tmp_path / 'restored.db'}"}


def test_a_backup_is_one_line_with_counts_size_and_seconds(
    settings: Settings, folder: Path
) -> None:
    done = trialtrack("backup", "--to", str(folder), settings=settings)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(
        r"Backed up \d+ tables with \d+ rows, 0 of them diary entries, to "
        rf"{only_file(folder)}: [\d.]+ kB, [\d.]+ s, encrypted\.\n",
        done.stdout,
    )


def test_there_and_back_by_the_command_line(
    settings: Settings, folder: Path, tmp_path: Path
) -> None:
    called(settings | {"TRIALTRACK_BACKUP_FOLDER": str(folder)}, "backup")
    file = str(only_file(folder))
    drill = called(settings, "restore", "--check", file)
    assert drill.exit_code == 0
    assert drill.stdout.startswith("In order: the backup of 20")
    assert "compared table by table" in drill.stdout
    new = elsewhere(settings, tmp_path)
    done = called(new, "restore", file)
    assert done.exit_code == 0
    assert done.stdout.startswith("Restored the backup of 20")
    assert "everyone signs in again" in done.stdout
    assert called(new, "migrate").stdout == "Nothing to do.\n"
    again = called(new, "restore", file)
    assert (again.exit_code, again.stdout) == (1, "")
    assert again.stderr.startswith("A backup is restored into an empty place only")


def test_a_backup_without_a_key_says_so_loudly(settings: Settings, folder: Path) -> None:
    bare = {name: value for name, value in settings.items() if "BACKUP" not in name}
    done = called(bare, "backup", "--to", str(folder))
    assert done.exit_code == 0
    assert done.stderr.startswith("NOT ENCRYPTED: TRIALTRACK_BACKUP_KEY is not set.")
    assert done.stdout.endswith(" s, NOT ENCRYPTED.\n")
    refused = called(settings, "restore", "--check", str(only_file(folder)))
    assert refused.exit_code == 1
    assert "--unencrypted" in refused.stderr
    taken = called(settings, "restore", "--check", "--unencrypted", str(only_file(folder)))
    assert taken.exit_code == 0


def test_older_ones_go_only_when_asked_and_after_the_new_one(
    settings: Settings, folder: Path
) -> None:
    called(settings, "backup", "--to", str(folder))
    first = only_file(folder)
    for day in ("20200101", "20200102", "20200103"):
        (folder / f"trialtrack-{day}T000000Z.backup").write_bytes(first.read_bytes())
    first.unlink()
    kept = called(settings, "backup", "--to", str(folder), "--keep", "2")
    assert kept.stdout.endswith(" s, encrypted, 2 older removed.\n")
    assert len(list(folder.iterdir())) == 2
    assert (folder / "trialtrack-20200103T000000Z.backup").exists()


def test_a_backup_that_fails_removes_nothing(
    settings: Settings, folder: Path, tmp_path: Path
) -> None:
    called(settings, "backup", "--to", str(folder))
    before = only_file(folder)
    done = called(elsewhere(settings, tmp_path), "backup", "--to", str(folder), "--keep", "1")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "nothing was backed up" in done.stderr
    assert only_file(folder) == before


def test_a_full_disk_is_said_and_leaves_the_older_ones(settings: Settings, folder: Path) -> None:
    called(settings, "backup", "--to", str(folder))
    before = only_file(folder)
    beside = Path(settings["TRIALTRACK_DATABASE_URL"].removeprefix("sqlite:///")).parent
    there = set(beside.iterdir())
    # A file that may not grow beyond this stands in for a disk that is full.
    small = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (200_000, 200_000))
    done = subprocess.run(
        [sys.executable, "-m", "trialtrack.cli", "backup", "--to", str(folder), "--keep", "1"],
        env=environment(settings),
        preexec_fn=small,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert only_file(folder) == before
    assert set(beside.iterdir()) == there


def test_what_is_missing_is_named(settings: Settings, folder: Path) -> None:
    nowhere = called(settings, "backup")
    assert nowhere.exit_code == 2
    assert "TRIALTRACK_BACKUP_FOLDER" in nowhere.stderr
    missing = called(settings, "backup", "--to", str(folder / "not there"))
    assert missing.exit_code == 1
    assert missing.stderr == f"There is no folder {folder / 'not there'}; make it first.\n"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda whole: whole[:-5], "cut short or altered"),
        (lambda whole: whole[:300] + b"?" + whole[301:], "cut short or altered"),
        (lambda whole: b"PK" + whole, "not a backup of trialtrack"),
    ],
)
def test_a_file_that_is_not_in_order_is_refused_in_one_line(
    settings: Settings, folder: Path, tmp_path: Path, change: Callable[[bytes], bytes], words: str
) -> None:
    called(settings, "backup", "--to", str(folder))
    file = only_file(folder)
    file.write_bytes(change(file.read_bytes()))
    done = called(elsewhere(settings, tmp_path), "restore", str(file))
    assert (done.exit_code, done.stdout) == (1, "")
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "restored.db").exists()


def test_a_database_that_does_not_answer_is_said_without_its_password(
    settings: Settings, folder: Path
) -> None:
    address = "postgresql://someone:hidden@127.0.0.1:1/nothing"
    done = called(settings | {"TRIALTRACK_DATABASE_URL": address}, "backup", "--to", str(folder))
    assert done.exit_code == 1
    assert done.stderr.startswith("The database said: ")
    assert "hidden" not in done.stderr
    assert list(folder.iterdir()) == []


def test_the_same_on_postgresql(
    settings: Settings, folder: Path, postgres: Postgres, migrated_postgres: URL
) -> None:
    def on(database: URL) -> Settings:
        host = str(database.query["host"])
        address = f"postgresql://{database.username}:@/{database.database}"
        return settings | {"TRIALTRACK_DATABASE_URL": address, "PGHOST": host}

    source, target = postgres.create(template=str(migrated_postgres.database)), postgres.create()
    assert called(on(source), "backup", "--to", str(folder)).exit_code == 0
    file = str(only_file(folder))
    drill = called(on(source), "restore", "--check", file)
    assert "scratch PostgreSQL database" in drill.stdout
    assert called(on(target), "restore", file).exit_code == 0
    assert called(on(target), "migrate").stdout == "Nothing to do.\n"
    for database in (source, target):
        postgres.drop(database)


def test_two_backups_in_one_second_are_two_or_one_is_refused(
    settings: Settings, folder: Path
) -> None:
    codes = [called(settings, "backup", "--to", str(folder)).exit_code for _ in range(3)]
    assert len(list(folder.iterdir())) == codes.count(0)
    assert name_of(now_utc()) >= max(path.name for path in folder.iterdir())
