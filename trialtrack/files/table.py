"""A table out of a delimited text file, row by row, without trust. UTF-8; LF, CRLF or lone CR."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, BinaryIO

from trialtrack.files.faults import FaultList

if TYPE_CHECKING:
    from _csv import Reader as CsvReader

DELIMITERS = (",", ";", "\t")
_QUOTED = re.compile(r'"[^"]*"?')


@dataclass(frozen=True, slots=True)
class Source:
    """A file by the name that faults use, and its bytes."""

    name: str
    stream: BinaryIO


class Table:
    """The header of a file and its rows. What cannot be read is a fault, never a traceback.

    `header` is empty when the file is. Rows come as (row number, cells), as many cells as the
    header has: a short row ends in blanks, a row with too many cells is a fault and left out,
    a row in which nothing stands is skipped. The row number is that of the row's first line.
    `damaged` turns True once a row was left out or mended.
    """

    def __init__(self, source: Source, faults: FaultList) -> None:
        self.name = source.name
        self._faults = faults
        self.damaged = False
        text = io.TextIOWrapper(
            source.stream, encoding="utf-8-sig", errors="surrogateescape", newline=None
        )
        lines = self._checked(text)
        first, skipped = _first_written(lines)
        self.delimiter = sniffed_delimiter(first)
        reader = csv.reader(chain((first,), lines), delimiter=self.delimiter, strict=True)
        self._records = each_record(reader, skipped, self._refuse)
        self.header_row, header = next(self._records, (1, []))
        self.header = [name.strip() for name in header]
        if not first and not self.damaged:
            faults.add(self.name, "the file is empty")

    @property
    def decimal_comma(self) -> bool:
        """Whether a comma can stand for the decimal point, since it does not part the cells."""
        return self.delimiter != ","

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """The rows below the header."""
        width = len(self.header)
        for number, cells in self._records:
            if not any(map(str.strip, cells)):
                continue
            if len(cells) <= width:
                yield number, cells + [""] * (width - len(cells))
            else:
                words = f"the row has {len(cells)} cells and the header has {width}"
                self._refuse(number, words)

    def _refuse(self, row: int, words: str) -> None:
        self.damaged = True
        self._faults.add(self.name, words, row)

    def _checked(self, text: io.TextIOWrapper) -> Iterator[str]:
        number = 0
        try:
            for number, line in enumerate(text, 1):
                if line.isascii() and "\0" not in line:
                    yield line
                else:
                    yield self._mended(line, number)
        except OSError as error:
            self._refuse(number + 1, f"the file cannot be read: {error.strerror}")

    def _mended(self, line: str, number: int) -> str:
        if "\0" in line:
            self._refuse(number, "the row holds a NUL character: is this text?")
            line = line.replace("\0", "")
        try:
            line.encode()
        except UnicodeEncodeError:
            self._refuse(number, "the row is not UTF-8 text")
            line = line.encode(errors="replace").decode()
        return line


def each_record(
    reader: "CsvReader", skipped: int, refuse: Callable[[int, str], None]
) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line on which it starts; one that cannot be parted is refused.

    `skipped` is how many lines of the file the reader was not given.
    """
    last = 0
    while True:
        try:
            for cells in reader:
                yield skipped + last + 1, cells
                last = reader.line_num
        except csv.Error as error:
            refuse(skipped + last + 1, f"the row cannot be read: {_in_words(error)}")
            last = reader.line_num
        else:
            return


def sniffed_delimiter(header: str) -> str:
    """The delimiter that stands most often in the header line, outside quotation marks.

    >>> sniffed_delimiter('date;"a,b,c";average')
    ';'
    """
    bare = _QUOTED.sub("", header)
    return max(DELIMITERS, key=bare.count)


def _first_written(lines: Iterator[str]) -> tuple[str, int]:
    for skipped, line in enumerate(lines):
        if line.strip():
            return line, skipped
    return "", 0


def _in_words(error: csv.Error) -> str:
    said = str(error)
    if "field larger" in said:
        return "a cell is over-long; is a quotation mark not closed?"
    if "unexpected end" in said:
        return "a quotation mark is not closed"
    if "expected after" in said:
        return "text stands after a closing quotation mark"
    return said
