"""How sure the reduction is: Fieller's interval, and the chance to meet it. METHOD section 4."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import sqrt

from trialtrack.clinical.protocol import Protocol
from trialtrack.clinical.results import (
    BaselineSource,
    Certainty,
    Confidence,
    IntervalReason,
    Reason,
    Stage,
)
from trialtrack.clinical.samples import Sample
from trialtrack.clinical.student_t import quantile, upper_tail

LEVEL = 0.975
FEWEST_DAYS_FOR_SPREAD = 2


@dataclass(frozen=True, slots=True)
class MeanError:
    """How uncertain the mean of so many days is, step by step; variances in squared NRS points.

    `own` is the days' sample variance, `steadied` the same pulled towards the prior's,
    `effective_days` what the days are worth, `variance` that of the mean, on `df` degrees of
    freedom.
    """

    count: int
    own: float
    steadied: float
    effective_days: float
    variance: float
    df: float


def mean_error(sample: Sample, protocol: Protocol) -> MeanError:
    """Steadied by the prior SD, and widened because one day is like the next.

    Needs two days or more.
    """
    own = sample.variance
    if own is None:
        raise ValueError("the error of a mean needs two days or more")
    n, prior_df, prior_sd = (
        sample.count,
        float(protocol.day_sd_df),
        float(protocol.day_sd),
    )
    df = prior_df + n - 1
    steadied = (prior_df * prior_sd**2 + (n - 1) * own) / df
    r = float(protocol.autocorrelation)
    effective_days = n * (1 - r) / (1 + r)
    return MeanError(n, own, steadied, effective_days, steadied / effective_days, df)


def confidence(
    stage: Stage,
    why: Sequence[Reason],
    source: BaselineSource | None,
    baseline: Sample,
    trial: Sample,
    protocol: Protocol,
) -> Confidence:
    """Interval, chance and certainty of an assessable final result on a diary baseline."""
    reason = _no_interval(stage, why, source, baseline, trial)
    if reason is not None:
        return Confidence(None, reason, None, None)
    return fieller(baseline, trial, protocol)


def _no_interval(
    stage: Stage,
    why: Sequence[Reason],
    source: BaselineSource | None,
    baseline: Sample,
    trial: Sample,
) -> IntervalReason | None:
    if stage is Stage.INTERIM:
        return IntervalReason.INTERIM
    if why:
        return IntervalReason.NOT_ASSESSABLE
    if source is BaselineSource.CLINIC:
        return IntervalReason.CLINIC_BASELINE
    if min(baseline.count, trial.count) < FEWEST_DAYS_FOR_SPREAD:
        return IntervalReason.TOO_FEW_DAYS_FOR_SPREAD
    return None


@dataclass(frozen=True, slots=True)
class FiellerSteps:
    """Every number between two samples and their interval, by METHOD's names in section 4.

    `b`, `t`: the means; `ratio` R; `from_baseline` R^2 V_b; `nu`; `q`; `g`; `kept` c;
    `statistic` that of the chance. `reach`, `ratios` (R_lo, R_hi) and `interval_percent` are None
    where g is 1 or more.
    """

    b: float
    t: float
    baseline: MeanError
    trial: MeanError
    ratio: float
    from_baseline: float
    nu: float
    kept: float
    statistic: float
    chance: float
    q: float
    g: float
    reach: float | None = None
    ratios: tuple[float, float] | None = None
    interval_percent: tuple[float, float] | None = None


def fieller_steps(baseline: Sample, trial: Sample, protocol: Protocol) -> FiellerSteps:
    """The 95% interval of 100 (1 - t/b), in percent, and the chance that it reaches the threshold.

    Both samples have two days or more and the baseline mean is above 0. Degrees of freedom are
    found once (Welch and Satterthwaite) and serve both, so that the certainty is clear exactly
    when the chance lies outside 2.5 to 97.5%.
    """
    b, t = _mean(baseline), _mean(trial)
    error_b, error_t = mean_error(baseline, protocol), mean_error(trial, protocol)
    v_b, v_t = error_b.variance, error_t.variance
    ratio = t / b
    from_b = ratio * ratio * v_b
    nu = (v_t + from_b) ** 2 / (v_t * v_t / error_t.df + from_b * from_b / error_b.df)
    c = float(1 - protocol.threshold_percent / 100)
    statistic = (c * b - t) / sqrt(v_t + c * c * v_b)
    chance = upper_tail(-statistic, nu)
    q = quantile(LEVEL, nu)
    g = q * q * v_b / (b * b)
    found = FiellerSteps(b, t, error_b, error_t, ratio, from_b, nu, c, statistic, chance, q=q, g=g)
    if g >= 1:
        return found
    reach = q / b * sqrt(v_t + from_b - g * v_t)
    lower, upper = (ratio - reach) / (1 - g), (ratio + reach) / (1 - g)
    interval = (100 * (1 - upper), 100 * (1 - lower))
    return replace(found, reach=reach, ratios=(lower, upper), interval_percent=interval)


def fieller(baseline: Sample, trial: Sample, protocol: Protocol) -> Confidence:
    """What the steps come to, and whether the interval leaves the threshold outside."""
    steps = fieller_steps(baseline, trial, protocol)
    if steps.interval_percent is None:
        return Confidence(None, IntervalReason.BASELINE_TOO_UNCERTAIN, steps.chance, None)
    low, high = steps.interval_percent
    outside = not low <= protocol.threshold_percent <= high
    certainty = Certainty.CLEAR if outside else Certainty.TOO_CLOSE
    return Confidence(steps.interval_percent, None, steps.chance, certainty)


def _mean(sample: Sample) -> float:
    return sum(sample.steps) / (sample.scale * sample.count)
