"""The four legs of a success: relief, activity, analgesics, satisfaction. METHOD section 6."""

from datetime import timedelta
from fractions import Fraction

from trialtrack.clinical.diary import Domain, WantsImplant
from trialtrack.clinical.domains import TwoWindows
from trialtrack.clinical.results import DomainChange, Leg, Legs, LegState, Verdict

TOLERATED = Fraction(1, 10)
"""No more than 10% worse than at baseline still holds [own]."""
TOLERATED_INTERFERENCE_POINTS = Fraction(1, 2)
RESTRICTED_DAYS = 14
"""Lifting and bending are forbidden for so long after placement."""
FEWEST_DAYS_A_SIDE = 2
MUCH_BETTER = 2

Judged = tuple[LegState, str | None]


def legs(windows: TwoWindows, verdict: Verdict) -> Legs:
    """The state of each leg, with the reason of each unknown one.

    Reasons: `pending`, `not_assessable`, `no_data`, `too_few_days`, `restricted`, `no_factor`,
    `incomplete`.
    """
    judged = {
        Leg.RELIEF: _relief(verdict),
        Leg.ACTIVITY: _activity(windows),
        Leg.ANALGESICS: _analgesics(windows),
        Leg.SATISFACTION: _satisfaction(windows),
    }
    states = {leg: state for leg, (state, _) in judged.items()}
    why = {leg: reason for leg, (_, reason) in judged.items() if reason is not None}
    supported = None
    if LegState.FAILS in states.values():
        supported = False
    elif all(state is LegState.HOLDS for state in states.values()):
        supported = True
    return Legs(states, supported, why, windows.uncounted_drugs())


def _state(holds: bool) -> Judged:
    return (LegState.HOLDS if holds else LegState.FAILS), None


def _unknown(reason: str) -> Judged:
    return LegState.UNKNOWN, reason


def _relief(verdict: Verdict) -> Judged:
    if verdict in (Verdict.MET, Verdict.NOT_MET):
        return _state(verdict is Verdict.MET)
    return _unknown(verdict.value)


def _not_comparable(change: DomainChange) -> str | None:
    if change.baseline_days == 0 or change.trial_days == 0:
        return "no_data"
    if min(change.baseline_days, change.trial_days) < FEWEST_DAYS_A_SIDE:
        return "too_few_days"
    return None


def _activity(windows: TwoWindows) -> Judged:
    domain = windows.protocol.activity_measure
    change = windows.change(domain)
    reason = _not_comparable(change)
    b, t = change.baseline_mean, change.trial_mean
    if reason is not None or b is None or t is None:
        return _unknown(reason or "no_data")
    if domain is Domain.ACTIVITY_INTERFERENCE:
        return _state(t <= max(b * (1 + TOLERATED), b + TOLERATED_INTERFERENCE_POINTS))
    if t >= b * (1 - TOLERATED):
        return _state(True)
    free_from = windows.diary.placed_on + timedelta(days=RESTRICTED_DAYS)
    if windows.evaluation is not None and windows.evaluation.first < free_from:
        return _unknown("restricted")
    return _state(False)


def _analgesics(windows: TwoWindows) -> Judged:
    """Both doses count, of those recorded. More rescue doses fail whatever the opioids did."""
    opioid = windows.change(Domain.MME_PER_DAY)
    rescue = windows.change(Domain.RESCUE_DOSES)
    judged = {change.domain: _no_more(change) for change in (rescue, opioid)}
    if judged[Domain.RESCUE_DOSES] is False:
        return _state(False)
    if windows.uncounted_drugs():
        return _unknown("no_factor")
    known = [holds for holds in judged.values() if holds is not None]
    if known:
        return _state(all(known))
    short = {_not_comparable(change) for change in (opioid, rescue)}
    return _unknown("too_few_days" if "too_few_days" in short else "no_data")


def _no_more(change: DomainChange) -> bool | None:
    b, t = change.baseline_mean, change.trial_mean
    if _not_comparable(change) is not None or b is None or t is None:
        return None
    return t <= b * (1 + TOLERATED)


def _satisfaction(windows: TwoWindows) -> Judged:
    impression, wants = windows.diary.impression_of_change, windows.diary.wants_implant
    if impression is None and wants is None:
        return _unknown("no_data")
    if impression is None or wants is None:
        return _unknown("incomplete")
    return _state(impression <= MUCH_BETTER and wants is WantsImplant.YES)
