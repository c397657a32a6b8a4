"""The columns of our diary file, and what a cell of each may hold. contract: README, Diary file."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from trialtrack.clinical.diary import STIMULATION_OFF, Domain, Measure
from trialtrack.files.faults import shown
from trialtrack.files.numbers import NotANumber, plain_decimal

EARLIEST_YEAR, LATEST_YEAR = 1900, 2199
"""Beyond these a year is a slip of the keyboard."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


class CellRefused(ValueError):
    """A cell does not hold what its column takes; the message says why."""


@dataclass(frozen=True, slots=True)
class NumberRange:
    """The numbers that a column takes: from `low` up to `high`, both in."""

    low: int
    high: int | None = None
    decimals: int | None = None

    def read(self, text: str, decimal_comma: bool = False) -> Fraction:
        """The number in a cell; raises CellRefused.

        >>> NumberRange(0, 10, decimals=1).read("11")
        Traceback (most recent call last):
        ...
        trialtrack.files.columns.CellRefused: '11' is not within 0 to 10
        """
        try:
            number = plain_decimal(text, decimal_comma)
        except NotANumber:
            raise CellRefused(f"{shown(text)} is not a number") from None
        if number < self.low or (self.high is not None and number > self.high):
            bounds = f"{self.low} to {self.high}" if self.high is not None else f"{self.low} and up"
            raise CellRefused(f"{shown(text)} is not within {bounds}")
        if self.decimals is not None and (number * 10**self.decimals).denominator != 1:
            raise CellRefused(f"{shown(text)} has more than {self.decimals} decimal")
        return number


PAIN = NumberRange(0, 10, decimals=1)
IMPRESSION = NumberRange(1, 7, decimals=0)
MINUTES_A_DAY = 24 * 60

NUMBERS: dict[str, NumberRange] = {
    **{measure.value: PAIN for measure in Measure},
    Domain.SLEEP_HOURS.value: NumberRange(0, 24),
    Domain.SLEEP_QUALITY.value: NumberRange(0, 10),
    Domain.AWAKENINGS.value: NumberRange(0, 50),
    Domain.STEPS.value: NumberRange(0),
    Domain.WALKING_MINUTES.value: NumberRange(0, MINUTES_A_DAY),
    Domain.STANDING_MINUTES.value: NumberRange(0, MINUTES_A_DAY),
    Domain.ACTIVITY_INTERFERENCE.value: NumberRange(0, 10),
    Domain.MME_PER_DAY.value: NumberRange(0),
    Domain.RESCUE_DOSES.value: NumberRange(0),
    "stated_relief_percent": NumberRange(-100, 100),
}

OF_OUR_EXPORT = (
    "is_primary_site",
    "trial_day",
    "period",
    "in_baseline_window",
    "in_evaluation_window",
    "answered",
    "recorded",
    "in_a_mean",
    "declined",
    "mme_table",
    "off_minutes",
    "entered_by",
    "origin",
    "entered_at",
    "corrected",
    "conflicting_answers",
)
"""What an export of this project says beside: known, and of no effect on the method."""

DIARY_COLUMNS = (
    "trial",
    "date",
    "site",
    *NUMBERS,
    "uncounted_drugs",
    "programme",
    "late",
    "excluded",
    *OF_OUR_EXPORT,
)


def read_day(text: str) -> date:
    """A civil date written 2026-03-10, and in no other way; raises CellRefused."""
    trimmed = text.strip()
    if not trimmed:
        raise CellRefused("the day is missing")
    try:
        day = date.fromisoformat(trimmed) if _DAY.fullmatch(trimmed) else None
    except ValueError:
        day = None
    if day is None or not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        raise CellRefused(f"{shown(text)} is not a day such as 2026-03-10")
    return day


class CellReader(dict[str, str]):
    """What a cell says, in the one spelling that is compared and kept; remembers what it read.

    A diary repeats the same few texts thousands of times over, so that nearly every cell is a
    look-up. It forgets all when it has grown large, for memory must not grow with the file.
    """

    MOST_KEPT, LONGEST_KEPT = 10_000, 100

    def __init__(self, read: Callable[[str], str]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, text: str) -> str:
        said = self._read(text) if text.strip() else self._read("")
        if len(text) <= self.LONGEST_KEPT:
            if len(self) >= self.MOST_KEPT:
                self.clear()
            self[text] = said
        return said


def cell_reader(column: str, decimal_comma: bool) -> CellReader:
    """The reader of one column; a blank cell reads as empty text, "not recorded"."""
    if column in NUMBERS:
        return CellReader(_number(NUMBERS[column], decimal_comma))
    return CellReader(_WORDS.get(column, str.strip))


def _number(bounds: NumberRange, decimal_comma: bool) -> Callable[[str], str]:
    def read(text: str) -> str:
        # 7.0 and 7 on two rows of a day are alike: kept as the fraction's own one spelling.
        return str(bounds.read(text, decimal_comma)) if text else ""

    return read


def _late(text: str) -> str:
    if text.strip() not in ("", "0", "1"):
        raise CellRefused(f"{shown(text)} is not 1, 0 or blank")
    return text.strip()


def _plain(text: str) -> str:
    """Words that a terminal shows as they are: no control characters, no change of direction."""
    words = text.strip()
    if any(unicodedata.category(letter) == "Cc" or letter in DIRECTIONS for letter in words):
        raise CellRefused(f"{shown(text)} has characters that cannot be shown")
    return words


def _reason(text: str) -> str:
    """The same over several lines."""
    _plain(" ".join(text.split()))
    return text.strip()


def _programme(text: str) -> str:
    name = _plain(text)
    return STIMULATION_OFF if name.casefold() == STIMULATION_OFF else name


def _trial(text: str) -> str:
    if not text.strip():
        raise CellRefused("the trial is missing")
    return _plain(text)


DIRECTIONS = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

_WORDS: dict[str, Callable[[str], str]] = {
    "trial": _trial,
    "date": lambda text: read_day(text).isoformat(),
    "late": _late,
    "programme": _programme,
    "site": _plain,
    "uncounted_drugs": _plain,
    "excluded": _reason,
}
