"""How was this made: the page on which a doubter redoes a trial's result with a pencil."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from trialtrack.access import Action, Viewer, allowed
from trialtrack.clinical.assessment import METHOD
from trialtrack.clinical.diary import Measure
from trialtrack.clinical.display import display_chance, display_number
from trialtrack.clinical.needed import days_required
from trialtrack.clinical.protocol import text
from trialtrack.clinical.results import (
    BaselineSource,
    Certainty,
    FlipState,
    IntervalReason,
    SiteResult,
    Verdict,
)
from trialtrack.clinical.working import DayUse, WindowDay, WindowSum, Working, working
from trialtrack.queries.trial_list import AssessedTrial
from trialtrack.web.clinic.answer import interval_words
from trialtrack.web.clinic.cancelled import cancelled_words
from trialtrack.web.clinic.kinds import headline
from trialtrack.web.clinic.naming import PAINS
from trialtrack.web.clinic.pencil import both, fraction
from trialtrack.web.clinic.rests_on import span_words
from trialtrack.web.clinic.working_steps import (
    BASELINE,
    WINDOW,
    Step,
    days_enough,
    flip_steps,
    mean_steps,
    reduction_steps,
    sure_steps,
)
from trialtrack.web.words import count, date_words, signed

USES = {
    DayUse.COUNTED: "",
    DayUse.MISSING: "not logged",
    DayUse.EXCLUDED: "excluded",
    DayUse.LATE: "entered late, does not count",
}
NO_STEPS = {
    IntervalReason.INTERIM: "Not worked out while the trial runs: a result on the way has none.",
    IntervalReason.NOT_ASSESSABLE: "Not worked out: the result cannot be judged.",
    IntervalReason.CLINIC_BASELINE: (
        "Cannot be worked out: the baseline is one rating, which has no spread."
    ),
    IntervalReason.TOO_FEW_DAYS_FOR_SPREAD: (
        "Cannot be worked out: there is only one day on a side, which has no spread."
    ),
    IntervalReason.BASELINE_TOO_UNCERTAIN: (
        "No interval: g is 1 or more, so the baseline is too uncertain to divide by."
    ),
}


@dataclass(frozen=True, slots=True)
class UsedDay:
    """A day of a window: its score, and why it does not count; `anchor` for links to it."""

    anchor: str
    day: date
    score: str | None
    words: str


@dataclass(frozen=True, slots=True)
class UsedDays:
    """The days behind a mean."""

    id: str
    title: str
    days: tuple[UsedDay, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Steps that belong together, and what is said before and after them."""

    title: str
    before: tuple[str, ...]
    steps: tuple[Step, ...]
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkingPage:
    """The whole page, for one site. `may_see_days`: whether a day's own page may be linked to.

    `cancelled`: that there is no result of which it could be said how it was made.
    """

    site: str
    other_sites: tuple[str, ...]
    method_words: str
    may_see_days: bool
    cancelled: str | None
    days: tuple[UsedDays, ...]
    parts: tuple[Part, ...]


def working_page(trial: AssessedTrial, site: str | None, viewer: Viewer) -> WorkingPage:
    """The page of a site by its name; of the primary one when it is none of this trial."""
    assessment = trial.assessment
    chosen = next((each for each in assessment.sites if each.site == site), assessment.primary)
    made = working(trial.record.diary, assessment.protocol, assessment.as_of, chosen)
    return WorkingPage(
        site=chosen.site,
        other_sites=tuple(each.site for each in assessment.sites if each is not chosen),
        method_words=f"Method {METHOD}, as of {date_words(assessment.as_of)}. Sums, means and the "
        "percentage are exact fractions, rounded only as shown after ≈; section 4 is rounded to "
        "six digits here, never while it is worked out.",
        may_see_days=allowed(viewer, Action.SEE_NOTES),
        cancelled=cancelled_words(trial.record),
        days=(
            UsedDays(BASELINE, "Days of the baseline", _used(made.baseline, BASELINE)),
            UsedDays(WINDOW, "Days of the window", _used(made.evaluation, WINDOW)),
        ),
        parts=() if trial.record.cancelled else tuple(_parts(made)),
    )


def _used(window: WindowSum, of: str) -> tuple[UsedDay, ...]:
    return tuple(
        UsedDay(
            f"{of}-{n}",
            day.day,
            None if day.value is None else fraction(day.value),
            _use_words(day),
        )
        for n, day in enumerate(window.days, start=1)
    )


def _use_words(day: WindowDay) -> str:
    late = "entered late" if day.late and day.use is DayUse.COUNTED else ""
    return USES[day.use] or late


def _parts(made: Working) -> Iterator[Part]:
    yield from _two_means(made)
    yield Part("Reduction", (), tuple(reduction_steps(made)), tuple(_shown(made.result)))
    enough = tuple(_enough_words(made))
    yield Part("Days enough (rule 3)", (), tuple(days_enough(made)), enough)
    yield Part("Verdict", tuple(_verdict_words(made)), ())
    why = made.result.confidence.interval_reason
    yield Part(
        "How sure (section 4)",
        () if made.sure or why is None else (NO_STEPS[why],),
        tuple(sure_steps(made.sure, made)) if made.sure else (),
        tuple(_sure_words(made)),
    )
    missing = tuple(_missing_words(made))
    yield Part("Missing days (section 5)", missing, tuple(flip_steps(made)))


def _two_means(made: Working) -> Iterator[Part]:
    result, rules = made.result, made.protocol
    pain = "" if rules.measure is Measure.AVERAGE else f"{PAINS[rules.measure]} "
    steps = tuple(mean_steps(made.baseline, "b", f"Mean {pain}of the baseline", BASELINE))
    rating = result.baseline.source is BaselineSource.CLINIC
    yield Part("Baseline, b", tuple(_baseline_words(made)), () if rating else steps)
    window = result.evaluation.window
    spanned = f", {span_words(window)}" if window else ""
    said = (
        f"The last {count(rules.window_days, 'treatment day')} or all if there are fewer"
        f"{spanned}; {count(rules.washout_days, 'day')} of washout before them."
    )
    steps = tuple(mean_steps(made.evaluation, "t", f"Mean {pain}of the trial", WINDOW))
    yield Part("Trial, t", (said,), steps)


def _baseline_words(made: Working) -> Iterator[str]:
    baseline, rules = made.result.baseline, made.protocol
    if rules.measure is not Measure.AVERAGE:
        yield f"Judged on {PAINS[rules.measure]}: every score here is that of the day."
    yield (
        f"The {count(rules.baseline_days, 'day')} {span_words(baseline.window)}, of which at least "
        f"{rules.baseline_min_days} must be logged: {made.baseline.count} "
        f"{'is' if made.baseline.count == 1 else 'are'}."
    )
    if baseline.source is BaselineSource.CLINIC and baseline.mean is not None:
        yield f"Too few, so b is the one rating taken in clinic: {display_number(baseline.mean)}."
    elif baseline.source is None:
        yield "Too few, and no rating was taken in clinic: there is no baseline."


def _shown(result: SiteResult) -> Iterator[str]:
    if result.display is not None:
        yield f"Shown as {signed(result.display)}: cut to one decimal, never rounded up."
    elif result.baseline.mean == 0:
        yield "At a baseline of 0 there is no percentage."
    else:
        yield "There is nothing to subtract yet."


def _enough_words(made: Working) -> Iterator[str]:
    window, rules = made.result.evaluation.window, made.protocol
    if window is None:
        yield "There is no window yet."
        return
    recorded, required = made.evaluation.count, days_required(window, rules)
    enough = "enough" if recorded >= required else "too few"
    yield (
        f"At least {rules.window_min_days} and at least that share: {required}. "
        f"{recorded} of the {count(window.days, 'day')} {'is' if recorded == 1 else 'are'} "
        f"recorded: {enough}."
    )


def _verdict_words(made: Working) -> Iterator[str]:
    result, rules = made.result, made.protocol
    threshold = text(rules.threshold_percent)
    if result.verdict is Verdict.PENDING:
        yield "None while the trial runs: looking every day and stopping on a good one misleads."
    elif result.verdict is Verdict.NOT_ASSESSABLE or result.reduction_percent is None:
        yield f"{headline(result)}: rules 1 to 3 have to hold first."
    else:
        met = result.verdict is Verdict.MET
        sign = "≥" if met else "<"
        yield (
            f"{both(result.reduction_percent)} {sign} {threshold}, compared before rounding: "
            f"{'met' if met else 'not met'}."
        )


def _sure_words(made: Working) -> Iterator[str]:
    confidence, threshold = made.result.confidence, text(made.protocol.threshold_percent)
    if confidence.interval_percent is not None:
        clear = confidence.certainty is Certainty.CLEAR
        yield (
            f"Shown as {interval_words(confidence.interval_percent)}: in whole percents, rounded "
            f"outwards, capped at 100. The threshold of {threshold}% lies "
            f"{'outside: clear' if clear else 'inside: too close to call'}."
        )
    if confidence.chance_met is not None:
        yield f"Said as “{display_chance(confidence.chance_met)}”."


def _missing_words(made: Working) -> Iterator[str]:
    missing = made.result.missing_days
    if missing.state is None:
        yield "Asked of final results alone."
    elif missing.state is FlipState.NOTHING_MISSING:
        yield "No day of the window is missing."
