"""Runs `trialtrack` as a person would, and takes what it says apart."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from trialtrack.cli import main

DATA = Path(__file__).parents[1] / "data"


@dataclass(frozen=True)
class Run:
    """How a command ended and what it said."""

    status: int
    out: str
    err: str

    @property
    def object(self) -> dict[str, Any]:
        """The one object of `--format json`."""
        assert (self.status, self.err) == (0, "")
        found: dict[str, Any] = json.loads(self.out)
        return found

    @property
    def objects(self) -> list[dict[str, Any]]:
        """The objects of JSON Lines."""
        assert (self.status, self.err) == (0, "")
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def faults(self) -> list[str]:
        """The lines of a refusal, which says nothing on standard output."""
        assert (self.status, self.out) == (2, "")
        return self.err.splitlines()


def trialtrack(*words: object, stdin: bytes | None = None) -> Run:
    """Run a command in this process; an exception that it lets through fails the test."""
    done = CliRunner().invoke(main, [str(word) for word in words], input=stdin)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Run(done.exit_code, done.stdout_bytes.decode(), done.stderr)


def table(rows: Iterable[Mapping[str, object]], columns: Sequence[str]) -> bytes:
    """A comma-separated file; what a row does not say is blank."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


class Desk:
    """A folder with a diary in it, to be assessed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def file(self, name: str, content: bytes | str) -> Path:
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def assess(self, diary: bytes | str, *options: object) -> Run:
        """One trial placed on 10 March 2026 and removed on the 18th."""
        dates = ("--placed", "2026-03-10", "--removed", "2026-03-18")
        path = self.file("diary.csv", diary)
        return trialtrack("assess", path, *dates, "--format", "json", *options)

    def assess_many(self, diary: bytes | str, trials: bytes | str, *options: object) -> Run:
        """Many trials."""
        paths = self.file("diary.csv", diary), self.file("trials.csv", trials)
        return trialtrack("assess", paths[0], "--trials", paths[1], *options)
