"""Would the answer stand: the sentences about other analyses, missing days and warnings."""

from dataclasses import dataclass

from trialtrack.clinical.display import display_number, display_percent
from trialtrack.clinical.results import (
    FlipState,
    OtherAnalysis,
    SiteResult,
    TrialWarning,
    Verdict,
)

ANALYSES = {
    "measure_average": "judged on average pain",
    "measure_worst": "judged on worst pain",
    "measure_now": "judged on pain now",
    "all_treatment_days": "all treatment days",
    "last_3_days": "the last three days",
    "last_recorded_day": "the last recorded day alone",
    "without_late": "without late days",
    "one_more_washout_day": "one more day of washout",
    "with_excluded": "with the excluded days",
    "clinic_baseline": "the rating in clinic as baseline",
    "last_programme_only": "the last programme only",
    "leave_one_out_lowest": "without the best day",
    "leave_one_out_highest": "without the worst day",
}
WARNINGS = {
    TrialWarning.SINGLE_RATING_BASELINE: (
        "The baseline is one rating, which is likely to come from a bad day: comparing one bad "
        "day with one good day makes responders of a quarter of untreated people."
    ),
    TrialWarning.STEEP_SLOPE: (
        "Pain still changed by more than half a point a day over the window: "
        "one mean describes two things."
    ),
    TrialWarning.PROGRAMME_CHANGED: (
        "The programme changed inside the window: one mean describes two things."
    ),
}


@dataclass(frozen=True, slots=True)
class AnalysisRow:
    """One other analysis: `percent` for its place in the plot, `display` for people."""

    name: str
    percent: float
    display: str
    met: bool


@dataclass(frozen=True, slots=True)
class Stands:
    """What a consultant reads under "Would it stand?"."""

    lines: tuple[str, ...]
    rows: tuple[AnalysisRow, ...]


def stands(result: SiteResult) -> Stands:
    """The sentences for one site, and a row an analysis."""
    lines = [line for line in (_same_answer(result), _missing_days(result)) if line]
    if not lines:
        lines = ["Other analyses are made once the leads are out and there is a reduction."]
    lines += [WARNINGS[warning] for warning in result.warnings]
    rows = (
        AnalysisRow(
            ANALYSES[other.name],
            float(other.reduction_percent),
            display_percent(other.reduction_percent),
            other.met,
        )
        for other in result.other_analyses
    )
    return Stands(tuple(lines), tuple(rows))


def _same_answer(result: SiteResult) -> str | None:
    if result.same_answer is None:
        return None
    agreeing, total = result.same_answer
    if total == 0:
        return "There is no other way to look at these days."
    said = f"Same answer in {agreeing} of {total} analyses"
    met = result.verdict is Verdict.MET
    differing = [other for other in result.other_analyses if other.met is not met]
    return f"{said}; differs: {_listed(differing)}." if differing else f"{said}."


def _listed(analyses: list[OtherAnalysis]) -> str:
    return ", ".join(
        f"{ANALYSES[other.name]} ({display_percent(other.reduction_percent)})" for other in analyses
    )


def _missing_days(result: SiteResult) -> str | None:
    missing, baseline = result.missing_days, result.baseline.mean
    if missing.state is FlipState.NOTHING_MISSING:
        return "No day of the window is missing."
    if missing.state is None or missing.flips_at is None or baseline is None:
        return None
    days = "the missing day" if missing.count == 1 else f"the {missing.count} missing days"
    if missing.state is FlipState.CANNOT_FLIP:
        return f"{days[0].upper()}{days[1:]} could not change it, whatever the pain was."
    at = display_number(missing.flips_at)
    if missing.state is FlipState.ONLY_IF_WORSE_THAN_BASELINE:
        return (
            f"Flips only if {days} had averaged more than {at}, "
            f"worse than the baseline of {display_number(baseline)}."
        )
    if missing.state is FlipState.ONLY_IF_BETTER_THAN_ANY_DAY:
        return f"Flips only if {days} had averaged {at} or less, better than any recorded day."
    above = f"more than {at}" if _met(result) else f"{at} or less"
    return f"Would flip if {days} had averaged {above}."


def _met(result: SiteResult) -> bool:
    """Section 5's *met*, which a reduction can be although the verdict is not assessable."""
    baseline, trial, flips_at = (
        result.baseline.mean,
        result.evaluation.mean,
        result.missing_days.flips_at,
    )
    # The missing days flip it upwards exactly when the recorded mean lies below their break point.
    return baseline is not None and trial is not None and flips_at is not None and trial <= flips_at
