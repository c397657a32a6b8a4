"""How sure the reduction is: Fieller's interval, and the chance to meet it. METHOD section 4."""

from collections.abc import Sequence
from dataclasses import dataclass
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
    """The variance of a mean in squared NRS points, and its degrees of freedom."""

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
    return MeanError(steadied / (n * (1 - r) / (1 + r)), df)


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


def fieller(baseline: Sample, trial: Sample, protocol: Protocol) -> Confidence:
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
    chance = upper_tail((t - c * b) / sqrt(v_t + c * c * v_b), nu)
    q = quantile(LEVEL, nu)
    g = q * q * v_b / (b * b)
    if g >= 1:
        return Confidence(None, IntervalReason.BASELINE_TOO_UNCERTAIN, chance, None)
    reach = q / b * sqrt(v_t + from_b - g * v_t)
    low = 100 * (1 - (ratio + reach) / (1 - g))
    high = 100 * (1 - (ratio - reach) / (1 - g))
    outside = not low <= protocol.threshold_percent <= high
    return Confidence(
        (low, high), None, chance, Certainty.CLEAR if outside else Certainty.TOO_CLOSE
    )


def _mean(sample: Sample) -> float:
    return sum(sample.steps) / (sample.scale * sample.count)
