"""Would the answer stand: the sentences about other analyses and missing days."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from trialtrack.clinical.display import display_number, display_percent
from trialtrack.clinical.results import (
    FlipState,
    OtherAnalysis,
    SiteResult,
    Verdict,
)
from trialtrack.web.words import NUMBERS, count, signed

ANALYSES = {
    "measure_average": "judged on average pain",
    "measure_worst": "judged on worst pain",
    "measure_now": "judged on pain now",
    "all_treatment_days": "over all treatment days",
    "last_3_days": "over the last three days",
    "last_recorded_day": "on the last recorded day alone",
    "without_late": "without late days",
    "one_more_washout_day": "with one more day of washout",
    "with_excluded": "with the excluded days put back",
    "clinic_baseline": "against the rating in clinic",
    "last_programme_only": "on the last programme only",
    "leave_one_out_lowest": "without the best day",
    "leave_one_out_highest": "without the worst day",
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


def stands(result: SiteResult, scores: Sequence[Fraction] = ()) -> Stands:
    """The sentences for one site, and a row an analysis; `scores` of the window's days."""
    lines = [line for line in (_same_answer(result), _missing_days(result, scores)) if line]
    if not lines:
        lines = [_NOT_YET if result.verdict is Verdict.PENDING else _NOTHING]
    rows = (
        AnalysisRow(
            ANALYSES[other.name],
            float(other.reduction_percent),
            signed(display_percent(other.reduction_percent)),
            other.met,
        )
        for other in result.other_analyses
    )
    return Stands(tuple(lines), tuple(rows))


_NOT_YET = "Not asked yet: other ways to look at it are worked out at the end."
_NOTHING = "There is nothing to look at in another way."


def _same_answer(result: SiteResult) -> str | None:
    if result.same_answer is None:
        return None
    agreeing, total = result.same_answer
    if total == 0:
        return "There is no other way to look at these days."
    said = f"Same answer in {agreeing} of {count(total, 'analysis', 'analyses')}"
    met = result.verdict is Verdict.MET
    differing = [other for other in result.other_analyses if other.met is not met]
    return f"{said}; differs {_listed(differing)}." if differing else f"{said}."


def _listed(analyses: list[OtherAnalysis]) -> str:
    """Those of a measure first, so that one "when" serves them."""
    ordered = sorted(analyses, key=lambda other: not other.name.startswith("measure_"))
    said = ", ".join(
        f"{ANALYSES[other.name]} ({signed(display_percent(other.reduction_percent))})"
        for other in ordered
    )
    return f"when {said}" if said.startswith("judged") else said


def _missing_days(result: SiteResult, scores: Sequence[Fraction]) -> str | None:
    missing, baseline = result.missing_days, result.baseline.mean
    if missing.state is FlipState.NOTHING_MISSING:
        return "No day of the window is missing."
    if missing.state is None or missing.flips_at is None or baseline is None:
        return None
    number = NUMBERS.get(missing.count or 0, str(missing.count))
    days = "the missing day" if missing.count == 1 else f"the {number} missing days"
    if missing.state is FlipState.CANNOT_FLIP:
        return f"{days[0].upper()}{days[1:]} could not change it, whatever the pain was."
    at = signed(display_number(missing.flips_at))
    if missing.state is FlipState.ONLY_IF_BETTER_THAN_ANY_DAY:
        return f"Flips only if {days} had averaged {at} or less; {_no_day_below(scores)}."
    if not _met(result):
        return f"Would flip if {days} had averaged {at} or less."
    highest = max(scores, default=None)
    rarely = missing.state is FlipState.ONLY_IF_WORSE_THAN_BASELINE
    worse = f", worse than the baseline of {display_number(baseline)}" if rarely else ""
    if highest is not None and highest <= missing.flips_at:
        compared = f"; no recorded day was above {display_number(highest)}"
        return f"Flips only if {days} had averaged more than {at}{worse}{compared}."
    return (
        f"{'Flips only' if rarely else 'Would flip'} if {days} had averaged more than {at}{worse}."
    )


def _no_day_below(scores: Sequence[Fraction]) -> str:
    if not scores:
        return "every recorded day was worse"
    return f"no recorded day was below {display_number(min(scores))}"


def _met(result: SiteResult) -> bool:
    """Section 5's *met*, which a reduction can be although the verdict is not assessable."""
    baseline, trial, flips_at = (
        result.baseline.mean,
        result.evaluation.mean,
        result.missing_days.flips_at,
    )
    # The missing days flip it upwards exactly when the recorded mean lies below their break point.
    return baseline is not None and trial is not None and flips_at is not None and trial <= flips_at
