"""A foreign diary turned into ours, with an account in which every row of it is found again."""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TextIO

from trialtrack.clinical.protocol import text
from trialtrack.files.columns import NUMBERS
from trialtrack.files.faults import MOST_FAULTS_PRINTED
from trialtrack.files.foreign_days import DayBuilder, DiaryRow
from trialtrack.files.foreign_entries import (
    DayRules,
    Entry,
    EntryReader,
    RowIgnored,
    RowRefused,
)
from trialtrack.files.foreign_map import ForeignMap, MoreDecimals
from trialtrack.files.foreign_table import ForeignTable
from trialtrack.files.table import Source


@dataclass(frozen=True, slots=True)
class Refusal:
    """A foreign row that was not taken."""

    row: int
    reason: str
    cells: list[str]


@dataclass(slots=True)
class Import:
    """What came of a foreign file: our rows, and what became of each of theirs."""

    mapping: ForeignMap
    header: list[str] = field(default_factory=list)
    rows: list[DiaryRow] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    ignored: Counter[str] = field(default_factory=Counter)
    blank_rows: int = 0
    rounded: int = 0

    @property
    def merged_rows(self) -> int:
        """Rows that went into a diary row that another one had begun."""
        return sum(len(row.entries) - 1 for row in self.rows)

    @property
    def rows_read(self) -> int:
        """All rows below the header."""
        untaken = self.ignored.total() + self.blank_rows + len(self.refusals)
        return len(self.rows) + self.merged_rows + untaken


def import_diary(source: Source, mapping: ForeignMap, days: DayRules) -> Import:
    """Read a foreign diary by its map. Raises FaultyMap when the map does not fit the file."""
    done = Import(mapping)

    def refuse(row: int, reason: str, cells: list[str]) -> None:
        done.refusals.append(Refusal(row, reason, cells))

    def refuse_entry(entry: Entry, reason: str) -> None:
        refuse(entry.row.number, reason, entry.row.cells)

    table = ForeignTable(source, mapping, refuse)
    done.header = table.header
    reader = EntryReader(mapping, days, decimal_comma=table.delimiter != ",")
    by_day: dict[date, list[Entry]] = {}
    for row in table.rows():
        try:
            entry = reader.read(row)
        except RowIgnored as left_out:
            done.ignored[str(left_out)] += 1
        except RowRefused as refusal:
            refuse(row.number, str(refusal), row.cells)
        else:
            by_day.setdefault(entry.day, []).append(entry)
    builder = DayBuilder(mapping, refuse_entry)
    for day in sorted(by_day):
        done.rows += builder.rows_of_day(by_day[day])
    done.rounded = builder.rounded
    done.blank_rows = table.blank_rows
    done.refusals.sort(key=lambda refusal: refusal.row)
    return done


def write_diary(done: Import, out: TextIO) -> None:
    """Our diary file: the columns of which something is known, days in order."""
    named = [name for name in NUMBERS if any(name in row.values for row in done.rows)]
    columns = ["date", *named]
    if any(row.site for row in done.rows):
        columns.insert(1, "site")
    if any(row.late is not None for row in done.rows):
        columns.append("late")
    writer = csv.DictWriter(out, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    for row in done.rows:
        cells = {name: text(value) for name, value in row.values.items()}
        late = "" if row.late is None else str(int(row.late))
        writer.writerow({"date": row.day.isoformat(), "site": row.site, "late": late, **cells})


def write_refusals(done: Import, out: TextIO) -> None:
    """Every refused row with its number and reason, and its cells as they were written."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["row", "reason", *done.header])
    for refusal in done.refusals:
        writer.writerow([refusal.row, refusal.reason, *refusal.cells])


def account(done: Import) -> Iterator[str]:
    """What became of the rows, line by line; the counts add up to the rows read."""
    days = len({row.day for row in done.rows})
    yield f"{_rows(done.rows_read)} read"
    yield f"{_rows(len(done.rows))} written, for {days} {'day' if days == 1 else 'days'}"
    rule = done.mapping.several.value
    yield f"{_rows(done.merged_rows)} merged into one of the same day and site (rule: {rule})"
    for reason, count in done.ignored.most_common():
        yield f"{_rows(count)} ignored by the map: {reason}"
    if done.blank_rows:
        yield f"{_rows(done.blank_rows)} blank"
    yield f"{_rows(len(done.refusals))} refused"
    if done.rounded:
        pain = done.mapping.more_decimals is MoreDecimals.HALF_UP
        yield f"{done.rounded} values rounded half up{' (pain to one decimal)' if pain else ''}"
    late = len({row.day for row in done.rows if row.late})
    if late:
        yield f"{late} days marked late: some of it was entered over 24 hours after the day's end"
    entered = sum(entry.day_from_entry for row in done.rows for entry in row.entries)
    if entered:
        yield f"{_rows(entered)} taken for the day on which they were entered, as the map says"
    for refusal in done.refusals[:MOST_FAULTS_PRINTED]:
        yield f"row {refusal.row}: {refusal.reason}"
    more = len(done.refusals) - MOST_FAULTS_PRINTED
    if more > 0:
        yield f"and {more} more refused {'row' if more == 1 else 'rows'}"


def _rows(count: int) -> str:
    return f"{count} {'row' if count == 1 else 'rows'}"
