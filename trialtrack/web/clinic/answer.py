"""The answer of one site in words: what stands on top of the trial page and in the list.

Nothing is computed here; figures come from `clinical` and are only put into sentences.
"""

from dataclasses import dataclass

from trialtrack.clinical.diary import Measure
from trialtrack.clinical.display import (
    display_chance,
    display_interval,
    display_number,
    display_percent,
)
from trialtrack.clinical.needed import StillNeeded, days_required
from trialtrack.clinical.protocol import Protocol, text
from trialtrack.clinical.results import (
    BaselineSource,
    IntervalReason,
    Reason,
    SiteResult,
    Verdict,
)
from trialtrack.web.clinic.kinds import Kind, headline, kind
from trialtrack.web.clinic.naming import PAINS
from trialtrack.web.words import count, signed


@dataclass(frozen=True, slots=True)
class Answer:
    """What a consultant reads first. `figure` is the large number, `unit` the words after it.

    `standing` is what a figure without a verdict must not be read without: "so far". It is empty
    with a verdict, and where there is no figure.
    `doubt` is said as loudly as the verdict where that is too close. `missing`: what is missing
    for a verdict, or still needed. `sentence` says figure and verdict in one, for a text.
    """

    kind: Kind
    headline: str
    standing: str
    figure: str | None
    unit: str
    sentence: str
    doubt: str | None
    rests_on: str
    missing: tuple[str, ...]


STANDING = {Verdict.PENDING: "so far", Verdict.NOT_ASSESSABLE: "provisionally"}


def answer(
    result: SiteResult,
    protocol: Protocol,
    needed: StillNeeded | None,
    baseline: StillNeeded | None = None,
) -> Answer:
    """The words for a site's result.

    `needed` of a trial that has not ended; `baseline`: the same of its baseline before placement.
    """
    figure, unit = _figure(result, protocol.measure)
    return Answer(
        kind=kind(result),
        headline=headline(result),
        standing="" if figure is None else STANDING.get(result.verdict, ""),
        figure=figure,
        unit=unit,
        sentence=_sentence(result, protocol),
        doubt=_doubt(result, protocol),
        rests_on=f"{_days(result)}; {_baseline(result)}.",
        missing=tuple(_missing(result, protocol, needed, baseline)),
    )


_LESS_OF = {**PAINS, Measure.LEAST: "“least pain”", Measure.NOW: "“pain now”"}
"""Which pain there is less of: two of them would be misread without their marks."""


def _figure(result: SiteResult, measure: Measure) -> tuple[str | None, str]:
    pain, reduction = _LESS_OF[measure], result.reduction_percent
    usual = measure is Measure.AVERAGE
    if reduction is None:
        points = result.reduction_points
        if points is None:
            return None, ""
        # At a baseline of 0 there is no percent at all, only a change in points.
        more = f"points {'less' if points > 0 else 'more'}{'' if usual else f' {pain}'}"
        return display_number(abs(points)), f"{more} than before"
    if reduction < 0:
        return display_percent(-reduction), f"more {pain} than at baseline"
    return result.display, f"less {pain} than at baseline"


def _sentence(result: SiteResult, protocol: Protocol) -> str:
    threshold = f"the {text(protocol.threshold_percent)}% threshold"
    figure, unit = _figure(result, protocol.measure)
    said = f"{figure} {unit}" if figure else ""
    if result.verdict is Verdict.PENDING:
        return f"So far {said}." if said else "Nothing to compare yet."
    if result.verdict is Verdict.NOT_ASSESSABLE:
        reasons = " and ".join(_REASONS[reason] for reason in result.reasons)
        provisional = f" Provisionally {said}." if said else ""
        return f"Cannot be judged: {reasons}.{provisional}"
    met = "met" if result.verdict is Verdict.MET else "not met"
    return f"{said}; {threshold} is {met}."


_REASONS = {
    Reason.NO_BASELINE: "there is no baseline",
    Reason.BASELINE_BELOW_FLOOR: "the baseline is too low for a percentage",
    Reason.TOO_FEW_DAYS: "too few days were logged",
}


def _doubt(result: SiteResult, protocol: Protocol) -> str | None:
    if result.verdict not in (Verdict.MET, Verdict.NOT_MET):
        return None
    confidence, said = result.confidence, []
    if confidence.interval_percent is not None:
        said.append(f"95% interval {interval_words(confidence.interval_percent)}")
    elif confidence.interval_reason is not None:
        said.append(_NO_INTERVAL[confidence.interval_reason])
    if confidence.chance_met is not None:
        said.append(
            f"{display_chance(confidence.chance_met)} that it is "
            f"{text(protocol.threshold_percent)}% or more if days like these went on"
        )
    return f"{'; '.join(said)}." if said else None


def interval_words(interval: tuple[float, float]) -> str:
    """An interval for people: one that reaches below 0 says from where to where.

    >>> interval_words((31.2, 72.4)), interval_words((-11.5, 31.2))
    ('31 to 73%', 'from −12 to 32%')
    """
    said = display_interval(interval)
    return f"from {signed(said)}" if said.startswith("-") else said


_NO_INTERVAL = {
    IntervalReason.CLINIC_BASELINE: (
        "How sure this is cannot be said: the baseline is one rating, "
        "and it may have been given on a bad day"
    ),
    IntervalReason.TOO_FEW_DAYS_FOR_SPREAD: (
        "How sure this is cannot be said: there is only one day on a side"
    ),
    IntervalReason.BASELINE_TOO_UNCERTAIN: (
        "No interval can be given, since the baseline varies too much from day to day"
    ),
}


def _days(result: SiteResult) -> str:
    evaluation = result.evaluation
    said = f"{len(evaluation.recorded)} of {count(evaluation.expected, 'day')}"
    return f"{said}, {len(evaluation.late)} of them late" if evaluation.late else said


def _baseline(result: SiteResult) -> str:
    baseline = result.baseline
    if baseline.source is BaselineSource.DIARY and baseline.mean is not None:
        days, mean = len(baseline.recorded), display_number(baseline.mean)
        return f"baseline of {days} diary days, mean {mean} (grade {baseline.grade})"
    if baseline.source is BaselineSource.CLINIC and baseline.mean is not None:
        return f"baseline of one rating in clinic, {display_number(baseline.mean)} (grade C)"
    return f"no baseline ({count(len(baseline.recorded), 'diary day')})"


def _missing(
    result: SiteResult,
    protocol: Protocol,
    needed: StillNeeded | None,
    baseline: StillNeeded | None,
) -> list[str]:
    said = []
    if baseline is not None:
        said.append(_baseline_so_far(baseline, protocol, result.baseline.clinic_rating is not None))
    elif Reason.NO_BASELINE in result.reasons:
        said.append(
            f"The baseline has {len(result.baseline.recorded)} of the "
            f"{protocol.baseline_min_days} diary days that it needs, "
            "and no rating was taken in clinic."
        )
    if Reason.BASELINE_BELOW_FLOOR in result.reasons and result.baseline.mean is not None:
        said.append(
            f"The baseline of {display_number(result.baseline.mean)} is below "
            f"{text(protocol.baseline_floor)}, where one point is already over 25%."
        )
    if needed is not None:
        said.append(_needed(needed))
    elif Reason.TOO_FEW_DAYS in result.reasons:
        said.append(_too_few(result, protocol))
    return said


def _baseline_so_far(baseline: StillNeeded, protocol: Protocol, rated: bool) -> str:
    """Before placement: the days that there are, of those that are needed."""
    fewest = protocol.baseline_min_days
    if not baseline.needed:
        return f"The baseline has {count(baseline.recorded, 'diary day')}; it needs {fewest}."
    left = str(baseline.left) if baseline.within_reach else f"only {baseline.left}"
    said = (
        f"The baseline has {baseline.recorded} of the {count(fewest, 'diary day')} that it needs; "
        f"{left if baseline.left else 'none'} can still be logged."
    )
    return f"{said} Without them the one rating taken in clinic stands in." if rated else said


def _too_few(result: SiteResult, protocol: Protocol) -> str:
    window, recorded = result.evaluation.window, len(result.evaluation.recorded)
    if window is None:
        return "There was no day of treatment to judge."
    return (
        f"{recorded} of the window’s {count(window.days, 'day')} "
        f"{'was' if recorded == 1 else 'were'} logged; "
        f"at least {days_required(window, protocol)} are needed."
    )


def _needed(needed: StillNeeded) -> str:
    if needed.window is None:
        return "The end is planned before the first treatment day, so there will be no result."
    if needed.needed == 0:
        return "Days enough are logged for a result at the end; it is judged then, not before."
    days = "day" if needed.needed == 1 else "days"
    if needed.within_reach:
        return (
            f"{needed.needed} more {days} must be logged for a result at the end; "
            f"{needed.left} can still be."
        )
    return (
        f"{needed.needed} more {days} would be needed for a result at the end, "
        f"but only {needed.left} can still be logged."
    )
