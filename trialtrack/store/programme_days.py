"""Which programme was on all of a diary day. METHOD section 8."""

from collections.abc import Sequence
from datetime import date

from trialtrack.clock import diary_day_ends_at, diary_day_starts_at
from trialtrack.store.records import IntervalFacts


def programme_all_day(
    intervals: Sequence[IntervalFacts], day: date, time_zone: str, *, said: str | None = None
) -> str | None:
    """The programme on from 04:00 to 04:00, `off` where none was; None where it was switched.

    What staff recorded counts wherever it speaks of the day at all, of an hour of it even. Only
    a day of which it says nothing belongs to the programme that the patient `said` was on.
    """
    starts_at = diary_day_starts_at(day, time_zone)
    ends_at = diary_day_ends_at(day, time_zone)
    of_the_day = [
        interval
        for interval in intervals
        if interval.starts_at < ends_at
        and (interval.ends_at is None or interval.ends_at > starts_at)
    ]
    for interval in of_the_day:
        covers_end = interval.ends_at is None or interval.ends_at >= ends_at
        if interval.starts_at <= starts_at and covers_end:
            return interval.programme
    return None if of_the_day else said
