"""Which days the diary has, and which can still be filled in."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from trialtrack.clinical.protocol import Protocol
from trialtrack.store.open_days import Closed, DiaryDays

DAYS = DiaryDays(date(2026, 3, 10), None, Protocol(), "Europe/London")
NOON = datetime(2026, 3, 12, 12, tzinfo=UTC)


def march(*days: int) -> tuple[date, ...]:
    return tuple(date(2026, 3, day) for day in days)


def test_the_diary_begins_with_the_baseline() -> None:
    assert DAYS.first == date(2026, 3, 3)
    earlier = replace(DAYS, protocol=Protocol(baseline_ends_on=date(2026, 3, 1)))
    assert earlier.first == date(2026, 2, 22)


def test_the_days_so_far_run_up_to_today() -> None:
    assert DAYS.so_far(NOON) == march(*range(3, 13))
    assert DAYS.so_far(datetime(2026, 3, 3, 3, tzinfo=UTC)) == ()
    assert replace(DAYS, removed_on=date(2026, 3, 12)).so_far(NOON) == march(*range(3, 12))


def test_today_and_the_days_before_are_open_for_48_hours() -> None:
    assert DAYS.open(NOON) == march(10, 11, 12)
    assert DAYS.open(datetime(2026, 3, 12, 4, tzinfo=UTC)) == march(9, 10, 11, 12)
    assert replace(DAYS, protocol=Protocol(late_hours=0)).open(NOON) == march(12)


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (13, Closed.NOT_YET),
        (12, None),
        (9, Closed.TOO_LATE),
        (2, Closed.BEFORE_BASELINE),
    ],
)
def test_a_closed_day_says_why(day: int, why: Closed | None) -> None:
    assert DAYS.closed(date(2026, 3, day), NOON) is why


def test_the_day_of_removal_is_closed() -> None:
    ended = replace(DAYS, removed_on=date(2026, 3, 12))
    assert ended.closed(date(2026, 3, 12), NOON) is Closed.AFTER_REMOVAL
    assert ended.closed(date(2026, 3, 11), NOON) is None


def test_48_hours_are_counted_in_hours_through_a_change_of_clocks() -> None:
    spring = replace(DAYS, placed_on=date(2026, 3, 27))
    # The 27th ends on the 28th at 04:00 UTC; on the 29th the clocks go forward.
    last = datetime(2026, 3, 30, 4, tzinfo=UTC)
    assert spring.closed(date(2026, 3, 27), last) is None
    assert spring.closed(date(2026, 3, 27), last + timedelta(seconds=1)) is Closed.TOO_LATE
