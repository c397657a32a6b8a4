"""SQLite: an online copy of the file, and what stands in a file."""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import NullPool

from trialtrack.backups.manifest import Table
from trialtrack.backups.refusals import DatabaseDamaged, NotEmpty, NothingToBackUp

PATIENCE_S = 60
COMPANIONS = ("-journal", "-wal", "-shm")


def copy_online(database: Path, copy: Path) -> None:
    """Copy a database that others are writing to, as of one moment, into one new file.

    SQLite's own backup, in one step: it reads in one transaction, so that everything committed
    before is in it, from the write-ahead log too. DatabaseDamaged where the copy is not sound.
    """
    if not database.is_file() or not database.stat().st_size:
        raise NothingToBackUp
    copy.touch(mode=0o600, exist_ok=False)
    try:
        with _connected(database) as source, _connected(copy) as target:
            source.backup(target)
            # The copy is one file, without a log beside it.
            target.execute("PRAGMA journal_mode = DELETE")
            said = "; ".join(str(row[0]) for row in target.execute("PRAGMA integrity_check(3)"))
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError as problem:
        said = str(problem)
    if said != "ok":
        raise DatabaseDamaged(f"{DatabaseDamaged()} SQLite says: {said}.")


def revision_of(database: Path) -> str | None:
    """The schema's revision; None where the file is no database of ours."""
    with _connected(database) as connection:
        if "alembic_version" not in _table_names(connection):
            return None
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        return None if row is None else str(row[0])


def contents_of(database: Path) -> tuple[Table, ...]:
    """Rows and hash of every table."""
    with _connected(database) as connection:
        return tuple(_content(connection, name) for name in _table_names(connection))


def refuse_unless_empty(database: Path) -> None:
    """NotEmpty unless there is no file, or one without a byte, and nothing is left beside it.

    A log that an earlier database of this name left would be played into the restored one.
    """
    there = [database, *(Path(f"{database}{ending}") for ending in COMPANIONS)]
    full = [path.name for path in there if path.exists() and path.stat().st_size]
    if full:
        raise NotEmpty(
            f"{NotEmpty()} In {database.parent} there is {' and '.join(full)}: move it away, or "
            "name another file in TRIALTRACK_DATABASE_URL."
        )


@contextmanager
def one_transaction(database: Path) -> Iterator[Connection]:
    """A connection in one transaction, committed at the end, to a file that nobody else uses."""
    with create_engine(f"sqlite:///{database}", poolclass=NullPool).begin() as connection:
        yield connection


@contextmanager
def _connected(database: Path) -> Iterator[sqlite3.Connection]:
    address = f"{database.absolute().as_uri()}?mode=rw"
    with closing(sqlite3.connect(address, uri=True, timeout=PATIENCE_S)) as connection:
        connection.text_factory = _text
        yield connection


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")


def _table_names(connection: sqlite3.Connection) -> list[str]:
    found = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite#_%' "
        "ESCAPE '#' ORDER BY name"
    )
    return [str(name) for (name,) in found]


def _content(connection: sqlite3.Connection, name: str) -> Table:
    rows, digest = 0, hashlib.sha256()
    quoted = '"' + name.replace('"', '""') + '"'
    cursor = connection.execute(f"SELECT * FROM {quoted} LIMIT 0")  # noqa: S608  (quoted above)
    order = ", ".join(str(number) for number in range(1, len(cursor.description) + 1))
    for row in connection.execute(f"SELECT * FROM {quoted} ORDER BY {order}"):  # noqa: S608
        rows += 1
        for value in row:
            written = _written(value)
            digest.update(len(written).to_bytes(8, "big") + written)
    return Table(name, rows, digest.hexdigest())


def _written(value: object) -> bytes:
    """A value with its type, the same on every version of Python and of SQLite."""
    if isinstance(value, bytes):
        return b"b" + value
    if isinstance(value, str):
        return b"s" + value.encode("utf-8", "surrogateescape")
    if isinstance(value, float):
        return b"f" + value.hex().encode()
    return b"n" if value is None else b"i" + str(value).encode()
