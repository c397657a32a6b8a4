"""What a plan means for one trial, before anything is recorded. METHOD sections 2 and 3."""

from dataclasses import dataclass
from datetime import date

from trialtrack.clinical.needed import days_required
from trialtrack.clinical.protocol import Protocol
from trialtrack.clinical.windows import Window, baseline_before, last_days, treatment_window

EVERY_DAY_COUNTS = 2
"""With so few days to spare, or fewer, each is worth saying so [own]."""


@dataclass(frozen=True, slots=True)
class PlanMeaning:
    """What the days of a plan leave.

    `planned_days` from placement to removal; `treatment` of them after washout, of which `window`
    is judged and `required` have to be recorded. `baseline_past` of the baseline's days
    are over, `baseline_left` can still be filled in.
    """

    planned_days: int
    treatment: Window | None
    window: Window | None
    required: int
    baseline: Window
    baseline_past: int
    baseline_left: int
    baseline_required: int

    @property
    def treatment_days(self) -> int:
        """How many treatment days there are."""
        return self.treatment.days if self.treatment else 0

    @property
    def spare(self) -> int:
        """How many days may go unrecorded; negative: the trial cannot be assessed."""
        return (self.window.days if self.window else 0) - self.required

    @property
    def can_be_assessed(self) -> bool:
        """Whether the days suffice if every one is recorded."""
        return self.spare >= 0

    @property
    def every_day_counts(self) -> bool:
        """Whether hardly a day may be missed."""
        return 0 <= self.spare <= EVERY_DAY_COUNTS

    @property
    def baseline_can_be_made(self) -> bool:
        """Whether a baseline from the diary is still within reach."""
        return self.baseline_left >= self.baseline_required


def plan_meaning(
    protocol: Protocol,
    placed_on: date,
    planned_removal_on: date,
    today: date,
    open_from: date | None = None,
) -> PlanMeaning:
    """For a trial planned like this, on `today`.

    `open_from` is the earliest day that can still be filled in; None: `today`. With placement on
    the 10th and removal on the 17th, one day of washout leaves six, of which four are needed:

    >>> found = plan_meaning(Protocol(), date(2026, 3, 10), date(2026, 3, 17), date(2026, 3, 1))
    >>> found.planned_days, found.treatment_days, found.required, found.spare
    (7, 6, 4, 2)
    """
    planned = treatment_window(placed_on, protocol, planned_removal_on)
    window = last_days(planned, protocol.window_days)
    baseline = baseline_before(placed_on, protocol)
    earliest = today if open_from is None else min(today, open_from)
    days = baseline.each_day()
    return PlanMeaning(
        planned_days=(planned_removal_on - placed_on).days,
        treatment=planned,
        window=window,
        required=days_required(window, protocol) if window else protocol.window_min_days,
        baseline=baseline,
        baseline_past=sum(day < today for day in days),
        baseline_left=sum(day >= earliest for day in days),
        baseline_required=protocol.baseline_min_days,
    )
