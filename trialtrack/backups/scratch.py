"""A PostgreSQL database for one drill, beside the real one and dropped when it is over."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from trialtrack.backups.postgres import driver_of
from trialtrack.backups.refusals import NoDrillDatabase
from trialtrack.db import engine_url

ONE_DRILL = 7_311_2027
"""Held during a drill, so that a database of its name was left by one that was killed."""


@contextmanager
def scratch_database(url: str) -> Iterator[str]:
    """The address of a new, empty database, with the encoding and order of the real one."""
    address = engine_url(url)
    name = f"trialtrack_drill_{hashlib.sha256(str(address.database).encode()).hexdigest()[:12]}"
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    engine = create_engine(address, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        driver = driver_of(connection)
        driver.execute("SELECT pg_advisory_lock(%s)", (ONE_DRILL,))
        try:
            driver.execute(drop)
            driver.execute(_create(driver, name))
        except psycopg.errors.InsufficientPrivilege:
            raise NoDrillDatabase from None
        try:
            yield address.set(database=name).render_as_string(hide_password=False)
        finally:
            driver.execute(drop)


def _create(driver: psycopg.Connection, name: str) -> sql.Composed:
    row = driver.execute(
        "SELECT pg_encoding_to_char(encoding), datcollate, datctype FROM pg_database "
        "WHERE datname = current_database()"
    ).fetchone()
    assert row is not None  # noqa: S101  (one is always in a database, for mypy)
    return sql.SQL(
        "CREATE DATABASE {} TEMPLATE template0 ENCODING {} LC_COLLATE {} LC_CTYPE {}"
    ).format(sql.Identifier(name), *(sql.Literal(value) for value in row))
