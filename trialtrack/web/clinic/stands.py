"""Would the answer stand: the sentences about other analyses and missing days."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from trialtrack.clinical.display import display_limit, display_number, display_percent
from trialtrack.clinical.results import (
    FlipState,
    MissingDays,
    OtherAnalysis,
    SiteResult,
    TrialWarning,
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

WARNINGS = {
    TrialWarning.SINGLE_RATING_BASELINE: (
        "The baseline is one rating, likely of a bad day. One bad day against one good day makes "
        "responders of a quarter of untreated people."
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
    """What a consultant reads under "Would it stand?".

    `warnings` stand right after the first sentence, which they can undo; `missing`: what the
    missing days could do.
    """

    first: str
    warnings: tuple[str, ...]
    missing: str | None
    rows: tuple[AnalysisRow, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """All of it, in order."""
        return (self.first, *self.warnings, *((self.missing,) if self.missing else ()))


def stands(result: SiteResult, scores: Sequence[Fraction] = ()) -> Stands:
    """The sentences for one site, and a row an analysis; `scores` of the window's days."""
    judged = result.verdict in (Verdict.MET, Verdict.NOT_MET)
    missing = _missing_days(result, scores) if judged else None
    first = _same_answer(result) if judged else _NO_VERDICT[result.verdict]
    rows = (
        AnalysisRow(
            ANALYSES[other.name],
            float(other.reduction_percent),
            signed(display_percent(other.reduction_percent)),
            other.met,
        )
        for other in result.other_analyses
    )
    warnings = tuple(WARNINGS[warning] for warning in result.warnings)
    return Stands(first, warnings, missing, tuple(rows))


_NO_VERDICT = {
    Verdict.PENDING: "Not asked yet: other ways to look at it are worked out at the end.",
    Verdict.NOT_ASSESSABLE: "There is no verdict that could stand or flip.",
}


def _same_answer(result: SiteResult) -> str:
    agreeing, total = result.same_answer or (0, 0)
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
    at, had = display_limit(missing.flips_at), "had been" if missing.count == 1 else "had averaged"
    if result.verdict is Verdict.MET:
        return _when_met(missing, (days, had, at), baseline, scores)
    at_most = "0" if at == "0" else f"{at} or less"
    if missing.state is FlipState.FRAGILE:
        return f"Could well flip: it would if {days} {had} {at_most}."
    return f"Would flip if {days} {had} {at_most}; {_no_day_below(scores)}."


def _when_met(
    missing: MissingDays,
    words: tuple[str, str, str],
    baseline: Fraction,
    scores: Sequence[Fraction],
) -> str:
    """Above the limit it can flip, and at it or below it cannot: "takes" and "only if" say so."""
    days, had, at = words
    if missing.state is FlipState.FRAGILE:
        average = "" if missing.count == 1 else "an average of "
        return f"Could well flip: it takes {average}more than {at} on {days}."
    said = f"Flips only if {days} {had} more than {at}"
    worse = f"worse than the baseline of {display_number(baseline)}"
    highest = max(scores, default=None)
    if highest is None or highest > Fraction(at):
        return f"{said}, {worse}."
    return f"{said}, {worse}; no recorded day was above {display_number(highest)}."


def _no_day_below(scores: Sequence[Fraction]) -> str:
    if not scores:
        return "every recorded day was worse"
    return f"no recorded day was below {display_number(min(scores))}"
