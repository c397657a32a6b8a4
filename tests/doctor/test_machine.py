"""Keys, disk, clock, mail and backups: each as it should be, and each broken."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.cli.served import free_port
from tests.doctor.installation import only, settings, sqlite
from tests.mail.server import mail_server
from tests.services.small_clinic import small_clinic
from trialtrack import db
from trialtrack.backups.make import make_backup
from trialtrack.backups.place import Place
from trialtrack.clock import now_utc
from trialtrack.doctor import clocks
from trialtrack.doctor.backups import backup
from trialtrack.doctor.clocks import clock
from trialtrack.doctor.disk import disks
from trialtrack.doctor.finding import Finding, Level
from trialtrack.doctor.keys import keys
from trialtrack.doctor.post import mail

HOUR = timedelta(hours=1)


@pytest.mark.parametrize("name", ["secret_key", "digest_key", "backup_key"])
def test_a_key_that_somebody_typed_is_wrong(name: str) -> None:
    random = settings("sqlite:////x.db")
    only(keys(random), Level.OK)
    typed = settings("sqlite:////x.db", **{name: "clinic clinic clinic clinic clinic"})
    found = only(keys(typed), Level.WRONG, f"TRIALTRACK_{name.upper()}", "secrets.token_urlsafe")
    assert "clinic clinic" not in found.line


class Usage(NamedTuple):
    free: int


def leave_free(monkeypatch: pytest.MonkeyPatch, free: int) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: Usage(free))


def test_too_little_room_is_wrong(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    installation = settings(sqlite_url)
    leave_free(monkeypatch, 10**10)
    assert {found.level for found in disks(installation)} == {Level.OK}
    leave_free(monkeypatch, 10**8)
    for found in disks(installation):
        only([found], Level.WRONG, "0.1 GB free", "0.5 GB are needed")


def test_a_large_database_needs_room_for_its_copies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    large = tmp_path / "large.db"
    with large.open("wb") as file:
        file.truncate(10**9)
    leave_free(monkeypatch, 2 * 10**9)
    of_database, temporary = disks(sqlite(large))
    only([of_database], Level.WRONG, "3.0 GB are needed")
    only([temporary], Level.OK)


def test_a_folder_that_cannot_be_written_to_is_wrong(tmp_path: Path) -> None:
    found, _ = disks(sqlite(tmp_path / "no" / "folder" / "real.db"))
    only([found], Level.WRONG, "cannot be written to: No such file or directory")


def clock_lines(database: db.Database, at: datetime) -> list[Finding]:
    *about_clock, network = clock(database, at=at)
    assert network.matter == "network time"
    return about_clock


def test_a_clock_apart_from_the_databases_is_wrong(database: db.Database) -> None:
    only(clock_lines(database, now_utc()), Level.OK, "0 seconds apart")
    for apart in (-HOUR, HOUR):
        only(clock_lines(database, now_utc() + apart), Level.WRONG, "3600 seconds apart")


def test_a_record_of_the_future_is_wrong(
    database: db.Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_clinic()
    only(clock_lines(database, now_utc()), Level.OK, "no record is of the future")
    before_it = datetime.fromisoformat("2026-02-28T09:00:00+00:00")
    monkeypatch.setattr(clocks, "_clock_of", lambda *_: before_it)
    only(clock_lines(database, before_it), Level.WRONG, "2026-03-01 09:00 UTC", "still to come")


@pytest.mark.parametrize(
    ("says", "level", "words"),
    [
        ("echo yes", Level.OK, "sets the clock"),
        ("echo no", Level.WRONG, "timedatectl set-ntp true"),
        ("echo Failed >&2; exit 1", Level.NOTE, "does not say"),
        (None, Level.NOTE, "chrony"),
    ],
)
def test_what_the_system_says_of_network_time_is_passed_on(
    sqlite_database: db.Database,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    says: str | None,
    level: Level,
    words: str,
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    if says is not None:
        program = tmp_path / "timedatectl"
        program.write_text(f"#!/bin/sh\n{says}\n")
        program.chmod(0o700)
    *_, network = clock(sqlite_database, at=now_utc())
    only([network], level, words)


def test_mail_is_tried_without_sending_any() -> None:
    only(mail(settings("sqlite:////x.db")), Level.NOTE, "not configured")
    with mail_server() as server:
        configured = settings("sqlite:////x.db", mail=server.settings())
        only(mail(configured), Level.OK, f"127.0.0.1 port {server.port} answers")
    assert server.taken == []


def test_mail_that_would_fail_is_wrong() -> None:
    with mail_server() as server:
        unencrypted = settings("sqlite:////x.db", mail=server.settings(tls="starttls"))
        only(mail(unencrypted), Level.WRONG, "STARTTLS")
        nobody = settings("sqlite:////x.db", mail=server.settings(port=free_port()))
        only(mail(nobody), Level.WRONG, "Connection refused", "TRIALTRACK_MAIL_")
        signing_in = server.settings(user="us", password="top secret")
        refused = only(mail(settings("sqlite:////x.db", mail=signing_in)), Level.WRONG, "AUTH")
    assert "top secret" not in refused.line


def test_backups_are_young_encrypted_and_elsewhere(sqlite_url: str, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    installation = settings(sqlite_url, backup_folder=str(folder))
    only(backup(installation, at=now_utc()), Level.WRONG, "there is none", "trialtrack backup")
    place = Place(sqlite_url, installation.digest_key, installation.backup_key)
    make_backup(place, into=folder, at=now_utc())
    newest, where = backup(installation, at=now_utc())
    only([newest], Level.OK, "0 hours old")
    only([where], Level.NOTE, "on the disk of the database")
    old, _ = backup(installation, at=now_utc() + 27 * HOUR)
    only([old], Level.WRONG, "27 hours old", "runs every night")


def test_backups_that_nobody_planned_or_anybody_reads_are_wrong(
    sqlite_url: str, tmp_path: Path
) -> None:
    only(backup(settings(sqlite_url), at=now_utc()), Level.WRONG, "TRIALTRACK_BACKUP_FOLDER")
    plain = settings(sqlite_url, backup_folder=str(tmp_path), backup_key=None)
    _, key = backup(plain, at=now_utc())
    only([key], Level.WRONG, "whoever finds a file reads every diary")
