"""What the database refuses, whatever program asks: changes of the record, thaws of a protocol."""

from datetime import date

import pytest
from sqlalchemy import Connection, Table, UniqueConstraint, text
from sqlalchemy.exc import DBAPIError

from tests.models.one_trial import PLACED_TRIAL, insert_one_trial, insert_protocol
from trialtrack.models import Base, append_only_tables


def refused(connection: Connection, statement: str, match: str) -> None:
    with pytest.raises(DBAPIError, match=match):
        connection.execute(text(statement))
    connection.rollback()


APPEND_ONLY = append_only_tables()


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_a_row_of_the_record_is_neither_changed_nor_deleted(
    connection: Connection, table: str
) -> None:
    there = rows(connection, table)
    assert there, f"put a row of {table} into tests/models/one_trial.py"
    for column in Base.metadata.tables[table].columns.keys():  # noqa: SIM118
        refused(connection, f"UPDATE {table} SET {column} = {column}", f"{table} is append-only")
    refused(connection, f"DELETE FROM {table}", f"{table} is append-only")
    assert rows(connection, table) == there


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_a_table_of_the_record_is_not_emptied(connection: Connection, table: str) -> None:
    if connection.dialect.name == "postgresql":
        refused(connection, f"TRUNCATE {table} CASCADE", "append-only")
    else:
        refused(connection, f"DELETE FROM {table} WHERE true", "append-only")


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_or_replace_does_not_get_round_the_triggers(connection: Connection, table: str) -> None:
    if connection.dialect.name == "postgresql":
        return  # It has no such statement.
    assert connection.execute(text("PRAGMA recursive_triggers")).scalar() == 0
    there = rows(connection, table)
    names = [column.name for column in Base.metadata.tables[table].columns]
    others = ", ".join(name for name in names if name != "id")
    nothing_else = ", ".join(f"NULL AS {name}" for name in names if name != "id")
    new_id = "lower(hex(randomblob(16)))"
    into = f"INSERT OR REPLACE INTO {table}"
    attempts = [
        f"{into} SELECT * FROM {table}",
        f"{into} (id, {others}) SELECT id, {nothing_else} FROM {table}",
    ]
    if table != "audit_event":  # There the hidden number of a row is its id.
        attempts.append(
            f"{into} (rowid, id, {others}) SELECT rowid, {new_id}, {others} FROM {table}"
        )
    if has_another_key(Base.metadata.tables[table]):
        attempts.append(f"{into} (id, {others}) SELECT {new_id}, {others} FROM {table}")
    for attempt in attempts:
        refused(connection, f"{attempt} WHERE true", f"{table} is append-only")
    assert rows(connection, table) == there


def test_what_is_marked_as_append_only_is_what_has_the_triggers(connection: Connection) -> None:
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.dialect.name == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    suffixes = (
        ("", "_delete", "_insert") if connection.dialect.name == "sqlite" else ("", "_truncate")
    )
    found = {str(name) for name in connection.execute(text(query)).scalars()}
    marked = {f"{table}_is_append_only{suffix}" for table in APPEND_ONLY for suffix in suffixes}
    assert {name for name in found if "_is_append_only" in name} == marked


def rows(connection: Connection, table: str) -> int:
    return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def has_another_key(table: Table) -> bool:
    """Whether a row could be replaced by a key that does not have its id in it."""
    constraints = [c.columns for c in table.constraints if isinstance(c, UniqueConstraint)]
    indexes = [index.columns for index in table.indexes if index.unique]
    return any("id" not in columns for columns in (*constraints, *indexes))


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


def test_a_frozen_protocol_is_not_replaced_and_not_emptied(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        refused(connection, "TRUNCATE protocol", "protocol is frozen")
        return
    names = ", ".join(name for name in Base.metadata.tables["protocol"].columns.keys())  # noqa: SIM118
    deviation = names.replace("is_deviation", "true").replace("deviation_text_id", "id")
    same = f"INSERT OR REPLACE INTO protocol ({names}) SELECT {{}} FROM protocol WHERE true"
    for columns in (names, deviation, deviation.replace("id, ", "lower(hex(randomblob(16))), ", 1)):
        refused(connection, same.format(columns), "protocol is frozen")


def test_a_recorded_placement_is_not_replaced(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        insert_one_trial(connection, number=2, placed=False)
        connection.commit()
        said = "recorded placement is neither"
        refused(connection, "INSERT OR REPLACE INTO trial SELECT * FROM trial WHERE true", said)
        ids = [row.id for row in connection.execute(text("SELECT id FROM trial ORDER BY id"))]
        connection.rollback()
        refused(
            connection, f"UPDATE OR REPLACE trial SET id = '{ids[0]}' WHERE id = '{ids[1]}'", said
        )
