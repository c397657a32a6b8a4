"""The worked cases of an independent implementation, each figure to 1e-9."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from trialtrack.clinical.assessment import assess
from trialtrack.clinical.diary import Diary, DiaryDay, Measure
from trialtrack.clinical.protocol import Protocol, decimal_fraction, read_protocol
from trialtrack.clinical.results import Assessment

# Numbers stay text, so that 7.3 is 73/10.
CASES = json.loads(
    (Path(__file__).parents[1] / "data" / "cases.json").read_text(encoding="utf-8"),
    parse_float=str,
)
DAY = date.fromisoformat


def case_diary(case: Mapping[str, Any]) -> Diary:
    days = (
        DiaryDay(
            DAY(row["date"]),
            {
                "": {
                    measure: decimal_fraction(str(row[measure]))
                    for measure in Measure
                    if row.get(measure) is not None
                }
            },
            late=bool(row.get("late")),
            excluded=row.get("excluded") or None,
        )
        for row in case["rows"]
    )
    rating, removed = case["clinic_baseline"], case["removed"]
    return Diary(
        DAY(case["placed"]),
        DAY(removed) if removed else None,
        "",
        ("",),
        tuple(sorted(days, key=lambda day: day.day)),
        {} if rating is None else {"": decimal_fraction(str(rating))},
    )


def case_protocol(case: Mapping[str, Any]) -> Protocol:
    return read_protocol({name: str(value).lower() for name, value in case["protocol"].items()})


def _figures(found: Assessment) -> dict[str, Any]:
    site = found.primary
    window = site.evaluation.window
    return {
        "stage": found.stage,
        "verdict": site.verdict,
        "reasons": list(site.reasons),
        "reduction_percent": site.reduction_percent,
        "display": site.display,
        "baseline_source": site.baseline.source,
        "baseline_days": len(site.baseline.recorded),
        "baseline_mean": site.baseline.mean,
        "trial_mean": site.evaluation.mean,
        "expected": site.evaluation.expected,
        "recorded": len(site.evaluation.recorded),
        "missing": [day.isoformat() for day in site.evaluation.missing],
        "window": window and [window.first.isoformat(), window.end.isoformat()],
        "interval": site.confidence.interval_percent and list(site.confidence.interval_percent),
        "interval_reason": site.confidence.interval_reason,
        "chance": site.confidence.chance_met,
        "certainty": site.confidence.certainty,
        "flips_at": site.missing_days.flips_at,
        "flip_state": site.missing_days.state,
        "same_answer": site.same_answer and list(site.same_answer),
        "other_analyses": {
            other.name: {"reduction_percent": other.reduction_percent, "met": other.met}
            for other in site.other_analyses
        },
    }


def _agree(expected: Any, found: Any) -> bool:
    if isinstance(expected, dict):
        return expected.keys() == found.keys() and all(
            _agree(expected[key], found[key]) for key in expected
        )
    if isinstance(expected, list):
        return len(expected) == len(found) and all(map(_agree, expected, found))
    if isinstance(expected, str) and _is_number(expected):
        return found is not None and abs(float(expected) - float(found)) <= 1e-9
    return bool(expected == found)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("case", CASES, ids=[case["trial"] for case in CASES])
def test_a_worked_case_agrees_in_every_figure(case: Mapping[str, Any]) -> None:
    found = _figures(assess(case_diary(case), case_protocol(case), DAY(case["as_of"])))
    expected = case["expected"]
    assert expected.keys() == found.keys()
    assert {
        name: (expected[name], found[name])
        for name in expected
        if not _agree(expected[name], found[name])
    } == {}


def test_there_are_75_worked_cases_and_none_is_left_out() -> None:
    assert len(CASES) == len({case["trial"] for case in CASES}) == 75
