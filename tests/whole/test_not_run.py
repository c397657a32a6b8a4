"""A test that is not run is named, and where CI=true it is a failure."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.whole.tree import ROOT

PASSES = "def test_passes():\n    assert True\n"
SKIPS = "import pytest\ndef test_skips():\n    pytest.skip('there is no engine')\n"
EXPECTED = "import pytest\n@pytest.mark.xfail(strict=True)\ndef test_x():\n    assert False\n"
WHOLE_FILE = "import pytest\npytest.skip('no such system', allow_module_level=True)\n"
LONG = "import pytest\n@pytest.mark.soak\ndef test_long():\n    assert True\n"
NEEDS_BROWSER = (
    "import pytest\n@pytest.fixture\ndef browser():\n    return 1\n"
    "def test_page(browser):\n    assert True\n"
)


TWO_PROCESSES = ("-n", "2")


def run(folder: Path, *sources: str, options: tuple[str, ...] = (), ci: bool) -> tuple[int, str]:
    """Run files of tests with our plugin, in a process of its own."""
    for number, source in enumerate((PASSES, *sources)):
        (folder / f"test_{number}.py").write_text(source, "utf-8")
    (folder / "pytest.ini").write_text("[pytest]\nmarkers =\n    browser\n    soak\n", "utf-8")
    environment = {name: text for name, text in os.environ.items() if not name.startswith("PYTEST")}
    answer = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "tests.fixtures.not_run", *options],
        cwd=folder,
        env=environment | {"CI": "true" if ci else "", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    return answer.returncode, answer.stdout


@pytest.mark.parametrize(
    ("source", "options", "said"),
    [
        (SKIPS, (), "NOT RUN: 1 tests, because there is no engine"),
        (WHOLE_FILE, (), "NOT RUN: 1 tests, because no such system"),
        (NEEDS_BROWSER, ("-m", "not browser"), "NOT RUN: 1 tests, because they were deselected"),
    ],
)
def test_what_is_not_run_is_named_and_fails_in_ci(
    tmp_path: Path, source: str, options: tuple[str, ...], said: str
) -> None:
    status, output = run(tmp_path, source, options=options, ci=True)
    assert status == 1
    assert said in output


def test_the_processes_of_xdist_are_counted_once(tmp_path: Path) -> None:
    options = ("-m", "not browser", *TWO_PROCESSES)
    status, output = run(tmp_path, SKIPS, WHOLE_FILE, NEEDS_BROWSER, LONG, options=options, ci=True)
    assert status == 1
    assert "NOT RUN: 1 tests, because there is no engine" in output
    assert "NOT RUN: 1 tests, because no such system" in output
    assert "NOT RUN: 1 tests, because they were deselected" in output
    assert "1 long tests belong to `make soak`" in output


def test_away_from_ci_it_is_named_but_no_failure(tmp_path: Path) -> None:
    status, output = run(tmp_path, SKIPS, ci=False)
    assert status == 0
    assert "NOT RUN: 1 tests, because there is no engine" in output


@pytest.mark.parametrize("source", ["", EXPECTED])
def test_a_run_of_everything_names_nothing(tmp_path: Path, source: str) -> None:
    status, output = run(tmp_path, source, ci=True)
    assert status == 0
    assert "NOT RUN" not in output


def test_long_tests_are_left_to_a_run_of_their_own(tmp_path: Path) -> None:
    status, output = run(tmp_path, LONG, ci=True)
    assert status == 0
    assert "1 passed" in output
    assert "1 long tests belong to `make soak`" in output


def test_the_run_of_the_long_tests_does_not_miss_the_others(tmp_path: Path) -> None:
    status, output = run(tmp_path, LONG, options=("-m", "soak"), ci=True)
    assert status == 0
    assert "1 passed, 1 deselected" in output
