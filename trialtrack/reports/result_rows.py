"""A row of results.csv and analyses.csv, and how their columns are made."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from trialtrack.clinical.results import Assessment, OtherAnalysis, SiteResult
from trialtrack.reports.columns import Cell, Column, Kind
from trialtrack.reports.day_rows import LISTED
from trialtrack.store.records import TrialRecord

UNSAID: Final = "cannot be said"


@dataclass(frozen=True, slots=True)
class ResultRow:
    """The result of one site, and of an analysis of it where the row is about one."""

    record: TrialRecord
    assessment: Assessment
    site: SiteResult
    analysis: OtherAnalysis | None = None


Read = Callable[[ResultRow], Cell]


def text_column(name: str, meaning: str, of: Read, blank: str = "never blank") -> Column[ResultRow]:
    """Words or a name."""
    return Column(name, Kind.TEXT, meaning, of, blank=blank)


def code_column(
    name: str,
    meaning: str,
    of: Read,
    codes: Iterable[str],
    method: str,
    blank: str = UNSAID,
) -> Column[ResultRow]:
    """One of the codes of an enumeration."""
    return Column(
        name, Kind.CODE, meaning, of, takes=LISTED.join(codes), blank=blank, method=method
    )


def number_column(
    name: str, meaning: str, of: Read, unit: str, method: str, takes: str = ""
) -> Column[ResultRow]:
    """A number at full precision."""
    return Column(name, Kind.DECIMAL, meaning, of, unit, takes, blank=UNSAID, method=method)


def count_column(name: str, meaning: str, of: Read, method: str) -> Column[ResultRow]:
    """How many days."""
    return Column(name, Kind.WHOLE_NUMBER, meaning, of, "days", "0 and up", UNSAID, method)


def day_column(name: str, meaning: str, of: Read) -> Column[ResultRow]:
    """A day of the evaluation window."""
    blank = "no treatment day yet"
    return Column(name, Kind.DAY, meaning, of, blank=blank, method="3")


def flag_column(name: str, meaning: str, of: Read, method: str, blank: str) -> Column[ResultRow]:
    """Yes or no."""
    return Column(name, Kind.FLAG, meaning, of, blank=blank, method=method)
