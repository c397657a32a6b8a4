"""What the database refuses, whatever program asks: changes of the record, thaws of a protocol."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import DBAPIError

from tests.models.one_trial import PLACED_TRIAL, insert_one_trial, insert_protocol
from trialtrack.models import Base


@pytest.fixture
def connection(migrated_database_url: str) -> Iterator[Connection]:
    """A plain connection, as another program would make one, with a recorded trial."""
    engine = create_engine(migrated_database_url)
    with engine.connect() as plain:
        insert_one_trial(plain)
        plain.commit()
        yield plain
    engine.dispose()


def refused(connection: Connection, statement: str, match: str) -> None:
    with pytest.raises(DBAPIError, match=match):
        connection.execute(text(statement))
    connection.rollback()


APPEND_ONLY = (
    "diary_entry",
    "clinic_rating",
    "removal_move",
    "audit_event",
    "consent_notice",
    "consent",
    "withdrawal",
)


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_a_row_of_the_record_is_neither_changed_nor_deleted(
    connection: Connection, table: str
) -> None:
    for column in Base.metadata.tables[table].columns.keys():  # noqa: SIM118
        refused(connection, f"UPDATE {table} SET {column} = {column}", f"{table} is append-only")
    refused(connection, f"DELETE FROM {table}", f"{table} is append-only")
    assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() == 1


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_a_table_of_the_record_is_not_emptied(connection: Connection, table: str) -> None:
    if connection.dialect.name == "postgresql":
        refused(connection, f"TRUNCATE {table} CASCADE", "append-only")
    else:
        refused(connection, f"DELETE FROM {table} WHERE true", "append-only")


def test_a_frozen_protocol_is_neither_changed_nor_deleted(connection: Connection) -> None:
    refused(connection, "UPDATE protocol SET threshold_percent = '30'", "protocol is frozen")
    refused(connection, "UPDATE protocol SET is_deviation = is_deviation", "protocol is frozen")
    refused(connection, "DELETE FROM protocol", "protocol is frozen")


def test_after_placement_only_a_deviation_is_added(connection: Connection) -> None:
    with pytest.raises(DBAPIError, match="protocol is frozen"):
        insert_protocol(connection, version=2, is_deviation=False)
    connection.rollback()
    insert_protocol(connection, version=2, is_deviation=True)
    assert connection.execute(text("SELECT count(*) FROM protocol")).scalar() == 2


def test_a_protocol_of_another_trial_is_not_moved_to_a_placed_one(connection: Connection) -> None:
    insert_one_trial(connection, number=2, placed=False)
    connection.execute(text("UPDATE protocol SET threshold_percent = '30' WHERE version = 12"))
    with pytest.raises(DBAPIError, match="protocol is frozen"):
        connection.execute(
            text("UPDATE protocol SET trial_id = :placed WHERE version = 12"),
            {"placed": PLACED_TRIAL[connection.dialect.name]},
        )


@pytest.mark.parametrize(
    "change",
    [
        "placement_recorded_at = NULL, placement_recorded_by_id = NULL",
        "placement_recorded_at = '2026-03-11 10:00:00'",
        "placement_recorded_by_id = NULL",
        "placed_on = '2026-03-09'",
    ],
)
def test_a_recorded_placement_stays(connection: Connection, change: str) -> None:
    refused(connection, f"UPDATE trial SET {change}", "recorded placement is neither")
    refused(connection, "DELETE FROM trial", "recorded placement is neither")


def test_before_placement_all_is_open(connection: Connection) -> None:
    insert_one_trial(connection, number=2, placed=False)
    changed = connection.execute(
        text("UPDATE trial SET placed_on = :day WHERE placement_recorded_at IS NULL"),
        {"day": date(2026, 3, 9)},
    )
    assert changed.rowcount == 1


def test_or_replace_does_not_get_round_the_triggers(sqlite_url: str) -> None:
    from trialtrack.db import Database

    database = Database.open(sqlite_url, digest_key="k" * 32)
    with database.engine.begin() as connection:
        insert_one_trial(connection)
    with database.engine.connect() as connection, pytest.raises(DBAPIError, match="append-only"):
        connection.execute(
            text("INSERT OR REPLACE INTO diary_entry SELECT * FROM diary_entry WHERE true")
        )
    database.close()
