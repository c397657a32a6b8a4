"""PostgreSQL: a dump and its contents at one snapshot, and a dump put back in one transaction.

Only the schema `public`, where the migrations make our tables, is dumped and put back.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

import psycopg
from psycopg import sql
from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import NullPool

from trialtrack.backups.manifest import BLOCK_BYTES, Table
from trialtrack.backups.postgres_tools import environment, find_tool, output_of
from trialtrack.backups.refusals import NotEmpty
from trialtrack.db import engine_url

PUBLIC = ("--schema=public", "--no-owner", "--no-privileges")
SECTIONS = ("pre-data", "data", "post-data")
SETTING = re.compile(rb"SET (\w+) = ")
# Values are written the same whatever the server, the database or the role has set.
PLAIN_WRITING = (
    "SET timezone = 'UTC'; SET datestyle = 'ISO, YMD'; SET intervalstyle = 'postgres'; "
    "SET bytea_output = 'hex'; SET extra_float_digits = 1; SET client_encoding = 'UTF8'"
)
RELATIONS = (
    "SELECT c.relname, c.relkind FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace "
    "AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND NOT EXISTS (SELECT 1 FROM pg_depend d "
    "WHERE d.objid = c.oid AND d.classid = 'pg_class'::regclass AND d.deptype = 'e') "
    "ORDER BY c.relname"
)
SAME_AS_MIGRATIONS = 7_311_2026
"""The lock that migrations take, see migrations/env.py: a restore does not run into one."""


@contextmanager
def one_snapshot(url: str) -> Iterator[psycopg.Connection]:
    """A connection of its own over one unchanging view of the data, which it cannot change."""
    engine = create_engine(
        engine_url(url), poolclass=NullPool, isolation_level="REPEATABLE READ"
    ).execution_options(postgresql_readonly=True)
    with engine.connect() as connection:
        yield driver_of(connection)


@contextmanager
def one_transaction(url: str) -> Iterator[Connection]:
    """A connection of its own, in one transaction: committed at the end, or nothing happened."""
    with create_engine(engine_url(url), poolclass=NullPool).begin() as connection:
        yield connection


def driver_of(connection: Connection) -> psycopg.Connection:
    """The driver's own connection, for what SQLAlchemy has no words for: COPY."""
    return cast(psycopg.Connection, connection.connection.driver_connection)


@contextmanager
def dumped(connection: psycopg.Connection, tools: Path | None) -> Iterator[IO[bytes]]:
    """What pg_dump writes, in its custom format, about the connection's very snapshot."""
    tool = find_tool("pg_dump", connection, tools)
    row = connection.execute("SELECT pg_export_snapshot()").fetchone()
    assert row is not None  # noqa: S101  (a function has a value, for mypy)
    words = [tool, "--format=custom", f"--snapshot={row[0]}", "--no-password", *PUBLIC]
    with output_of(words, environment(connection)) as output:
        yield output


def revision_of(connection: psycopg.Connection) -> str | None:
    """The schema's revision; None where the database is none of ours."""
    if "alembic_version" not in _relations(connection):
        return None
    row = connection.execute("SELECT version_num FROM public.alembic_version").fetchone()
    return None if row is None else str(row[0])


def contents_of(connection: psycopg.Connection) -> tuple[Table, ...]:
    """Rows and hash of every table, as the connection sees them."""
    connection.execute(PLAIN_WRITING)
    tables = [name for name, kind in _relations(connection).items() if kind in "rp"]
    return tuple(_content(connection, name) for name in tables)


def load(connection: psycopg.Connection, dump: Path, tools: Path | None) -> None:
    """Put a dump back within the connection's transaction; NotEmpty where something is there.

    pg_restore only turns the dump into SQL, section by section. It is run here, so that it can
    be compared before anything is committed. Triggers and keys come last, after the rows.
    """
    tool = find_tool("pg_restore", connection, tools)
    connection.execute("SELECT pg_advisory_xact_lock(%s)", (SAME_AS_MIGRATIONS,))
    if there := _relations(connection):
        raise NotEmpty(
            f"{NotEmpty()} The database holds {', '.join([*there][:3])} and the like: make a new "
            "one, and name it in TRIALTRACK_DATABASE_URL."
        )
    known = {str(name) for (name,) in connection.execute("SELECT name FROM pg_settings")}
    for section in SECTIONS:
        words = [tool, f"--section={section}", "--file=-", *PUBLIC, str(dump)]
        with output_of(words, environment(connection)) as script:
            _run(connection, _sendable(script, known))
    connection.execute("RESET search_path")


def _relations(connection: psycopg.Connection) -> dict[str, str]:
    rows = connection.execute(RELATIONS).fetchall()
    return {str(name): kind if isinstance(kind, str) else kind.decode() for name, kind in rows}


def _content(connection: psycopg.Connection, name: str) -> Table:
    query = sql.SQL(
        'COPY (SELECT t.* FROM public.{} AS t ORDER BY t::text COLLATE "C") TO STDOUT'
    ).format(sql.Identifier(name))
    rows, digest = 0, hashlib.sha256()
    with connection.cursor() as cursor, cursor.copy(query) as copy:
        for block in copy:
            digest.update(block)
            # A line break inside a value is written \n, so that every one here ends a row.
            rows += bytes(block).count(b"\n")
    return Table(name, rows, digest.hexdigest())


def _sendable(script: Iterable[bytes], known: set[str]) -> Iterator[bytes]:
    """The lines, without what only psql reads and what an older server does not know."""
    in_rows = False
    for line in script:
        setting = SETTING.match(line)
        if in_rows:
            in_rows = line != b"\\.\n"
        elif line.startswith(b"\\") or (setting and setting[1].decode() not in known):
            continue
        else:
            in_rows = _starts_rows(line)
        yield line


def _run(connection: psycopg.Connection, lines: Iterator[bytes]) -> None:
    r"""Run SQL with rows between `COPY … FROM stdin;` and `\.`, as pg_restore writes it."""
    waiting = bytearray()
    with connection.cursor() as cursor:
        for line in lines:
            if not _starts_rows(line):
                waiting += line
                continue
            cursor.execute(bytes(waiting))
            waiting.clear()
            with cursor.copy(line) as copy:
                for block in _blocks(lines):
                    copy.write(block)
        cursor.execute(bytes(waiting))


def _starts_rows(line: bytes) -> bool:
    return line.startswith(b"COPY public.") and line.endswith(b" FROM stdin;\n")


def _blocks(lines: Iterator[bytes]) -> Iterator[bytes]:
    """The rows up to the line that ends them, many at a time."""
    waiting = bytearray()
    for line in lines:
        if line == b"\\.\n":
            break
        waiting += line
        if len(waiting) > BLOCK_BYTES:
            yield bytes(waiting)
            waiting.clear()
    yield bytes(waiting)
