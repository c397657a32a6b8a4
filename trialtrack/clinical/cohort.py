"""Many trials: responder rate, waterfall, what became of those implanted. METHOD section 9.

Published rates mostly count people implanted after a passed trial: never compare with them on
the same axis without saying so.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from statistics import NormalDist

from trialtrack.clinical.results import Stage, Verdict

_Z = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True, slots=True)
class ResponderRate:
    """Shares, 0 to 1. `rate` is met / (met + not met), with Wilson's 95% interval.

    `lowest` and `highest` count all the not assessable as not met, and as met. All None
    without a trial to count.
    """

    met: int
    not_met: int
    not_assessable: int
    rate: Fraction | None
    interval: tuple[float, float] | None
    lowest: Fraction | None
    highest: Fraction | None


def wilson(successes: int, trials: int) -> tuple[float, float]:
    """Wilson's 95% score interval of a share, 0 to 1. `trials` is 1 or more.

    >>> [round(end, 4) for end in wilson(47, 105)]
    [0.356, 0.5429]
    """
    share = successes / trials
    centre = share + _Z**2 / (2 * trials)
    reach = _Z * sqrt(share * (1 - share) / trials + _Z**2 / (4 * trials**2))
    shrink = 1 + _Z**2 / trials
    return max(0.0, (centre - reach) / shrink), min(1.0, (centre + reach) / shrink)


def responder_rate(verdicts: Iterable[Verdict]) -> ResponderRate:
    """The rate over final results; pending ones do not count."""
    counts = dict.fromkeys(Verdict, 0)
    for verdict in verdicts:
        counts[verdict] += 1
    met, not_met = counts[Verdict.MET], counts[Verdict.NOT_MET]
    unassessable = counts[Verdict.NOT_ASSESSABLE]
    assessable, final = met + not_met, met + not_met + unassessable
    return ResponderRate(
        met,
        not_met,
        unassessable,
        Fraction(met, assessable) if assessable else None,
        wilson(met, assessable) if assessable else None,
        Fraction(met, final) if final else None,
        Fraction(met + unassessable, final) if final else None,
    )


@dataclass(frozen=True, slots=True)
class WaterfallBar:
    """One trial's bar: the reduction in percent, positive when pain fell."""

    trial: str
    reduction_percent: Fraction
    verdict: Verdict


def waterfall(
    results: Iterable[tuple[str, Stage, Verdict, Fraction | None]],
) -> tuple[WaterfallBar, ...]:
    """The bars of final results that have a reduction, the largest first, ties by trial."""
    bars = [
        WaterfallBar(trial, reduction, verdict)
        for trial, stage, verdict, reduction in results
        if stage is Stage.FINAL and reduction is not None
    ]
    return tuple(sorted(bars, key=lambda bar: (-bar.reduction_percent, bar.trial)))


@dataclass(frozen=True, slots=True)
class LastingResponse:
    """Of 41 met, 27 still at 50% or more: those without a later score are counted apart."""

    met: int
    still_met: int
    not_followed: int


def lasting_response(
    later_percent: Sequence[Fraction | None], threshold_percent: Fraction
) -> LastingResponse:
    """Later reductions, against the trial's baseline, of people whose trial was met.

    None: no later score.
    """
    known = [value for value in later_percent if value is not None]
    still = sum(value >= threshold_percent for value in known)
    return LastingResponse(len(later_percent), still, len(later_percent) - len(known))
