"""A recorded day moves by the row that says so, and in no other way, whatever program asks."""

from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import Connection, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from tests.models.one_trial import AT, DIGEST, ONE, insert_one_trial
from trialtrack.models import DateCorrection, DateKind, Trial

DAY, NEXT, REMOVED = date(2026, 3, 10), date(2026, 3, 11), date(2026, 3, 18)


@pytest.fixture
def connection(connection: Connection) -> Connection:
    """With a trial that has ended."""
    out = {"removed_on": REMOVED, "removal_recorded_at": AT, "removal_recorded_by_id": ONE}
    connection.execute(update(Trial).values(**out))
    connection.commit()
    return connection


def correct(
    connection: Connection, kind: DateKind, old: date, new: date | None, number: int
) -> None:
    signed = {"corrected_at": AT, "corrected_by_id": ONE, "reason_text_id": ONE}
    connection.execute(
        insert(DateCorrection).values(
            id=uuid4(),
            trial_id=ONE,
            number=number,
            kind=kind,
            old_on=old,
            new_on=new,
            reason_digest=DIGEST,
            **signed,
        )
    )


def days(connection: Connection) -> tuple[date, date | None]:
    row = connection.execute(select(Trial.placed_on, Trial.removed_on)).one()
    return row[0], row[1]


def refused(connection: Connection, statement: str) -> None:
    before = days(connection)
    with pytest.raises(DBAPIError, match="but by a correction"):
        connection.execute(text(statement))
    connection.rollback()
    assert days(connection) == before


def test_the_row_moves_the_day(connection: Connection) -> None:
    correct(connection, DateKind.PLACEMENT, DAY, NEXT, 2)
    correct(connection, DateKind.REMOVAL, REMOVED, date(2026, 3, 17), 3)
    assert days(connection) == (NEXT, date(2026, 3, 17))
    correct(connection, DateKind.REMOVAL, date(2026, 3, 17), None, 4)
    assert days(connection) == (NEXT, None)
    recorded = select(Trial.removal_recorded_at, Trial.removal_recorded_by_id)
    assert connection.execute(recorded).one() == (None, None)


@pytest.mark.parametrize(
    "change",
    [
        "placed_on = '2026-03-11'",
        "removed_on = '2026-03-17'",
        "removed_on = NULL, removal_recorded_at = NULL, removal_recorded_by_id = NULL",
        "removal_recorded_at = '2026-03-11 10:00:00'",
        "dates_corrected = 2",
        "placed_on = '2026-03-11', dates_corrected = 2",
        "removed_on = '2026-03-17', dates_corrected = 0",
    ],
)
def test_without_its_row_no_recorded_day_moves(connection: Connection, change: str) -> None:
    refused(connection, f"UPDATE trial SET {change}")


def test_a_row_serves_for_one_change(connection: Connection) -> None:
    correct(connection, DateKind.REMOVAL, REMOVED, None, 2)
    out = {"removed_on": REMOVED, "removal_recorded_at": AT, "removal_recorded_by_id": ONE}
    connection.execute(update(Trial).values(**out))
    connection.commit()
    undone = "removed_on = NULL, removal_recorded_at = NULL, removal_recorded_by_id = NULL"
    refused(connection, f"UPDATE trial SET {undone}")
    refused(connection, f"UPDATE trial SET {undone}, dates_corrected = 3")


@pytest.mark.parametrize(
    ("kind", "old", "number"),
    [
        (DateKind.PLACEMENT, date(2026, 3, 9), 2),
        (DateKind.PLACEMENT, DAY, 3),
        (DateKind.PLACEMENT, DAY, 1),
        (DateKind.REMOVAL, date(2026, 3, 17), 2),
    ],
)
def test_a_row_that_does_not_follow_on_what_is_recorded_is_refused(
    connection: Connection, kind: DateKind, old: date, number: int
) -> None:
    with pytest.raises(DBAPIError):
        correct(connection, kind, old, date(2026, 3, 12), number)
    connection.rollback()
    assert days(connection) == (DAY, REMOVED)


def test_a_row_of_one_trial_moves_no_other(connection: Connection) -> None:
    insert_one_trial(connection, number=2, placed=False)
    correct(connection, DateKind.PLACEMENT, DAY, NEXT, 2)
    placed = connection.execute(select(Trial.placed_on).order_by(Trial.id)).scalars().all()
    assert placed == [NEXT, DAY]
