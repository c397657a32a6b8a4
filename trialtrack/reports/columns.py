"""The columns of an export: each says what it holds, and how a row gives it."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final, Generic, TypeVar

from trialtrack.clinical.protocol import text

T = TypeVar("T")
Cell = str | int | float | Fraction | date | datetime | None
"""What a row says in one column; None: nothing, a blank cell. True and False are 1 and 0."""

FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""With one of these at its start, a spreadsheet takes the words of a cell for a formula."""


class Kind(StrEnum):
    """What the cells of a column are."""

    TEXT = "text"
    CODE = "code"
    WHOLE_NUMBER = "whole number"
    DECIMAL = "decimal number"
    FLAG = "0 or 1"
    DAY = "ISO 8601 day"
    INSTANT = "ISO 8601 instant, UTC"


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """One column with its line of the data dictionary.

    `takes` is the range, or the codes; `blank` what an empty cell means; `method` the section
    of METHOD that defines it.
    """

    name: str
    kind: Kind
    meaning: str
    of: Callable[[T], Cell]
    unit: str = ""
    takes: str = ""
    blank: str = "never blank"
    method: str = ""


def sheet(columns: Sequence[Column[T]], rows: Iterable[T]) -> str:
    """Comma-separated text of these rows under one line of names, RFC 4180."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(column.name for column in columns)
    writer.writerows([written(column.of(row)) for column in columns] for row in rows)
    return out.getvalue()


def written(cell: Cell) -> str:
    """A cell as it stands in the file.

    >>> written(None), written(True), written(Fraction(15, 2)), written("=1+1")
    ('', '1', '7.5', "'=1+1")
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(int(cell))
    if isinstance(cell, str):
        return guarded(cell)
    if isinstance(cell, datetime):
        return cell.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell) if isinstance(cell, int) else decimal_text(cell)


def guarded(words: str) -> str:
    """Words that no spreadsheet runs: an apostrophe before what it would take for a formula."""
    return f"'{words}" if words.startswith(FORMULA_STARTS) else words


def decimal_text(number: Fraction | float) -> str:
    """A number as plain decimal text without an exponent, as many digits as it takes.

    One that does not end, a third, is that of the nearest double: 17 digits at most.

    >>> decimal_text(Fraction(95, 2)), decimal_text(Fraction(1, 3)), decimal_text(1e-7)
    ('47.5', '0.3333333333333333', '0.0000001')
    """
    if isinstance(number, Fraction) and _ends(number.denominator):
        return text(number)
    return f"{Decimal(repr(float(number))):f}"


def _ends(denominator: int) -> bool:
    for factor in (2, 5):
        while denominator % factor == 0:
            denominator //= factor
    return denominator == 1
