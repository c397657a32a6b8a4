"""Which diary days can be filled in, and why another cannot. METHOD sections 1 and 2."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from trialtrack.clinical.protocol import Protocol
from trialtrack.clock import diary_day, diary_day_ends_at


class Closed(StrEnum):
    """Why a day cannot be filled in."""

    NOT_YET = "not_yet"
    BEFORE_BASELINE = "before_baseline"
    AFTER_REMOVAL = "after_removal"
    TOO_LATE = "too_late"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class DiaryDays:
    """The days of one trial's diary: from the first baseline day up to, not including, removal.

    With `cancelled_at` nothing is filled in that was not entered by then.
    """

    placed_on: date
    removed_on: date | None
    protocol: Protocol
    time_zone: str
    cancelled_at: datetime | None = None

    @property
    def first(self) -> date:
        """The first day of the baseline window."""
        end = self.protocol.baseline_ends_on or self.placed_on
        return end - timedelta(days=self.protocol.baseline_days)

    def closed(self, day: date, at: datetime) -> Closed | None:
        """Why a day cannot be filled in by the patient at this instant; None when it can."""
        if self.cancelled_at is not None and at > self.cancelled_at:
            return Closed.CANCELLED
        if day > diary_day(at, self.time_zone):
            return Closed.NOT_YET
        if day < self.first:
            return Closed.BEFORE_BASELINE
        if self.removed_on is not None and day >= self.removed_on:
            return Closed.AFTER_REMOVAL
        return Closed.TOO_LATE if at > self.open_until(day) else None

    def open_until(self, day: date) -> datetime:
        """The last instant at which the patient can fill a day in, that instant included."""
        late_after = timedelta(hours=self.protocol.late_hours)
        return diary_day_ends_at(day, self.time_zone) + late_after

    def so_far(self, at: datetime) -> tuple[date, ...]:
        """Every diary day of the trial up to this instant's, in order."""
        until = at if self.cancelled_at is None else min(at, self.cancelled_at)
        end = diary_day(until, self.time_zone) + timedelta(days=1)
        if self.removed_on is not None:
            end = min(end, self.removed_on)
        return tuple(self.first + timedelta(days=n) for n in range((end - self.first).days))

    def open(self, at: datetime) -> tuple[date, ...]:
        """The days that the patient can fill in at this instant, in order."""
        return tuple(day for day in self.so_far(at) if self.closed(day, at) is None)
