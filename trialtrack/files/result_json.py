"""An assessment as JSON, by the names and in the order of the contract for `trialtrack assess`.

Percentages and means at full precision; what cannot be said is null, never 0.
"""

import json
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any

from trialtrack.clinical.assessment import METHOD
from trialtrack.clinical.protocol import FIELD_NAMES, Protocol
from trialtrack.clinical.results import (
    Assessment,
    Baseline,
    Evaluation,
    Leg,
    Legs,
    SiteResult,
)
from trialtrack.clinical.windows import Window

Object = dict[str, Any]

_encode = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, check_circular=False, separators=(", ", ": ")
).encode


def json_line(result: Assessment, trial: str) -> bytes:
    """One trial of many, as one line of UTF-8."""
    return (_encode({"trial": trial, **assessment_object(result)}) + "\n").encode()


def json_text(result: Assessment) -> str:
    """One trial, indented to be read."""
    return json.dumps(assessment_object(result), ensure_ascii=False, allow_nan=False, indent=2)


def assessment_object(result: Assessment) -> Object:
    """The whole result in values that JSON knows."""
    stated = result.stated_relief
    return {
        "method": METHOD,
        "placed_on": result.placed_on.isoformat(),
        "removed_on": _day(result.removed_on),
        "as_of": result.as_of.isoformat(),
        "stage": result.stage.value,
        "primary_site": result.primary_site,
        "protocol": _protocol(result.protocol, result.placed_on),
        "sites": [_site(site) for site in result.sites],
        "legs": _legs(result.legs),
        "domains": [
            {
                "name": change.domain.value,
                "baseline_mean": _number(change.baseline_mean),
                "trial_mean": _number(change.trial_mean),
                "difference": _number(change.difference),
                "baseline_days": change.baseline_days,
                "trial_days": change.trial_days,
            }
            for change in result.domains
        ],
        "stated_relief": {
            "mean_percent": _number(stated.mean_percent),
            "calculated_percent": _number(stated.calculated_percent),
            "discordant": stated.discordant,
        },
        "programmes": [
            {
                "programme": programme.programme,
                "days": programme.days,
                "mean": _number(programme.mean),
                "reduction_percent": _number(programme.reduction_percent),
            }
            for programme in result.programmes
        ],
    }


def _site(result: SiteResult) -> Object:
    sure, missing = result.confidence, result.missing_days
    interval = sure.interval_percent
    return {
        "site": result.site,
        "baseline": _baseline(result.baseline),
        "evaluation": _evaluation(result.evaluation),
        "reduction_percent": _number(result.reduction_percent),
        "reduction_points": _number(result.reduction_points),
        "display": result.display,
        "band": result.band and result.band.value,
        "verdict": result.verdict.value,
        "reasons": [reason.value for reason in result.reasons],
        "interval_percent": None if interval is None else list(interval),
        "interval_reason": sure.interval_reason and sure.interval_reason.value,
        "chance_met": sure.chance_met,
        "certainty": sure.certainty and sure.certainty.value,
        "missing_days": {
            "count": missing.count,
            "flips_at": _number(missing.flips_at),
            "state": missing.state and missing.state.value,
        },
        "warnings": [warning.value for warning in result.warnings],
        "other_analyses": [
            {
                "name": other.name,
                "reduction_percent": _number(other.reduction_percent),
                "met": other.met,
            }
            for other in result.other_analyses
        ],
        "same_answer": None if result.same_answer is None else list(result.same_answer),
    }


def _baseline(baseline: Baseline) -> Object:
    return {
        "source": baseline.source and baseline.source.value,
        "grade": baseline.grade,
        "days": len(baseline.recorded),
        "mean": _number(baseline.mean),
        "window": _window(baseline.window),
    }


def _evaluation(evaluation: Evaluation) -> Object:
    return {
        "window": _window(evaluation.window),
        "expected": evaluation.expected,
        "recorded": len(evaluation.recorded),
        "mean": _number(evaluation.mean),
        "missing": _days(evaluation.missing),
        "late": _days(evaluation.late),
        "excluded": _days(evaluation.excluded),
    }


def _legs(legs: Legs) -> Object:
    states: Object = {leg.value: legs.states[leg].value for leg in Leg}
    why = {leg.value: reason for leg, reason in legs.why.items()}
    return {**states, "supported": legs.supported, "why": why}


def _protocol(protocol: Protocol, placed_on: date) -> Object:
    said = {name: _setting(getattr(protocol, name)) for name in FIELD_NAMES}
    said["baseline_ends_on"] = (protocol.baseline_ends_on or placed_on).isoformat()
    return said


def _setting(value: object) -> object:
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else float(value)
    return value


def _number(value: Fraction | None) -> float | None:
    return None if value is None else value.numerator / value.denominator


def _window(window: Window | None) -> list[str] | None:
    return None if window is None else [window.first.isoformat(), window.end.isoformat()]


def _days(days: Iterable[date]) -> list[str]:
    return [day.isoformat() for day in days]


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
