"""The rows of a diary file: the header understood, every cell checked, nothing merged yet."""

from collections.abc import Iterator
from dataclasses import dataclass

from trialtrack.files.columns import DIARY_COLUMNS, CellReader, CellRefused, cell_reader
from trialtrack.files.faults import FaultList, nearest, shown
from trialtrack.files.table import Source, Table

Row = tuple[int, tuple[str, ...]]
"""Row number and, in the order of the file's columns, what its cells say. Plain values, so that
a million rows can be kept on disk."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The name of each column of a file, in order; a column that is not ours has no name."""

    names: tuple[str, ...]

    def at(self, name: str) -> int | None:
        """Where a column stands; None when the file has none."""
        return self.names.index(name) if name in self.names else None


class DiaryRows:
    """A diary file being read. Faults go to the list; `each` goes on past them.

    `complete` turns False once a column or a row is left out, so that a site may be unseen.
    """

    def __init__(self, source: Source, faults: FaultList, many: bool) -> None:
        self._faults = faults
        self._table = Table(source, faults)
        self.file = source.name
        self.layout = Layout(known_columns(self._table, DIARY_COLUMNS, faults))
        self._every_row = True
        if self._table.header:
            self._check_required(many)

    def _check_required(self, many: bool) -> None:
        row = self._table.header_row
        if self.layout.at("date") is None:
            self._faults.add(self.file, "there is no such column", row, "date")
        if many and self.layout.at("trial") is None:
            words = "there is no such column, and --trials is for a file of many trials"
            self._faults.add(self.file, words, row, "trial")
        elif not many and self.layout.at("trial") is not None:
            words = "this is a file of many trials: give their dates with --trials"
            self._faults.add(self.file, words, row, "trial")

    @property
    def complete(self) -> bool:
        return self._every_row and not self._table.damaged and "" not in self.layout.names

    def each(self) -> Iterator[Row]:
        """The rows whose day (and trial) can be read; any other refused cell is as if blank."""
        comma = self._table.decimal_comma
        reader = {name: cell_reader(name, comma) for name in set(self.layout.names)}
        readers = [reader[name] for name in self.layout.names]
        for number, cells in self._table.rows():
            try:
                yield number, tuple([read[cell] for read, cell in zip(readers, cells, strict=True)])
            except CellRefused:
                said = self._with_faults(number, cells, readers)
                if said is not None:
                    yield number, said

    def _with_faults(
        self, number: int, cells: list[str], readers: list[CellReader]
    ) -> tuple[str, ...] | None:
        said, usable = [], True
        for name, read, cell in zip(self.layout.names, readers, cells, strict=True):
            try:
                said.append(read[cell])
            except CellRefused as refusal:
                self._faults.add(self.file, str(refusal), number, name)
                said.append("")
                usable = usable and name not in ("date", "trial")
        self._every_row = self._every_row and usable
        return tuple(said) if usable else None


def known_columns(table: Table, known: tuple[str, ...], faults: FaultList) -> tuple[str, ...]:
    """The header in our spelling, "" for a column that is not ours, each of which is a fault."""
    names: list[str] = []
    met: set[str] = set()
    for place, written in enumerate(table.header, 1):
        name = written.casefold()
        if name in met:
            faults.add(table.name, f"the column {shown(written)} stands twice", table.header_row)
            name = ""
        elif name not in known:
            words = "" if faults.is_full else _unknown(written, place, known)
            faults.add(table.name, words, table.header_row)
            name = ""
        else:
            met.add(name)
        names.append(name)
    return tuple(names)


def _unknown(written: str, place: int, known: tuple[str, ...]) -> str:
    if not written:
        return f"column {place} has no name"
    return f"there is no column {shown(written)}; the nearest is {nearest(written, known)!r}"
