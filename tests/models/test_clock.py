"""The diary day ends at 04:00 in the person's own zone, through every change of clocks."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from trialtrack.clock import (
    diary_day,
    diary_day_ends_at,
    diary_day_starts_at,
    is_late,
    now_utc,
)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_now_says_its_zone() -> None:
    assert now_utc().utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    ("zone", "instant", "day"),
    [
        ("Europe/London", "2026-03-12T03:59:59", date(2026, 3, 11)),
        ("Europe/London", "2026-03-12T04:00:00", date(2026, 3, 12)),
        # 29 March: 01:00 becomes 02:00, so that 04:00 comes at 03:00 UTC.
        ("Europe/London", "2026-03-29T02:59:59", date(2026, 3, 28)),
        ("Europe/London", "2026-03-29T03:00:00", date(2026, 3, 29)),
        # 25 October: 02:00 becomes 01:00 again.
        ("Europe/London", "2026-10-25T03:59:59", date(2026, 10, 24)),
        ("Europe/London", "2026-10-25T04:00:00", date(2026, 10, 25)),
        ("America/New_York", "2026-03-08T07:59:59", date(2026, 3, 7)),
        ("America/New_York", "2026-03-08T08:00:00", date(2026, 3, 8)),
        ("America/New_York", "2026-11-01T08:59:59", date(2026, 10, 31)),
        ("America/New_York", "2026-11-01T09:00:00", date(2026, 11, 1)),
        # Half an hour: +10:30 in winter, +11 in summer.
        ("Australia/Lord_Howe", "2026-04-04T17:29:59", date(2026, 4, 4)),
        ("Australia/Lord_Howe", "2026-04-04T17:30:00", date(2026, 4, 5)),
        ("Australia/Lord_Howe", "2026-10-03T16:59:59", date(2026, 10, 3)),
        ("Australia/Lord_Howe", "2026-10-03T17:00:00", date(2026, 10, 4)),
        # Samoa had no 30 December 2011: the evening of the 29th lasts until 04:00 on the 31st.
        ("Pacific/Apia", "2011-12-30T09:59:59", date(2011, 12, 29)),
        ("Pacific/Apia", "2011-12-30T10:00:00", date(2011, 12, 29)),
        ("Pacific/Apia", "2011-12-30T13:59:59", date(2011, 12, 29)),
        ("Pacific/Apia", "2011-12-30T14:00:00", date(2011, 12, 31)),
        # Casey station went from 02:00 to 05:00: the day starts where 04:00 was skipped.
        ("Antarctica/Casey", "2009-10-17T17:59:59", date(2009, 10, 17)),
        ("Antarctica/Casey", "2009-10-17T18:00:00", date(2009, 10, 18)),
    ],
)
def test_an_instant_belongs_to_the_day_that_is_not_over(zone: str, instant: str, day: date) -> None:
    assert diary_day(utc(instant), zone) == day


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/London", date(2026, 3, 12), 24),
        ("Europe/London", date(2026, 3, 28), 23),
        ("Europe/London", date(2026, 10, 24), 25),
        ("America/New_York", date(2026, 3, 7), 23),
        ("America/New_York", date(2026, 10, 31), 25),
        ("Australia/Lord_Howe", date(2026, 4, 4), 24.5),
        ("Australia/Lord_Howe", date(2026, 10, 3), 23.5),
        ("Pacific/Apia", date(2011, 12, 29), 24),
        ("Pacific/Apia", date(2011, 12, 30), 0),
        ("Antarctica/Casey", date(2009, 10, 17), 22),
    ],
)
def test_a_day_lasts_as_long_as_the_clocks_say(zone: str, day: date, hours: float) -> None:
    lasts = diary_day_ends_at(day, zone) - diary_day_starts_at(day, zone)
    assert lasts == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("zone", "first"),
    [
        ("Europe/London", date(2026, 3, 27)),
        ("Europe/London", date(2026, 10, 23)),
        ("America/New_York", date(2026, 3, 6)),
        ("America/New_York", date(2026, 10, 30)),
        ("Australia/Lord_Howe", date(2026, 4, 3)),
        ("Australia/Lord_Howe", date(2026, 10, 2)),
        ("Pacific/Apia", date(2011, 12, 28)),
        ("Antarctica/Casey", date(2009, 10, 16)),
        ("Antarctica/Casey", date(2018, 3, 10)),
    ],
)
def test_every_quarter_of_an_hour_lies_in_the_day_whose_bounds_hold_it(
    zone: str, first: date
) -> None:
    start = datetime.combine(first, datetime.min.time(), ZoneInfo(zone)).astimezone(UTC)
    for quarter in range(4 * 24 * 4):
        instant = start + timedelta(minutes=15 * quarter)
        day = diary_day(instant, zone)
        assert diary_day_starts_at(day, zone) <= instant < diary_day_ends_at(day, zone)


@pytest.mark.parametrize(
    ("zone", "day", "last_in_time"),
    [
        ("Europe/London", date(2026, 3, 12), "2026-03-14T04:00:00"),
        # 24 hours pass between these ends, not a day of the calendar.
        ("Europe/London", date(2026, 3, 27), "2026-03-29T04:00:00"),
        ("Europe/London", date(2026, 3, 28), "2026-03-30T03:00:00"),
        ("Europe/London", date(2026, 10, 23), "2026-10-25T03:00:00"),
        ("America/New_York", date(2026, 10, 30), "2026-11-01T08:00:00"),
    ],
)
def test_late_is_over_24_hours_after_the_end(zone: str, day: date, last_in_time: str) -> None:
    assert not is_late(utc(last_in_time), day, zone)
    assert is_late(utc(last_in_time) + timedelta(seconds=1), day, zone)
