"""Every worked case through the command line, alone and as one file of many trials, to 1e-9."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from tests.files.running import DATA, Desk, table

# Numbers stay text: the file must say 7.3 and not its nearest double.
CASES: list[dict[str, Any]] = json.loads(
    (DATA / "cases.json").read_text(encoding="utf-8"), parse_float=str
)
DIARY = ("trial", "date", "average", "worst", "now", "late", "excluded")
FIELDS = sorted({name for case in CASES for name in case["protocol"]})
TRIALS = ("trial", "placed", "removed", "as_of", "clinic_baseline", *FIELDS)

PATHS = {
    "verdict": "verdict",
    "reasons": "reasons",
    "reduction_percent": "reduction_percent",
    "display": "display",
    "baseline_source": "baseline.source",
    "baseline_days": "baseline.days",
    "baseline_mean": "baseline.mean",
    "trial_mean": "evaluation.mean",
    "expected": "evaluation.expected",
    "recorded": "evaluation.recorded",
    "missing": "evaluation.missing",
    "window": "evaluation.window",
    "interval": "interval_percent",
    "interval_reason": "interval_reason",
    "chance": "chance_met",
    "certainty": "certainty",
    "flips_at": "missing_days.flips_at",
    "flip_state": "missing_days.state",
    "same_answer": "same_answer",
}
"""Name of a figure in the cases -> where a site of the output says it."""


def rows(case: Mapping[str, Any]) -> list[dict[str, object]]:
    """The diary rows of a case as cells."""
    return [
        {name: int(value) if value is True else value for name, value in row.items()}
        for row in case["rows"]
    ]


def settings(case: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value).lower() for name, value in case["protocol"].items()}


def _at(found: Any, path: str) -> Any:
    for name in path.split("."):
        found = found[name]
    return found


def _close(found: Any, expected: Any) -> bool:
    if isinstance(expected, str) and isinstance(found, int | float):
        expected = float(expected)
    if isinstance(expected, list) and isinstance(found, list):
        return len(found) == len(expected) and all(map(_close, found, expected))
    if isinstance(expected, float) or (isinstance(found, float) and isinstance(expected, int)):
        return found is not None and abs(found - expected) <= 1e-9
    return bool(found == expected)


def disagreements(found: Mapping[str, Any], expected: Mapping[str, Any]) -> list[str]:
    """The figures of one object that are not those of the case."""
    site = found["sites"][0]
    wrong = [
        f"{name}: {_at(site, path)} and not {expected[name]}"
        for name, path in PATHS.items()
        if not _close(_at(site, path), expected[name])
    ]
    if found["stage"] != expected["stage"]:
        wrong.append(f"stage: {found['stage']}")
    others = {other["name"]: other for other in site["other_analyses"]}
    if others.keys() != expected["other_analyses"].keys():
        wrong.append(f"other analyses: {sorted(others)}")
    for name, other in expected["other_analyses"].items():
        same = name in others and others[name]["met"] == other["met"]
        if not same or not _close(others[name]["reduction_percent"], other["reduction_percent"]):
            wrong.append(f"{name}: {others.get(name)}")
    return wrong


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["trial"]))
def test_a_case_alone_gives_its_figures(desk: Desk, case: dict[str, Any]) -> None:
    options = ["--placed", case["placed"], "--as-of", case["as_of"]]
    if case["removed"]:
        options += ["--removed", case["removed"]]
    else:
        options += ["--removed", ""]
    if case["clinic_baseline"] is not None:
        options += ["--clinic-baseline", case["clinic_baseline"]]
    quoted = {"baseline_ends_on": "{}", "measure": '"{}"'}
    protocol = desk.file(
        "protocol.toml",
        "".join(
            f"{name} = {quoted.get(name, '{}').format(value)}\n"
            for name, value in settings(case).items()
        ),
    )
    diary = table(rows(case), DIARY[1:])
    found = desk.assess(diary, *options, "--protocol", protocol).object
    assert disagreements(found, case["expected"]) == []


def test_all_cases_in_one_file_give_their_figures(desk: Desk) -> None:
    diary = [{"trial": case["trial"], **row} for case in CASES for row in rows(case)]
    trials = [
        {name: case.get(name) for name in TRIALS if case.get(name) is not None} | settings(case)
        for case in CASES
    ]
    found = desk.assess_many(table(diary, DIARY), table(trials, TRIALS)).objects
    assert [one["trial"] for one in found] == [case["trial"] for case in CASES]
    wrong = {
        case["trial"]: disagreements(one, case["expected"])
        for one, case in zip(found, CASES, strict=True)
    }
    assert {trial: said for trial, said in wrong.items() if said} == {}
