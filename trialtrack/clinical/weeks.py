"""The weekly course of trials over 14 days. METHOD section 6, "Course"."""

from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from trialtrack.clinical.response import SiteCase, protocol_choice, reduction_percent
from trialtrack.clinical.windows import Window

LONG_TRIAL_DAYS = 14


@dataclass(frozen=True, slots=True)
class WeekMean:
    """One week of treatment: its days, how many are recorded, their mean and the reduction."""

    window: Window
    recorded: int
    mean: Fraction | None
    reduction_percent: Fraction | None


def weekly_means(case: SiteCase) -> tuple[WeekMean, ...]:
    """Week by week from the first treatment day, the last one perhaps short.

    Empty for a trial of 14 treatment days or fewer.
    """
    choice = protocol_choice(case.protocol)
    treatment = case.treatment(choice)
    if treatment is None or treatment.days <= LONG_TRIAL_DAYS:
        return ()
    baseline = case.baseline(choice).mean
    weeks = []
    for offset in range(0, treatment.days, 7):
        first = treatment.first + timedelta(days=offset)
        window = Window(first, min(first + timedelta(days=7), treatment.end))
        sample = case.course(choice.measure).within(
            window, count_late=choice.count_late, with_excluded=False
        )
        mean = sample.mean
        weeks.append(WeekMean(window, sample.count, mean, reduction_percent(baseline, mean)))
    return tuple(weeks)
