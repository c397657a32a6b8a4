"""One row of a foreign diary understood: its day, its site and its values, or why not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import TypeVar
from zoneinfo import ZoneInfo

from trialtrack.clinical.diary import Measure
from trialtrack.files.columns import (
    EARLIEST_YEAR,
    LATEST_YEAR,
    NUMBERS,
    CellRefused,
    NumberRange,
)
from trialtrack.files.faults import shown
from trialtrack.files.foreign_map import Action, ForeignMap, RowRule, WhenAbsent
from trialtrack.files.foreign_table import ForeignRow


class RowRefused(Exception):
    """The row cannot be taken; the message says why."""


class RowIgnored(Exception):
    """The map's own rule leaves the row out; the message is the rule's reason."""


@dataclass(frozen=True, slots=True)
class DayRules:
    """What the project's clock knows of diary days, handed in: this package keeps no time."""

    diary_day: Callable[[datetime, str], date]
    is_late: Callable[[datetime, date, str], bool]


@dataclass(frozen=True, slots=True)
class Entry:
    """What one foreign row says, in the words of our diary. `late` None: not known."""

    row: ForeignRow
    day: date
    site: str
    values: Mapping[str, Fraction]
    entered_at: datetime | None
    late: bool | None
    day_from_entry: bool


class EntryReader:
    """Reads foreign rows by a map."""

    def __init__(self, mapping: ForeignMap, days: DayRules, decimal_comma: bool) -> None:
        self._map = mapping
        self._days = days
        self._decimal_comma = decimal_comma

    def read(self, row: ForeignRow) -> Entry:
        """The entry; raises RowRefused or RowIgnored with the reason."""
        rule = self._rule(row.said)
        if rule is not None and rule.action is Action.IGNORE:
            raise RowIgnored(rule.reason)
        if rule is not None and rule.action is Action.REFUSE:
            raise RowRefused(rule.reason)
        entered_at = self._entered_at(row.said)
        day = self._day_said(row.said)
        entered = self._map.entered
        said_day = day is not None
        if day is None:
            if self._map.date.when_absent is WhenAbsent.REFUSE or entered is None:
                raise RowRefused("the row does not say its day")
            if entered_at is None:
                raise RowRefused("the row says neither its day nor when it was entered")
            day = self._days.diary_day(entered_at, entered.diary_zone)
        values = self._values(row.said, self._map.values if rule is None else rule.values)
        has_pain = any(measure.value in values for measure in Measure)
        late = None
        if entered is not None and entered_at is not None:
            late = self._days.is_late(entered_at, day, entered.diary_zone)
        site = self._site(row.said) if has_pain else ""
        return Entry(row, day, site, values, entered_at, late, day_from_entry=not said_day)

    def _rule(self, said: Mapping[str, str]) -> RowRule | None:
        for rule in self._map.rules:
            if said.get(rule.column, "") in rule.equals:
                return rule
        return None

    def _entered_at(self, said: Mapping[str, str]) -> datetime | None:
        entered = self._map.entered
        text = said.get(entered.column, "") if entered is not None else ""
        if entered is None or not text:
            return None
        try:
            instant = datetime.strptime(text, entered.format)  # noqa: DTZ007 - its zone is below
        except ValueError:
            raise RowRefused(f"{entered.column} {shown(text)} is not in {entered.format}") from None
        if instant.tzinfo is None:
            instant = instant.replace(tzinfo=ZoneInfo(entered.written_in))
        return _plausible(instant, text)

    def _day_said(self, said: Mapping[str, str]) -> date | None:
        rules = self._map.date
        texts = [said.get(name, "") for name in rules.parts or (rules.column or "",)]
        if any(text in rules.absent for text in texts):
            return None
        written = " ".join(texts)
        try:
            if rules.parts:
                day = date(*map(_whole_number, texts))
            else:
                day = datetime.strptime(written, rules.format).date()  # noqa: DTZ007 - a civil date
        except (ValueError, OverflowError):
            raise RowRefused(f"{shown(written)} is not a day") from None
        return _plausible(day, written)

    def _site(self, said: Mapping[str, str]) -> str:
        rules = self._map.site
        if rules.fixed is not None:
            return rules.fixed
        parts = [said.get(name, "") for name in rules.columns]
        site = rules.joined_by.join(part for part in parts if part)
        return rules.names.get(site, site)

    def _values(self, said: Mapping[str, str], columns: Mapping[str, str]) -> dict[str, Fraction]:
        values = {}
        for ours, theirs in columns.items():
            if text := said.get(theirs, ""):
                bounds = NUMBERS[ours]
                # How many decimals it may have is settled when the day's entries are known.
                bounds = NumberRange(bounds.low, bounds.high)
                try:
                    values[ours] = bounds.read(text, self._decimal_comma)
                except CellRefused as refusal:
                    raise RowRefused(f"{theirs} {refusal}") from None
        if not values:
            raise RowRefused(f"there is no value in {', '.join(columns.values())}")
        return values


def _whole_number(text: str) -> int:
    # int() alone would take 1_0 and the digits of other scripts.
    if not (text.isascii() and text.isdigit()):
        raise ValueError
    return int(text)


Civil = TypeVar("Civil", bound=date)


def _plausible(when: Civil, text: str) -> Civil:
    if not EARLIEST_YEAR <= when.year <= LATEST_YEAR:
        raise RowRefused(f"{shown(text)} is not a day of these centuries")
    return when
