"""The command line as a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

LOADED_BY_ASSESS = """
import sys
from trialtrack.cli import main
try:
    main(["assess", "-", "--placed", "2026-03-10", "--as-of", "2026-03-10"])
except SystemExit as end:
    assert end.code == 0, end.code
loaded = {name.partition(".")[0] for name in sys.modules} - set(sys.stdlib_module_names)
print(*sorted(loaded - {"__mp_main__"}), file=sys.stderr)
"""


def test_assess_loads_neither_the_web_nor_the_database() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED_BY_ASSESS],
        check=False,
        cwd=ROOT,
        input=b"date\n",
        capture_output=True,
    )
    loaded = set(done.stderr.decode().split())
    assert {"click", "trialtrack"} <= loaded
    assert not loaded & {"flask", "sqlalchemy", "plotly", "jinja2", "werkzeug", "config"}


def test_a_reader_that_has_seen_enough_is_no_fault(tmp_path: Path) -> None:
    trials = tmp_path / "trials.csv"
    rows = "".join(f"T{number},2026-03-10\n" for number in range(300))
    trials.write_text(f"trial,placed\n{rows}", encoding="utf-8")
    words = [sys.executable, "-m", "trialtrack.cli", "assess", "-", "--trials", str(trials)]
    with subprocess.Popen(
        words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        process.stdin.write(b"trial,date\n")
        process.stdin.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


def test_a_full_disk_is_said_in_words(tmp_path: Path) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")
    words = [sys.executable, "-m", "trialtrack.cli", "assess", "-", "--placed", "2026-03-10"]
    with full.open("wb") as out:
        done = subprocess.run(
            words, check=False, cwd=ROOT, input=b"date\n", stdout=out, stderr=subprocess.PIPE
        )
    assert done.returncode == 2
    assert done.stderr == b"the result cannot be written: No space left on device\n"


def test_names_beyond_ascii_are_written_whatever_the_locale(tmp_path: Path) -> None:
    diary = tmp_path / "diary.csv"
    diary.write_bytes("date,site,average\n2026-03-10,R\u00fccken,7\n".encode())
    words = [sys.executable, "-m", "trialtrack.cli", "assess", str(diary), "--placed", "2026-03-10"]
    plain = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(words, check=False, cwd=ROOT, env=plain, capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "R\u00fccken" in done.stdout.decode()


def test_help_names_every_command() -> None:
    words = [sys.executable, "-m", "trialtrack.cli", "--help"]
    done = subprocess.run(words, check=False, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0
    assert {"assess", "import"} <= {line.split()[0] for line in done.stdout.splitlines() if line}
