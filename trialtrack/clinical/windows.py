"""Half-open windows of diary days. METHOD sections 1 and 3."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from trialtrack.clinical.diary import Diary
from trialtrack.clinical.protocol import Protocol


class Period(StrEnum):
    """The part of the trial that a day belongs to."""

    BASELINE = "baseline"
    BETWEEN = "between baseline and placement"
    WASHOUT = "washout"
    TREATMENT = "trial"
    AFTER = "after removal"


@dataclass(frozen=True, slots=True)
class Window:
    """Diary days from `first`, in, to `end`, out; never empty.

    >>> Window(date(2026, 3, 3), date(2026, 3, 10)).days
    7
    """

    first: date
    end: date

    @property
    def days(self) -> int:
        """How many days the window has."""
        return (self.end - self.first).days

    def __contains__(self, day: date) -> bool:
        return self.first <= day < self.end

    def each_day(self) -> tuple[date, ...]:
        """The days of the window, in order."""
        return tuple(self.first + timedelta(days=n) for n in range(self.days))


def baseline_window(diary: Diary, protocol: Protocol) -> Window:
    """The days that count as baseline: `baseline_days` before the day on which it ends."""
    return baseline_before(diary.placed_on, protocol)


def baseline_before(placed_on: date, protocol: Protocol) -> Window:
    """The same where only the day of placement is known, as of a trial that is planned."""
    end = protocol.baseline_ends_on or placed_on
    return Window(end - timedelta(days=protocol.baseline_days), end)


def treatment_window(placed_on: date, protocol: Protocol, end: date) -> Window | None:
    """The treatment days from washout up to an end; None when there is none of them."""
    first = placed_on + timedelta(days=protocol.washout_days)
    return Window(first, end) if first < end else None


def last_days(window: Window | None, days: int) -> Window | None:
    """The last `days` of a window, or the whole of a shorter one."""
    if window is None:
        return None
    return Window(max(window.first, window.end - timedelta(days=days)), window.end)


def period_of(diary: Diary, protocol: Protocol, day: date) -> Period:
    """The part of the trial that a day belongs to; a day before the baseline is BETWEEN too."""
    if day in baseline_window(diary, protocol):
        return Period.BASELINE
    if day < diary.placed_on:
        return Period.BETWEEN
    if diary.removed_on is not None and day >= diary.removed_on:
        return Period.AFTER
    in_washout = day < diary.placed_on + timedelta(days=protocol.washout_days)
    return Period.WASHOUT if in_washout else Period.TREATMENT
