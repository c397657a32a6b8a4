"""PostgreSQL's own programs: the ones that fit are found, the others are named."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import URL

from tests.backups.conftest import BACKUP_KEY
from tests.fixtures.kept import DIGEST_KEY
from tests.fixtures.postgres import Postgres
from tests.services.small_clinic import at
from trialtrack.backups.make import make_backup
from trialtrack.backups.place import Place
from trialtrack.backups.postgres import _sendable
from trialtrack.backups.postgres_tools import find_tool
from trialtrack.backups.refusals import NoDrillDatabase, NoTool, ToolFailed
from trialtrack.backups.restore import check_backup
from trialtrack.backups.scratch import scratch_database


@pytest.fixture
def database(postgres: Postgres, migrated_postgres: URL) -> Iterator[URL]:
    made = postgres.create(template=str(migrated_postgres.database))
    yield made
    postgres.drop(made)


@pytest.fixture
def place(database: URL) -> Place:
    return Place(database.render_as_string(hide_password=False), DIGEST_KEY, BACKUP_KEY)


@pytest.fixture
def connection(database: URL) -> Iterator[psycopg.Connection]:
    plain = database.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain) as connection:
        yield connection


def tool(folder: Path, major: int, then: str = "") -> Path:
    """A program that says it is pg_dump of some version."""
    folder.mkdir(exist_ok=True)
    path = folder / "pg_dump"
    path.write_text(
        f'#!/bin/sh\n[ "$1" != --version ] || exec echo "pg_dump (PostgreSQL) {major}.3"\n{then}\n',
        encoding="utf-8",
    )
    path.chmod(0o755)
    return path


def major_of(connection: psycopg.Connection) -> int:
    return connection.info.server_version // 10_000


def test_an_older_tool_is_refused_by_its_version(
    connection: psycopg.Connection, tmp_path: Path
) -> None:
    server = major_of(connection)
    old = tool(tmp_path / "old", server - 1)
    with pytest.raises(NoTool) as refused:
        find_tool("pg_dump", connection, old.parent)
    assert f"The server is PostgreSQL {server}" in str(refused.value)
    assert f"{old} is version {server - 1}" in str(refused.value)
    assert f"postgresql-client-{server}" in str(refused.value)


def test_a_missing_tool_is_named_with_what_to_install(
    connection: psycopg.Connection, tmp_path: Path
) -> None:
    with pytest.raises(NoTool, match=f"no pg_dump in {tmp_path}"):
        find_tool("pg_dump", connection, tmp_path)


def test_a_newer_tool_is_taken_where_it_is_the_only_one(
    connection: psycopg.Connection, tmp_path: Path
) -> None:
    new = tool(tmp_path / "new", major_of(connection) + 1)
    assert find_tool("pg_dump", connection, new.parent) == str(new)


def test_the_tool_beside_the_server_is_taken_before_others_that_fit_less(
    connection: psycopg.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for difference in (-1, 1):
        other = tool(tmp_path / "path", major_of(connection) + difference)
        monkeypatch.setenv("PATH", f"{other.parent}:/bin:/usr/bin")
        assert find_tool("pg_dump", connection, None) != str(other)


def test_a_dump_that_fails_leaves_no_backup_and_says_why(
    place: Place, connection: psycopg.Connection, folder: Path, tmp_path: Path
) -> None:
    then = 'head -c 200000 /dev/zero; echo "pg_dump: the cat sat on $PGDATABASE" >&2; exit 1'
    failing = tool(tmp_path / "failing", major_of(connection), then)
    with pytest.raises(ToolFailed, match="pg_dump failed, saying: pg_dump: the cat sat on test_"):
        make_backup(replace(place, tools=failing.parent), into=folder, at=at(13))
    assert list(folder.iterdir()) == []


def test_a_role_that_may_not_make_databases_is_told_so(
    place: Place, database: URL, connection: psycopg.Connection, folder: Path
) -> None:
    made = make_backup(place, into=folder, at=at(13))
    connection.execute("CREATE ROLE nobody_much LOGIN")
    connection.commit()
    as_nobody = database.set(username="nobody_much").render_as_string(hide_password=False)
    with pytest.raises(NoDrillDatabase, match="CREATEDB"):
        check_backup(made.path, replace(place, database_url=as_nobody), at=at(14))
    connection.execute("DROP ROLE nobody_much")
    connection.commit()


def test_a_drill_leaves_no_database_and_clears_up_after_a_killed_one(
    place: Place, connection: psycopg.Connection, folder: Path
) -> None:
    def databases() -> set[str]:
        connection.rollback()
        return {str(name) for (name,) in connection.execute("SELECT datname FROM pg_database")}

    made = make_backup(place, into=folder, at=at(13))
    before = databases()
    with scratch_database(place.database_url):
        (drill,) = databases() - before
    connection.rollback()
    connection.autocommit = True
    connection.execute(f'CREATE DATABASE "{drill}"'.encode())
    connection.autocommit = False
    check_backup(made.path, place, at=at(14))
    assert databases() == before


def test_settings_that_an_older_server_does_not_know_are_left_out() -> None:
    script = [
        b"\\restrict abc\n",
        b"SET statement_timeout = 0;\n",
        b"SET of_tomorrow = 0;\n",
        b"COPY public.x (a) FROM stdin;\n",
        b"SET of_tomorrow = what a patient wrote\n",
        b"\\N\n",
        b"\\.\n",
        b"\\unrestrict abc\n",
    ]
    assert list(_sendable(script, {"statement_timeout"})) == [script[1], *script[3:7]]
