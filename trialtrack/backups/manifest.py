"""What a backup says of itself: when, of what, how many rows, and a hash of every table."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, Self

from trialtrack.backups.container import Sealing, opened
from trialtrack.backups.refusals import ContentDiffers, Damaged

LENGTH_BYTES = 8
BLOCK_BYTES = 1 << 20


class DatabaseKind(StrEnum):
    """Of which kind of database a backup is; it is restored into the same kind."""

    SQLITE = "SQLite"
    POSTGRESQL = "PostgreSQL"


@dataclass(frozen=True, slots=True)
class Table:
    """One table: `sha256` is over its rows, ordered by all their columns."""

    name: str
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """Stands behind the payload. `revision` is that of the schema, as the migrations name it."""

    made_at: datetime
    database: DatabaseKind
    revision: str
    tables: tuple[Table, ...]
    payload_bytes: int
    payload_sha256: str

    @property
    def rows(self) -> int:
        """The rows of all tables together."""
        return sum(table.rows for table in self.tables)

    def rows_in(self, table: str) -> int:
        """The rows of one table; 0 where there is none of that name."""
        return sum(found.rows for found in self.tables if found.name == table)

    def to_json(self) -> bytes:
        """As it stands in the file."""
        said = asdict(self) | {"made_at": self.made_at.astimezone(UTC).isoformat()}
        return json.dumps(said, separators=(",", ":")).encode()

    @classmethod
    def from_json(cls, raw: bytes) -> Self:
        """Damaged where it is not a manifest."""
        try:
            said = json.loads(raw)
            return cls(
                made_at=datetime.fromisoformat(said["made_at"]),
                database=DatabaseKind(said["database"]),
                revision=str(said["revision"]),
                tables=tuple(Table(**table) for table in said["tables"]),
                payload_bytes=int(said["payload_bytes"]),
                payload_sha256=str(said["payload_sha256"]),
            )
        except (ValueError, KeyError, TypeError):
            raise Damaged from None

    def refuse_unless_same(self, tables: tuple[Table, ...]) -> None:
        """ContentDiffers, naming the tables, unless these are the ones of the backup."""
        there = {table.name: table for table in tables}
        said = {table.name: table for table in self.tables}
        differ = sorted(n for n in there.keys() | said.keys() if there.get(n) != said.get(n))
        if differ:
            raise ContentDiffers(f"{ContentDiffers()} It differs in: {', '.join(differ)}.")


class Tally:
    """Counts and hashes a payload while it passes."""

    def __init__(self) -> None:
        self.bytes = 0
        self._hash = hashlib.sha256()

    def add(self, block: bytes) -> None:
        """Take in the next bytes."""
        self.bytes += len(block)
        self._hash.update(block)

    @property
    def sha256(self) -> str:
        """The hash of everything so far."""
        return self._hash.hexdigest()


def append_manifest(sealing: Sealing, manifest: Manifest) -> None:
    """Put the manifest behind the payload, and seal the end."""
    raw = manifest.to_json()
    sealing.write(raw + len(raw).to_bytes(LENGTH_BYTES, "big"))
    sealing.finish()


def unpack(
    source: BinaryIO, payload: Path, *, key: str | None, allow_plain: bool = False
) -> Manifest:
    """Read a backup to its end: its payload goes into a new file, its manifest is returned.

    Nothing of it is to be used before this returns: until then it may turn out to be damaged.
    """
    with payload.open("xb+") as out:
        payload.chmod(0o600)
        for content in opened(source, key=key, allow_plain=allow_plain):
            out.write(content)
        manifest = _split(out)
        if tally_of(out).sha256 != manifest.payload_sha256:
            raise Damaged
    return manifest


def tally_of(source: BinaryIO) -> Tally:
    """The tally of a file, from its beginning."""
    tally = Tally()
    source.seek(0)
    while block := source.read(BLOCK_BYTES):
        tally.add(block)
    return tally


def _split(out: BinaryIO) -> Manifest:
    """Cut the manifest off the end; what is left is the payload."""
    end = out.seek(0, 2)
    if end < LENGTH_BYTES:
        raise Damaged
    out.seek(end - LENGTH_BYTES)
    length = int.from_bytes(out.read(LENGTH_BYTES), "big")
    starts = end - LENGTH_BYTES - length
    if starts < 0:
        raise Damaged
    out.seek(starts)
    manifest = Manifest.from_json(out.read(length))
    if manifest.payload_bytes != starts:
        raise Damaged
    out.truncate(starts)
    return manifest
