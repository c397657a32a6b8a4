"""The hazard log is whole: one row a hazard, and every control names a test that exists."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.whole.tree import ROOT

LOG = ROOT / "docs/clinical-safety.md"
HEAD = ["hazard", "cause", "effect", "control", "shown by"]
NAMED_TESTS = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`(?:, (?=`)|$)")


def rows(text: str) -> list[list[str]]:
    """The cells of the log's table, its head first, without the line below the head."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
    return [row for row in cells if not all(set(cell) <= set("-: ") for cell in row)]


def faults(text: str) -> Iterator[str]:
    """What is wrong with a log."""
    head, *hazards = rows(text) or [[]]
    if head != HEAD:
        yield f"the head of the table is not {' | '.join(HEAD)}"
    names = [row[0] for row in hazards]
    yield from {f"{name}: stands twice" for name in names if names.count(name) > 1}
    for row in hazards:
        if len(row) != len(HEAD) or not all(row):
            yield f"{row[0]}: a cell is empty, missing or too many"
        else:
            yield from (f"{row[0]}: {fault}" for fault in _faults_of_tests(row[-1]))


def _faults_of_tests(cell: str) -> Iterator[str]:
    named = NAMED_TESTS.findall(cell)
    if not named or NAMED_TESTS.sub("", cell):
        yield f"not a list of tests: {cell}"
    for path, name in named:
        if not (ROOT / path).is_file():
            yield f"there is no {path}"
        elif name not in _tests_of((ROOT / path).read_text("utf-8")):
            yield f"there is no {name} in {path}"


def _tests_of(source: str) -> set[str]:
    nodes = ast.walk(ast.parse(source))
    return {node.name for node in nodes if isinstance(node, ast.FunctionDef)}


def test_every_hazard_has_a_control_that_a_test_shows() -> None:
    text = LOG.read_text("utf-8")
    assert list(faults(text)) == []
    assert len(rows(text)) > 20


HERE = "`tests/whole/test_hazard_log.py::test_every_hazard_has_a_control_that_a_test_shows`"
TOP = "| hazard | cause | effect | control | shown by |\n|---|---|---|---|---|\n"


@pytest.mark.parametrize(
    ("log", "fault"),
    [
        (f"{TOP}| a | b | c | d | {HERE} |", None),
        (f"{TOP}| a | b | c | d | {HERE}, {HERE} |", None),
        (f"| a | b | c | d | {HERE} |", "the head of the table"),
        ("no table at all", "the head of the table"),
        (f"{TOP}| a | b |  | d | {HERE} |", "a: a cell is empty"),
        (f"{TOP}| a | b | d | {HERE} |", "a: a cell is empty"),
        (f"{TOP}| a | b | c | d | {HERE} |\n" * 2, "a: stands twice"),
        (f"{TOP}| a | b | c | d | somewhere |", "a: not a list of tests"),
        (f"{TOP}| a | b | c | d | {HERE} and more |", "a: not a list of tests"),
        (f"{TOP}| a | b | c | d | {HERE.replace('hazard', 'hasard')} |", "a: there is no tests/"),
        (f"{TOP}| a | b | c | d | {HERE.replace('every', 'no')} |", "a: there is no test_no"),
    ],
)
def test_a_log_that_is_not_whole_is_seen(log: str, fault: str | None) -> None:
    found = list(faults(log))
    assert found == [] if fault is None else any(each.startswith(fault) for each in found)
