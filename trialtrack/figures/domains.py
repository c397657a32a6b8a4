"""Sleep, activity and doses on the same days as the pain."""

from collections.abc import Collection, Sequence
from datetime import date
from fractions import Fraction
from math import ceil, floor, log10
from typing import Final

from trialtrack.clinical.diary import Diary, DiaryDay, Domain
from trialtrack.clinical.display import display_number
from trialtrack.clinical.opioids import OpioidTable
from trialtrack.clinical.results import Assessment, DomainChange
from trialtrack.figures.bars import bar_traces
from trialtrack.figures.grounds import level
from trialtrack.figures.marks import IN_LINE, Said, line_traces, words_of_days
from trialtrack.figures.panels import Panel, evaluated, stacked, trial_labels, window_labels
from trialtrack.figures.strip import Label
from trialtrack.figures.theme import COMPACT, INK, Figure, Sizes, sizes
from trialtrack.figures.timeline import DrawnDay, Occasions, Timeline, ValueOf, timeline
from trialtrack.figures.wording import (
    DOMAIN_NAMES,
    DOMAIN_TITLES,
    TABLE_NAMES,
    counted,
    domain_value,
)

AMOUNTS: Final = (Domain.MME_PER_DAY, Domain.RESCUE_DOSES, Domain.AWAKENINGS, Domain.STEPS)
"""Drawn as bars, since they add up over a day; the rest as lines."""

ALWAYS_TO: Final = {
    Domain.SLEEP_HOURS: 10.0,
    Domain.SLEEP_QUALITY: 10.0,
    Domain.ACTIVITY_INTERFERENCE: 10.0,
    Domain.AWAKENINGS: 4.0,
    Domain.RESCUE_DOSES: 4.0,
    Domain.MME_PER_DAY: 20.0,
    Domain.WALKING_MINUTES: 20.0,
    Domain.STANDING_MINUTES: 20.0,
    Domain.STEPS: 1000.0,
}
"""What the axis reaches at least, so that a little of something does not look like much."""

SLEEP: Final = (Domain.SLEEP_HOURS, Domain.SLEEP_QUALITY, Domain.AWAKENINGS)
DOSES: Final = (Domain.MME_PER_DAY, Domain.RESCUE_DOSES)

DOSE_CAUTION: Final = (
    "Estimates for following one person over time; never for converting one opioid into another."
)


def domain_chart(
    diary: Diary,
    assessment: Assessment,
    domains: Sequence[Domain],
    *,
    occasions: Occasions | None = None,
    compact: bool = False,
) -> Figure:
    """One panel for each of `domains`, one above the other, on the days of the pain chart.

    The means of the baseline and of the evaluation window are drawn over their days. Zero is
    drawn as zero, a day without an answer as missing.
    """
    size = sizes(compact)
    days = timeline(diary, assessment, occasions)
    panels = [_panel(days, domain, n == 0, size) for n, domain in enumerate(domains)]
    return stacked(days, panels, size, size.panel_height)


def recorded_domains(diary: Diary, domains: Sequence[Domain]) -> tuple[Domain, ...]:
    """Those of `domains` that were answered on any day, in their order."""
    answered = {domain for entry in diary.days for domain in entry.values}
    return tuple(domain for domain in domains if domain in answered)


def domain_notes(
    diary: Diary, assessment: Assessment, domains: Sequence[Domain], table: OpioidTable | None
) -> tuple[str, ...]:
    """What must stand beside a chart of doses: the caution, and what is not counted, by name.

    Empty for charts without an opioid dose.
    """
    if Domain.MME_PER_DAY not in domains:
        return ()
    by_drug: dict[str, int] = {}
    for day in timeline(diary, assessment).drawn(value_of(Domain.MME_PER_DAY)):
        for drug in day.entry.uncounted_drugs if day.entry is not None else ():
            by_drug[drug] = by_drug.get(drug, 0) + 1
    named = "" if table is None else f" ({TABLE_NAMES[table]})"
    return (
        *(
            f"Not counted, having no factor in the dose table{named}: {drug}, taken on "
            f"{counted(days, 'day')}; the bars of those days are hatched."
            for drug, days in by_drug.items()
        ),
        f"Oral morphine equivalents{named}. {DOSE_CAUTION}",
    )


def value_of(domain: Domain) -> ValueOf:
    """Reads one domain from a day's entry."""

    def read(entry: DiaryDay) -> Fraction | None:
        return entry.values.get(domain)

    return read


def scale_of(domain: Domain, highest: float) -> tuple[float, list[float]]:
    """The top of a domain's axis and its ticks: at most five steps of 1, 2 or 5.

    >>> scale_of(Domain.MME_PER_DAY, 47.5)
    (50.0, [0.0, 10.0, 20.0, 30.0, 40.0, 50.0])
    """
    top = max(highest, ALWAYS_TO[domain])
    power = 10.0 ** floor(log10(top / 5))
    step = next(power * n for n in (1, 2, 5, 10) if top / (power * n) <= 5)
    count = ceil(round(top / step, 9))
    return count * step, [n * step for n in range(count + 1)]


def _panel(days: Timeline, domain: Domain, first: bool, size: Sizes) -> Panel:
    drawn = days.drawn(value_of(domain))
    values = [float(day.value) for day in drawn if day.value is not None]
    top, ticks = scale_of(domain, max(values, default=0.0))
    change = next((c for c in days.assessment.domains if c.domain is domain), None)
    uncounted = _uncounted(drawn, domain)
    name = DOMAIN_NAMES[domain]
    traces = (
        bar_traces(drawn, name, "y", size, uncounted)
        if domain in AMOUNTS
        else line_traces(drawn, name, "y", size, named=False)
    )
    labels = _mean_labels(days, drawn, change, uncounted, size is COMPACT)
    labels += trial_labels(days) if first else []
    return Panel(
        traces,
        top,
        ticks,
        labels,
        DOMAIN_TITLES[domain],
        _means(days, change),
        said=words_of_days(drawn, _said(domain), name),
    )


def _mean_labels(
    days: Timeline,
    drawn: Sequence[DrawnDay],
    change: DomainChange | None,
    uncounted: Collection[date],
    compact: bool,
) -> list[Label]:
    counted_in = {day.day for day in drawn if day.standing in IN_LINE and day.day in uncounted}
    before = change.baseline_mean if change is not None else None
    during = change.trial_mean if change is not None else None
    partly = any(day in days.baseline for day in counted_in)
    later = days.evaluation is not None and any(day in days.evaluation for day in counted_in)
    words = "baseline"
    if before is not None:
        mean = f"{'at least ' if partly else ''}{display_number(before)}"
        words = f"mean {mean}" if compact else f"baseline: mean {mean}"
    return window_labels(days, words, evaluated(days.assessment.stage, during, compact, later))


def _means(days: Timeline, change: DomainChange | None) -> list[Figure]:
    if change is None:
        return []
    shapes = []
    if change.baseline_mean is not None:
        shapes.append(level(float(change.baseline_mean), days.baseline, "y", INK, "4px 3px", 1.5))
    if change.trial_mean is not None and days.evaluation is not None:
        shapes.append(level(float(change.trial_mean), days.evaluation, "y", INK, "solid", 1.5))
    return shapes


def _uncounted(drawn: Sequence[DrawnDay], domain: Domain) -> frozenset[date]:
    """Days whose dose is a lower bound: something taken has no factor in the table."""
    if domain is not Domain.MME_PER_DAY:
        return frozenset()
    return frozenset(
        day.day for day in drawn if day.entry is not None and day.entry.uncounted_drugs
    )


def _said(domain: Domain) -> Said:
    def said(day: DrawnDay, value: Fraction) -> str:
        drugs = day.entry.uncounted_drugs if day.entry is not None else ()
        if domain is not Domain.MME_PER_DAY or not drugs:
            return f"{DOMAIN_NAMES[domain]} {domain_value(domain, value)}"
        return (
            f"{DOMAIN_NAMES[domain]} at least {domain_value(domain, value)}, "
            f"not counted: {', '.join(drugs)}"
        )

    return said
