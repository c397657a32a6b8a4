"""One trial as a zip of CSV files: its days, what the method takes and says, the dictionary."""

import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from trialtrack.clinical.results import Assessment
from trialtrack.reports.columns import Column, Kind, sheet
from trialtrack.reports.day_columns import DAY_COLUMNS
from trialtrack.reports.day_rows import day_rows
from trialtrack.reports.result_columns import ANALYSIS_COLUMNS, RESULT_COLUMNS
from trialtrack.reports.result_rows import ResultRow
from trialtrack.reports.trial_columns import TRIAL_COLUMNS, TrialRow
from trialtrack.store.records import TrialRecord

DICTIONARY: Final = "data-dictionary.csv"
DESCRIBED: Final[dict[str, Sequence[Column[Any]]]] = {
    "days.csv": DAY_COLUMNS,
    "trial.csv": TRIAL_COLUMNS,
    "results.csv": RESULT_COLUMNS,
    "analyses.csv": ANALYSIS_COLUMNS,
}
"""Each file with its columns, in the order of the dictionary."""

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Export:
    """The zip and its name; `digest` is its SHA-256, `days` how many days days.csv has."""

    name: str
    content: bytes
    digest: str
    days: int


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the data dictionary."""

    file: str
    column: Column[Any]


_DICTIONARY_COLUMNS: Final[tuple[Column[_Line], ...]] = (
    Column("file", Kind.TEXT, "", lambda line: line.file),
    Column("column", Kind.TEXT, "", lambda line: line.column.name),
    Column("type", Kind.TEXT, "", lambda line: line.column.kind.value),
    Column("unit", Kind.TEXT, "", lambda line: line.column.unit),
    Column("range_or_codes", Kind.TEXT, "", lambda line: line.column.takes),
    Column("meaning", Kind.TEXT, "", lambda line: line.column.meaning),
    Column("blank_means", Kind.TEXT, "", lambda line: line.column.blank),
    Column("method_section", Kind.TEXT, "", lambda line: line.column.method),
)


def archive(record: TrialRecord, assessment: Assessment, expected: Sequence[date]) -> Export:
    """The export of one trial as it was assessed; the same trial gives the same bytes.

    Neither a name nor anything that somebody wrote in their own words is in it.
    """
    texts = {**_sheets(record, assessment, expected), DICTIONARY: data_dictionary()}
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as files:
        for name, text in texts.items():
            info = ZipInfo(name, _EPOCH)
            info.compress_type = ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            files.writestr(info, text.encode())
    content = out.getvalue()
    return Export(
        f"trial-{record.trial_id}-{assessment.as_of}.zip",
        content,
        hashlib.sha256(content).hexdigest(),
        len(expected),
    )


def data_dictionary() -> str:
    """Every column of every file: type, unit, range, meaning, what a blank means, METHOD."""
    lines = [_Line(name, column) for name, columns in DESCRIBED.items() for column in columns]
    return sheet(_DICTIONARY_COLUMNS, lines)


def _sheets(
    record: TrialRecord, assessment: Assessment, expected: Sequence[date]
) -> dict[str, str]:
    results = [ResultRow(record, assessment, site) for site in assessment.sites]
    return {
        "days.csv": sheet(DAY_COLUMNS, day_rows(record, assessment, expected)),
        "trial.csv": sheet(TRIAL_COLUMNS, [TrialRow(record, assessment)]),
        "results.csv": sheet(RESULT_COLUMNS, results),
        "analyses.csv": sheet(ANALYSIS_COLUMNS, _analyses(results)),
    }


def _analyses(results: Sequence[ResultRow]) -> Iterator[ResultRow]:
    for row in results:
        for other in row.site.other_analyses:
            yield ResultRow(row.record, row.assessment, row.site, other)
