"""The rows of a foreign file, forgivingly read: what cannot be used is refused row by row."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from trialtrack.files.faults import FaultList, FaultyInput, nearest, shown
from trialtrack.files.foreign_map import FaultyMap, ForeignMap
from trialtrack.files.table import Source, each_record, sniffed_delimiter

Refuse = Callable[[int, str, list[str]], None]
"""Takes the row, the reason and the row's cells."""

NOT_DECODED = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True, slots=True)
class ForeignRow:
    """A row of the foreign file. `cells` are as written, `said` with empty cells carried down."""

    number: int
    cells: list[str]
    said: Mapping[str, str]


class ForeignTable:
    """A foreign file by its map. Raises FaultyMap when the map names columns it does not have."""

    def __init__(self, source: Source, mapping: ForeignMap, refuse: Refuse) -> None:
        self._map = mapping
        self._refuse = refuse
        self.blank_rows = 0
        lines = _lines(source, mapping)
        header_at = mapping.skip_lines
        while header_at < len(lines) and not lines[header_at].strip():
            header_at += 1
        first = lines[header_at] if header_at < len(lines) else ""
        self.delimiter = mapping.delimiter or sniffed_delimiter(first)
        reader = csv.reader(lines[header_at:], delimiter=self.delimiter)
        self._records = each_record(reader, header_at, lambda row, why: refuse(row, why, []))
        self.header = [name.strip() for name in next(self._records, (0, []))[1]]
        self._check_columns(source.name)

    def _check_columns(self, file: str) -> None:
        faults = FaultList()
        for column in sorted(self._map.foreign_columns() - set(self.header)):
            closest = shown(nearest(column, self.header) or "")
            faults.add(file, f"the map names {shown(column)}; the nearest column is {closest}")
        if not self.header:
            faults.add(file, "the file is empty")
        if faults:
            raise FaultyMap(faults)

    def rows(self) -> Iterator[ForeignRow]:
        """The rows that have no more cells than the header and are wholly decoded."""
        above = dict.fromkeys(self._map.carry_down, "")
        for number, cells in self._records:
            if not any(map(str.strip, cells)):
                self.blank_rows += 1
                continue
            said = {
                name: cell.strip() for name, cell in zip(self.header, cells, strict=False) if name
            }
            for name in above:
                above[name] = said[name] = said.get(name) or above[name]
            fault = self._fault(cells)
            if fault is None:
                yield ForeignRow(number, cells, said)
            else:
                self._refuse(number, fault, cells)

    def _fault(self, cells: list[str]) -> str | None:
        beyond = [cell for cell in cells[len(self.header) :] if cell.strip()]
        if beyond:
            return f"{shown(', '.join(beyond))} stands beyond the last column of the header"
        if any(NOT_DECODED in cell or "\0" in cell for cell in cells):
            return f"the row is not text in {self._map.encoding}"
        return None


def _lines(source: Source, mapping: ForeignMap) -> list[str]:
    encoding = "utf-8-sig" if mapping.encoding == "utf-8" else mapping.encoding
    try:
        text = source.stream.read().decode(encoding, errors="replace")
    except OSError as error:
        faults = FaultList()
        faults.add(source.name, f"the file cannot be read: {error.strerror}")
        raise FaultyInput(faults) from None
    return list(io.StringIO(text, newline=None))
