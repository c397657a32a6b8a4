"""When things happen in the demonstration: visits by day, diaries in the evening."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

TIME_ZONE = "Europe/London"
_ONE_DAY = timedelta(days=1)


def local(day: date, hour: int, minute: int = 0) -> datetime:
    """An instant by the clinic's clock, in UTC; never between one and two, when clocks change."""
    return datetime.combine(day, time(hour, minute), ZoneInfo(TIME_ZONE)).astimezone(UTC)


def at_a_visit(rng: Random, day: date) -> datetime:
    """Some time in the opening hours of the clinic."""
    return local(day, rng.randrange(9, 16), rng.randrange(60))


def in_the_evening(rng: Random, day: date) -> datetime:
    """When most people fill in their day; a few of them only after midnight."""
    if rng.random() < 0.06:
        return local(day + _ONE_DAY, 0, rng.randrange(5, 55))
    return local(day, rng.randrange(18, 23), rng.randrange(60))


def next_morning(rng: Random, day: date) -> datetime:
    """When someone fell asleep over it."""
    return local(day + _ONE_DAY, rng.randrange(7, 10), rng.randrange(60))


def at_the_next_call(rng: Random, day: date) -> datetime:
    """When a nurse rang about a day that the patient could no longer fill in."""
    return local(day + 4 * _ONE_DAY, rng.randrange(10, 16), rng.randrange(60))


def two_days_later(rng: Random, day: date) -> datetime:
    """Late, and just before the day can no longer be filled in."""
    return local(day + 2 * _ONE_DAY, rng.randrange(17, 22), rng.randrange(60))
