"""How one site's result was made: every day and number behind it, for whoever redoes it by pencil.

Nothing is worked out here that `assessment` does not say: the days come from the same reading of
the diary, the steps of section 4 from `certainty`, and the result itself is handed in.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from trialtrack.clinical.certainty import FiellerSteps, fieller_steps
from trialtrack.clinical.diary import Diary, DiaryDay
from trialtrack.clinical.protocol import Protocol
from trialtrack.clinical.response import SiteCase, protocol_choice, site_case
from trialtrack.clinical.results import SiteResult
from trialtrack.clinical.samples import Sample
from trialtrack.clinical.windows import Window


class DayUse(StrEnum):
    """Whether a day of a window counts, and if not why."""

    COUNTED = "counted"
    MISSING = "missing"
    EXCLUDED = "excluded"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class WindowDay:
    """A day of a window with its score (None: none was given), and whether it counts.

    `late`: it was entered late, whether late days count or not.
    """

    day: date
    value: Fraction | None
    use: DayUse
    late: bool


@dataclass(frozen=True, slots=True)
class WindowSum:
    """A window day by day, and the sums over the days that count. NRS points.

    `mean` is exact, None of no days.
    """

    days: tuple[WindowDay, ...]
    values: tuple[Fraction, ...]
    total: Fraction
    squares: Fraction
    mean: Fraction | None

    @property
    def count(self) -> int:
        """How many days count."""
        return len(self.values)

    @property
    def excluded(self) -> int:
        """How many days a consultant left out."""
        return sum(day.use is DayUse.EXCLUDED for day in self.days)


@dataclass(frozen=True, slots=True)
class Working:
    """The two windows and the steps between them and `result`.

    `baseline` holds the diary's days, also where the rating in clinic had to serve. `sure` is
    None where METHOD section 4 gives neither interval nor chance.
    """

    result: SiteResult
    protocol: Protocol
    baseline: WindowSum
    evaluation: WindowSum
    sure: FiellerSteps | None


def working(diary: Diary, protocol: Protocol, as_of: date, result: SiteResult) -> Working:
    """How a site's result was made, as it was assessed on the day `as_of`."""
    case, choice = site_case(diary, protocol, as_of, result.site), protocol_choice(protocol)
    baseline, trial = case.baseline(choice).diary, case.evaluation(choice)
    found = result.confidence.chance_met is not None
    return Working(
        result,
        protocol,
        _window_sum(case, result.baseline.window, baseline),
        _window_sum(case, result.evaluation.window, trial),
        fieller_steps(baseline, trial, protocol) if found else None,
    )


def _window_sum(case: SiteCase, window: Window | None, sample: Sample) -> WindowSum:
    values = tuple(map(sample.value, sample.steps))
    days = {day.day: day for day in case.days}
    return WindowSum(
        tuple(_day(case, day, days) for day in (window.each_day() if window else ())),
        values,
        sum(values, Fraction()),
        sum((value * value for value in values), Fraction()),
        sample.mean,
    )


def _day(case: SiteCase, day: date, days: Mapping[date, DiaryDay]) -> WindowDay:
    known = days.get(day)
    if known is None:
        return WindowDay(day, None, DayUse.MISSING, late=False)
    value = known.scores.get(case.site, {}).get(case.protocol.measure)
    if known.excluded is not None:
        use = DayUse.EXCLUDED
    elif value is None:
        use = DayUse.MISSING
    elif known.late and not case.protocol.count_late:
        use = DayUse.LATE
    else:
        use = DayUse.COUNTED
    return WindowDay(day, value, use, known.late)
