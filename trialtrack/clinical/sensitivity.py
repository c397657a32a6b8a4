"""Would it stand: missing days, other analyses, warnings. METHOD section 5."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from trialtrack.clinical.diary import STIMULATION_OFF, Measure
from trialtrack.clinical.response import (
    BaselineMean,
    Choice,
    SiteCase,
    baseline_reason,
    protocol_choice,
    reduction_percent,
)
from trialtrack.clinical.results import (
    BaselineSource,
    FlipState,
    MissingDays,
    OtherAnalysis,
    Stage,
    TrialWarning,
)
from trialtrack.clinical.samples import Sample

WORST_POSSIBLE = 10
STEEP_POINTS_A_DAY = Fraction(1, 2)
NOT_SAID = MissingDays(None, None, None)


def missing_days(
    baseline: Fraction,
    trial: Sample,
    expected: int,
    met: bool,
    threshold_percent: Fraction,
) -> MissingDays:
    """What the missing days would have to average for the answer to flip, in NRS points.

    When met, it flips if they averaged more than `flips_at`; when not, if no more than it.
    """
    count = expected - trial.count
    if count == 0:
        return MissingDays(0, None, FlipState.NOTHING_MISSING)
    most = (1 - threshold_percent / 100) * baseline * expected
    flips_at = (most - trial.value(sum(trial.steps))) / count
    return MissingDays(count, flips_at, _flip_state(flips_at, baseline, trial, met))


def _flip_state(flips_at: Fraction, baseline: Fraction, trial: Sample, met: bool) -> FlipState:
    if (flips_at >= WORST_POSSIBLE) if met else (flips_at < 0):
        return FlipState.CANNOT_FLIP
    if met and flips_at >= baseline:
        return FlipState.ONLY_IF_WORSE_THAN_BASELINE
    if not met and flips_at < trial.value(min(trial.steps)):
        return FlipState.ONLY_IF_BETTER_THAN_ANY_DAY
    return FlipState.FRAGILE


@dataclass(frozen=True, slots=True)
class Reading:
    """One analysis before it is judged: a measure, its baseline and its recorded days."""

    name: str
    measure: Measure
    baseline: BaselineMean
    trial: Sample

    @property
    def reduction_percent(self) -> Fraction | None:
        """The reduction under this analysis."""
        return reduction_percent(self.baseline.mean, self.trial.mean)

    def repeats(self, primary: "Reading") -> bool:
        """A duplicate is no second opinion: same measure, baseline and recorded days."""
        return (
            self.trial.days == primary.trial.days
            and self.measure is primary.measure
            and self.baseline.same_as(primary.baseline)
        )


def other_analyses(case: SiteCase, primary: Reading) -> tuple[OtherAnalysis, ...]:
    """All analyses with one change that can be made and say something of their own.

    Left out are those that fail rule 1 or 2, those whose baseline comes from another source
    than the primary's (but for the clinic rating itself), and repetitions of the primary.
    """
    threshold = case.protocol.threshold_percent
    found = []
    for reading in _candidates(case, primary):
        changes_source = reading.baseline.source is not primary.baseline.source
        if changes_source and reading.name != "clinic_baseline":
            continue
        if baseline_reason(reading.baseline.mean, case.protocol) or reading.repeats(primary):
            continue
        reduction = reading.reduction_percent
        if reduction is not None:
            found.append(OtherAnalysis(reading.name, reduction, reduction >= threshold))
    return tuple(found)


def _candidates(case: SiteCase, primary: Reading) -> Iterator[Reading]:
    own = protocol_choice(case.protocol)

    def found_anew(name: str, choice: Choice) -> Reading:
        return Reading(name, choice.measure, case.baseline(choice), case.evaluation(choice))

    def of_window(name: str, trial: Sample) -> Reading:
        return Reading(name, primary.measure, primary.baseline, trial)

    for measure in (Measure.AVERAGE, Measure.WORST, Measure.NOW):
        yield found_anew(f"measure_{measure}", replace(own, measure=measure))
    treatment = case.treatment(own)
    all_days = treatment.days if treatment else 0
    yield found_anew("all_treatment_days", replace(own, window_days=all_days))
    yield found_anew("last_3_days", replace(own, window_days=3))
    yield of_window("last_recorded_day", primary.trial.only(range(primary.trial.count)[-1:]))
    yield found_anew("without_late", replace(own, count_late=False))
    yield found_anew("one_more_washout_day", replace(own, washout_days=own.washout_days + 1))
    yield found_anew("with_excluded", replace(own, with_excluded=True))
    yield from _on_clinic_baseline(case, primary)
    yield of_window("last_programme_only", _on_last_programme(case, own, primary.trial))
    if primary.trial.count >= 2:
        # Leaving out the best day gives the lowest reduction, leaving out the worst the highest.
        order = sorted(range(primary.trial.count), key=primary.trial.steps.__getitem__)
        yield of_window("leave_one_out_lowest", primary.trial.only(sorted(order[1:])))
        yield of_window("leave_one_out_highest", primary.trial.only(sorted(order[:-1])))


def _on_clinic_baseline(case: SiteCase, primary: Reading) -> Iterator[Reading]:
    rating = case.diary.clinic_ratings.get(case.site)
    if rating is not None and primary.baseline.source is BaselineSource.DIARY:
        clinic = BaselineMean(BaselineSource.CLINIC, rating, primary.baseline.diary)
        yield Reading("clinic_baseline", primary.measure, clinic, primary.trial)


def _on_last_programme(case: SiteCase, own: Choice, trial: Sample) -> Sample:
    window = case.evaluation_window(own)
    named = {
        day.day: day.programme
        for day in case.days
        if window is not None and day.day in window and day.programme
    }
    last = next(
        (name for _, name in sorted(named.items(), reverse=True) if name != STIMULATION_OFF),
        None,
    )
    return trial.only([i for i, day in enumerate(trial.days) if last and named.get(day) == last])


def warnings(case: SiteCase, baseline: BaselineMean, trial: Sample) -> tuple[TrialWarning, ...]:
    """What a reader should know before leaning on one mean.

    A baseline of one rating is said at once; what concerns the trial's mean, once it is final.
    """
    found = []
    if baseline.source is BaselineSource.CLINIC:
        found.append(TrialWarning.SINGLE_RATING_BASELINE)
    if case.stage is Stage.INTERIM:
        return tuple(found)
    slope = trial.slope
    if slope is not None and abs(slope) > STEEP_POINTS_A_DAY:
        found.append(TrialWarning.STEEP_SLOPE)
    counted = set(trial.days)
    programmes = {day.programme for day in case.days if day.programme and day.day in counted}
    if len(programmes) > 1:
        found.append(TrialWarning.PROGRAMME_CHANGED)
    return tuple(found)
