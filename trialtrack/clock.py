"""The time now, and what diary day it is: the only reader of the clock. METHOD section 1.

A diary day is a civil date in the patient's own zone and ends at 04:00 the next morning.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY_STARTS = time(4)
LATE_AFTER = timedelta(hours=24)
_ONE_DAY = timedelta(days=1)


def now_utc() -> datetime:
    """This instant, aware, in UTC."""
    return datetime.now(UTC)


def diary_day(instant: datetime, zone: str) -> date:
    """The diary day to which an instant belongs: 01:30 still is the evening before.

    >>> diary_day(datetime(2026, 3, 12, 1, 30, tzinfo=UTC), "Europe/London")
    datetime.date(2026, 3, 11)
    """
    day = instant.astimezone(ZoneInfo(zone)).date()
    if instant >= diary_day_starts_at(day, zone):
        return day
    before = day - _ONE_DAY
    while not _exists(before, ZoneInfo(zone)):
        before -= _ONE_DAY
    return before


def diary_day_starts_at(day: date, zone: str) -> datetime:
    """The instant, in UTC, at which a diary day starts: 04:00 local.

    Where 04:00 is skipped, the instant of the change; where it comes twice, the second. A civil
    date that a zone left out altogether (Apia, 30 December 2011) starts when the next one does,
    and so is empty.
    """
    local = ZoneInfo(zone)
    while not _exists(day, local):
        day += _ONE_DAY
    wall = datetime.combine(day, DAY_STARTS, local)
    earlier = wall.replace(fold=0).astimezone(UTC)
    later = wall.replace(fold=1).astimezone(UTC)
    if earlier > later:  # 04:00 does not exist that day.
        return _change_between(later, earlier, local)
    return later


def diary_day_ends_at(day: date, zone: str) -> datetime:
    """The instant, in UTC, at which a diary day ends; it is no longer part of it."""
    return diary_day_starts_at(day + _ONE_DAY, zone)


def is_late(entered_at: datetime, day: date, zone: str) -> bool:
    """Whether an entry was made more than 24 hours after its diary day ended."""
    # Subtract in UTC: local hours repeat in October.
    return entered_at.astimezone(UTC) - diary_day_ends_at(day, zone) > LATE_AFTER


def _exists(day: date, zone: ZoneInfo) -> bool:
    noon = datetime.combine(day, time(12), zone)
    return noon.astimezone(UTC).astimezone(zone).date() == day


def _change_between(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The second at which the zone's offset changes between two instants in UTC."""
    offset = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after
