"""The whole assessment of one trial: the one way into the method. METHOD sections 3 to 6 and 8."""

from datetime import date
from fractions import Fraction

from trialtrack.clinical.certainty import confidence
from trialtrack.clinical.diary import Diary
from trialtrack.clinical.display import display_percent
from trialtrack.clinical.domains import two_windows
from trialtrack.clinical.legs import legs
from trialtrack.clinical.programmes import programme_results
from trialtrack.clinical.protocol import Protocol
from trialtrack.clinical.response import (
    BaselineMean,
    Choice,
    SiteCase,
    band,
    protocol_choice,
    reasons,
    reduction_percent,
    site_case,
    verdict,
)
from trialtrack.clinical.results import (
    Assessment,
    Baseline,
    Evaluation,
    MissingDays,
    OtherAnalysis,
    SiteResult,
    Stage,
    Verdict,
)
from trialtrack.clinical.samples import Sample
from trialtrack.clinical.sensitivity import (
    NOT_SAID,
    Reading,
    missing_days,
    other_analyses,
    warnings,
)
from trialtrack.clinical.windows import Window, baseline_window

METHOD = "1"
"""The version of METHOD that this package implements; stored and shown with every result."""


def default_as_of(removed_on: date | None, today: date) -> date:
    """The diary day on which one looks unless told otherwise."""
    return today if removed_on is None else min(removed_on, today)


def assess(diary: Diary, protocol: Protocol, as_of: date) -> Assessment:
    """All that the method says of a trial, looked at on the diary day `as_of`.

    Raises ProtocolError when the protocol's baseline cannot belong to this placement, and
    ValueError when the leads were removed before they were placed or the primary site is not
    one of the sites.
    """
    protocol.for_trial_placed_on(diary.placed_on)
    if diary.removed_on is not None and diary.removed_on < diary.placed_on:
        raise ValueError("the leads were removed before they were placed")
    if diary.primary_site not in diary.sites:
        raise ValueError("the primary site is not one of the sites")
    cases = {site: site_case(diary, protocol, as_of, site) for site in diary.sites}
    sites = tuple(_site_result(case) for case in cases.values())
    primary_case = cases[diary.primary_site]
    primary = next(result for result in sites if result.site == diary.primary_site)
    windows = two_windows(primary_case)
    return Assessment(
        placed_on=diary.placed_on,
        removed_on=diary.removed_on,
        as_of=as_of,
        stage=primary_case.stage,
        primary_site=diary.primary_site,
        protocol=protocol,
        sites=sites,
        legs=legs(windows, primary.verdict),
        domains=windows.changes(),
        stated_relief=windows.stated_relief(primary.reduction_percent),
        programmes=programme_results(primary_case),
    )


def _site_result(case: SiteCase) -> SiteResult:
    rules, choice = case.protocol, protocol_choice(case.protocol)
    baseline, trial = case.baseline(choice), case.evaluation(choice)
    evaluation = _evaluation(case, choice, trial)
    reduction = reduction_percent(baseline.mean, trial.mean)
    why = reasons(baseline.mean, evaluation.window, evaluation.expected, trial.count, rules)
    answer = verdict(case.stage, why, reduction, rules.threshold_percent)
    missing, others = _would_it_stand(case, baseline, trial, evaluation.expected, reduction)
    return SiteResult(
        site=case.site,
        baseline=_baseline(case, baseline),
        evaluation=evaluation,
        reduction_percent=reduction,
        reduction_points=_points(baseline.mean, trial.mean),
        display=None if reduction is None else display_percent(reduction),
        band=None if reduction is None else band(reduction),
        verdict=answer,
        reasons=why,
        confidence=confidence(case.stage, why, baseline.source, baseline.diary, trial, rules),
        missing_days=missing,
        warnings=warnings(case, baseline, trial),
        other_analyses=others,
        same_answer=_same_answer(answer, others),
    )


def _points(baseline: Fraction | None, trial: Fraction | None) -> Fraction | None:
    return None if baseline is None or trial is None else baseline - trial


def _baseline(case: SiteCase, found: BaselineMean) -> Baseline:
    return Baseline(
        source=found.source,
        grade=found.grade,
        mean=found.mean,
        window=baseline_window(case.diary, case.protocol),
        recorded=found.diary.days,
        spread=found.diary.spread,
        slope=found.diary.slope,
        diary_mean=found.diary.mean,
        clinic_rating=case.diary.clinic_ratings.get(case.site),
    )


def _evaluation(case: SiteCase, choice: Choice, trial: Sample) -> Evaluation:
    window = case.evaluation_window(choice)
    excluded = _excluded(case, window)
    expected: tuple[date, ...] = ()
    if window is not None:
        expected = tuple(day for day in window.each_day() if day not in excluded)
    return Evaluation(
        window=window,
        expected=len(expected),
        recorded=trial.days,
        missing=tuple(day for day in expected if day not in trial.days),
        late=case.course(choice.measure).late_days(window),
        excluded=excluded,
        mean=trial.mean,
        slope=trial.slope,
    )


def _excluded(case: SiteCase, window: Window | None) -> tuple[date, ...]:
    if window is None:
        return ()
    return tuple(day.day for day in case.days if day.excluded is not None and day.day in window)


def _would_it_stand(
    case: SiteCase,
    baseline: BaselineMean,
    trial: Sample,
    expected: int,
    reduction: Fraction | None,
) -> tuple[MissingDays, tuple[OtherAnalysis, ...]]:
    if case.stage is Stage.INTERIM or reduction is None or baseline.mean is None:
        return NOT_SAID, ()
    threshold = case.protocol.threshold_percent
    primary = Reading("primary", case.protocol.measure, baseline, trial)
    return (
        missing_days(baseline.mean, trial, expected, reduction >= threshold, threshold),
        other_analyses(case, primary),
    )


def _same_answer(answer: Verdict, others: tuple[OtherAnalysis, ...]) -> tuple[int, int] | None:
    if answer not in (Verdict.MET, Verdict.NOT_MET):
        return None
    agreeing = sum(other.met is (answer is Verdict.MET) for other in others)
    return agreeing, len(others)
