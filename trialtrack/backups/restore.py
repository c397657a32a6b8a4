"""Put a backup back into an empty place, or try that out in a place of its own.

Nothing is written to the target before the whole file was read and found whole; and what was
restored is compared with the manifest before it counts. Killed in the middle, it leaves the
target empty: SQLite's file is renamed, PostgreSQL's transaction committed, when all is right.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from trialtrack.backups import folder, postgres, sqlite
from trialtrack.backups.container import Header, mark_of
from trialtrack.backups.doors import shut_doors
from trialtrack.backups.manifest import DatabaseKind, Manifest, Table, unpack
from trialtrack.backups.place import Place
from trialtrack.backups.refusals import (
    ContentDiffers,
    NewerBackup,
    OtherDatabaseKind,
    OtherDigestKey,
)
from trialtrack.backups.scratch import scratch_database
from trialtrack.models.migrate import NewerDatabase, revisions_after


@dataclass(frozen=True, slots=True)
class Allowed:
    """What the person said is all right: a plain file although a key is set; a lost digest key."""

    plain: bool = False
    lost_digest_key: bool = False


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back, or tried. `pending`: the migrations that it lacks, oldest first."""

    manifest: Manifest
    encrypted: bool
    pending: tuple[str, ...]


def restore_backup(
    file: Path, place: Place, *, at: datetime, allowed: Allowed | None = None
) -> Restored:
    """Restore into the place, which must be empty. Sessions and unused links are ended."""
    if place.kind is DatabaseKind.SQLITE:
        return _restore_sqlite(file, place, at, allowed)
    with _unpacked(file, place, allowed) as (restored, payload):
        _load_postgres(place.database_url, place, restored.manifest, payload, at)
    return restored


def check_backup(
    file: Path, place: Place, *, at: datetime, allowed: Allowed | None = None
) -> Restored:
    """The drill: do all that a restore does, in a place of its own that is gone afterwards."""
    with _unpacked(file, place, allowed) as (restored, payload):
        if place.kind is DatabaseKind.SQLITE:
            _finish_sqlite(restored.manifest, payload, at)
        else:
            with scratch_database(place.database_url) as url:
                _load_postgres(url, place, restored.manifest, payload, at)
    return restored


def _restore_sqlite(file: Path, place: Place, at: datetime, allowed: Allowed | None) -> Restored:
    target = place.sqlite_file
    with folder.locked(place.work_parent):
        sqlite.refuse_unless_empty(target)
        with _unpacked(file, place, allowed) as (restored, payload):
            _finish_sqlite(restored.manifest, payload, at)
            sqlite.refuse_unless_empty(target)
            target.unlink(missing_ok=True)
            folder.publish(payload, target)
    return restored


def _finish_sqlite(manifest: Manifest, payload: Path, at: datetime) -> None:
    try:
        revision, tables = sqlite.revision_of(payload), sqlite.contents_of(payload)
    except sqlite3.DatabaseError as problem:
        raise ContentDiffers(f"{ContentDiffers()} SQLite says: {problem}.") from None
    _refuse_unless_same(manifest, revision, tables)
    with sqlite.one_transaction(payload) as connection:
        shut_doors(connection, made_at=manifest.made_at, at=at)


def _load_postgres(url: str, place: Place, manifest: Manifest, payload: Path, at: datetime) -> None:
    with postgres.one_transaction(url) as connection:
        driver = postgres.driver_of(connection)
        postgres.load(driver, payload, place.tools)
        _refuse_unless_same(manifest, postgres.revision_of(driver), postgres.contents_of(driver))
        shut_doors(connection, made_at=manifest.made_at, at=at)


def _refuse_unless_same(
    manifest: Manifest, revision: str | None, tables: tuple[Table, ...]
) -> None:
    if revision != manifest.revision:
        raise ContentDiffers
    manifest.refuse_unless_same(tables)


@contextmanager
def _unpacked(file: Path, place: Place, allowed: Allowed | None) -> Iterator[tuple[Restored, Path]]:
    """The payload of a file that was read to its end and may be restored into such a place."""
    allowed = allowed or Allowed()
    with file.open("rb") as source, folder.work_folder(place.work_parent) as work:
        header = Header.read(source)
        source.seek(0)
        payload = work / "payload"
        manifest = unpack(source, payload, key=place.backup_key, allow_plain=allowed.plain)
        if manifest.database is not place.kind:
            raise OtherDatabaseKind(
                f"This backup was made of a {manifest.database} database, and "
                f"TRIALTRACK_DATABASE_URL names one of {place.kind}."
            )
        if header.mark != mark_of(place.digest_key) and not allowed.lost_digest_key:
            raise OtherDigestKey
        try:
            pending = revisions_after(manifest.revision)
        except NewerDatabase:
            raise NewerBackup from None
        yield Restored(manifest, header.encrypted, pending), payload
