"""Which programme was on all of a diary day. METHOD section 8."""

from collections.abc import Sequence
from datetime import date

from trialtrack.clock import diary_day_ends_at, diary_day_starts_at
from trialtrack.store.records import IntervalFacts


def programme_all_day(intervals: Sequence[IntervalFacts], day: date, time_zone: str) -> str | None:
    """The programme on from 04:00 to 04:00, `off` where none was; None where it was switched."""
    starts_at = diary_day_starts_at(day, time_zone)
    ends_at = diary_day_ends_at(day, time_zone)
    for interval in intervals:
        covers_end = interval.ends_at is None or interval.ends_at >= ends_at
        if interval.starts_at <= starts_at and covers_end:
            return interval.programme
    return None
