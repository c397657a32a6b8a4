"""Make one backup, online, and read it back before it gets its name."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from trialtrack.backups import folder, postgres, sqlite
from trialtrack.backups.container import Sealing, mark_of, opened
from trialtrack.backups.manifest import (
    BLOCK_BYTES,
    DatabaseKind,
    Manifest,
    Table,
    Tally,
    append_manifest,
)
from trialtrack.backups.place import Place
from trialtrack.backups.refusals import NothingToBackUp, NotReadBack


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that is there and was read back. `bytes` is the size of the file."""

    path: Path
    manifest: Manifest
    bytes: int
    encrypted: bool


def make_backup(place: Place, *, into: Path, at: datetime) -> Made:
    """Back up the place's database into a new file of the folder; any Refusal leaves none.

    Everything that was committed before the call is in it. `at` gives it its name.
    """
    with folder.locked(into), folder.work_folder(into) as work:
        new = work / "new.backup"
        new.touch(mode=0o600)
        with new.open("wb") as out:
            sealing = Sealing(out, key=place.backup_key, mark=mark_of(place.digest_key))
            put = _put_sqlite if place.kind is DatabaseKind.SQLITE else _put_postgres
            manifest = put(place, sealing, at)
            append_manifest(sealing, manifest)
        _read_back(new, place, manifest)
        target = into / folder.name_of(at)
        folder.publish(new, target)
    size = target.stat().st_size
    return Made(target, manifest, size, encrypted=place.backup_key is not None)


def _put_sqlite(place: Place, sealing: Sealing, at: datetime) -> Manifest:
    if not place.work_parent.is_dir():
        raise NothingToBackUp
    with folder.work_folder(place.work_parent) as work:
        copy = work / "copy.db"
        sqlite.copy_online(place.sqlite_file, copy)
        revision, tables = sqlite.revision_of(copy), sqlite.contents_of(copy)
        with copy.open("rb") as payload:
            tally = _pour(payload, sealing)
    return _manifest(place, at, revision, tables, tally)


def _put_postgres(place: Place, sealing: Sealing, at: datetime) -> Manifest:
    with postgres.one_snapshot(place.database_url) as connection:
        revision = postgres.revision_of(connection)
        if revision is None:
            raise NothingToBackUp
        with postgres.dumped(connection, place.tools) as payload:
            tally = _pour(payload, sealing)
        tables = postgres.contents_of(connection)
    return _manifest(place, at, revision, tables, tally)


def _pour(payload: IO[bytes], sealing: Sealing) -> Tally:
    tally = Tally()
    while block := payload.read(BLOCK_BYTES):
        tally.add(block)
        sealing.write(block)
    return tally


def _manifest(
    place: Place, at: datetime, revision: str | None, tables: tuple[Table, ...], tally: Tally
) -> Manifest:
    if revision is None:
        raise NothingToBackUp
    return Manifest(
        made_at=at,
        database=place.kind,
        revision=revision,
        tables=tables,
        payload_bytes=tally.bytes,
        payload_sha256=tally.sha256,
    )


def _read_back(new: Path, place: Place, manifest: Manifest) -> None:
    """NotReadBack unless the file, opened as a restore opens it, says what was put into it."""
    digest, left = hashlib.sha256(), manifest.payload_bytes
    behind = bytearray()
    with new.open("rb") as source:
        for content in opened(source, key=place.backup_key):
            digest.update(content[:left])
            behind += content[left:]
            left = max(0, left - len(content))
    if digest.hexdigest() != manifest.payload_sha256 or not behind.startswith(manifest.to_json()):
        raise NotReadBack
