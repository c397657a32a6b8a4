"""What a running trial still needs to become assessable. METHOD section 3, "so far …"."""

from dataclasses import dataclass
from datetime import date
from math import ceil

from trialtrack.clinical.diary import Diary
from trialtrack.clinical.protocol import Protocol
from trialtrack.clinical.response import protocol_choice, site_case
from trialtrack.clinical.windows import Window, baseline_window, last_days, treatment_window


@dataclass(frozen=True, slots=True)
class StillNeeded:
    """Days of a window: the evaluation window if the leads come out as planned, or the baseline.

    `needed` more days have to be recorded; `left` can still be, those of the past among them
    that are not closed yet. `window` is None when removal is planned before any treatment day.
    """

    window: Window | None
    recorded: int
    needed: int
    left: int

    @property
    def within_reach(self) -> bool:
        """Whether the days that are left suffice."""
        return self.window is not None and self.needed <= self.left


def days_required(window: Window, protocol: Protocol) -> int:
    """The fewest recorded days with which rule 3 lets a window pass.

    >>> days_required(Window(date(2026, 3, 11), date(2026, 3, 18)), Protocol())
    4
    """
    return max(protocol.window_min_days, ceil(protocol.window_min_share * window.days))


def still_needed(
    diary: Diary,
    protocol: Protocol,
    as_of: date,
    planned_removal_on: date,
    open_from: date | None = None,
) -> StillNeeded:
    """For the primary site of a trial that is running on `as_of`.

    `open_from` is the earliest day that can still be filled in; None: `as_of`.
    """
    planned = treatment_window(diary.placed_on, protocol, planned_removal_on)
    window = last_days(planned, protocol.window_days)
    if window is None:
        return StillNeeded(None, 0, protocol.window_min_days, 0)
    return _counted(diary, protocol, as_of, window, days_required(window, protocol), open_from)


def baseline_still_needed(
    diary: Diary, protocol: Protocol, as_of: date, open_from: date | None = None
) -> StillNeeded:
    """The same for the baseline window of the primary site: days that a diary baseline lacks.

    A rating taken in clinic is not looked at: whether one stands in is `site_case`'s to say.
    """
    window = baseline_window(diary, protocol)
    return _counted(diary, protocol, as_of, window, protocol.baseline_min_days, open_from)


def _counted(
    diary: Diary,
    protocol: Protocol,
    as_of: date,
    window: Window,
    required: int,
    open_from: date | None,
) -> StillNeeded:
    case, choice = site_case(diary, protocol, as_of, diary.primary_site), protocol_choice(protocol)
    recorded = case.course(choice.measure).within(
        window, count_late=choice.count_late, with_excluded=False
    )
    excluded = {day.day for day in diary.days if day.excluded is not None}
    earliest = as_of if open_from is None else min(as_of, open_from)
    left = sum(
        day >= earliest and day not in recorded.days and day not in excluded
        for day in window.each_day()
    )
    return StillNeeded(window, recorded.count, max(0, required - recorded.count), left)
