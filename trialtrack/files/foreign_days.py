"""Foreign entries brought to one value a day, and a score a site, by the rule of the map."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from trialtrack.clinical.diary import Measure
from trialtrack.files.columns import NUMBERS
from trialtrack.files.diary_days import site_key
from trialtrack.files.foreign_entries import Entry, RowRefused
from trialtrack.files.foreign_map import ForeignMap, MoreDecimals, Several

MEAN_DECIMALS = 3
"""To so many is the mean of several values rounded where it cannot be written out."""

_PAIN = {measure.value for measure in Measure}

_COMBINED: Mapping[Several, Callable[[Sequence[Fraction]], Fraction]] = {
    Several.MEAN: lambda values: sum(values, Fraction(0)) / len(values),
    Several.MAX: max,
    Several.FIRST: lambda values: values[0],
    Several.LAST: lambda values: values[-1],
}


@dataclass(frozen=True, slots=True)
class DiaryRow:
    """One row of our diary file, with the entries that went into it. `late` None: not known."""

    day: date
    site: str
    values: Mapping[str, Fraction]
    late: bool | None
    entries: tuple[Entry, ...]


class DayBuilder:
    """Builds the diary rows of day after day."""

    def __init__(self, mapping: ForeignMap, refuse: Callable[[Entry, str], None]) -> None:
        self._map = mapping
        self._refuse = refuse
        self.rounded = 0

    def rows_of_day(self, entries: Sequence[Entry]) -> list[DiaryRow]:
        """The rows of the entries of one day; entries that cannot be brought to one are refused."""
        try:
            day_values = self._combined(entries, set(NUMBERS) - _PAIN)
        except RowRefused as refusal:
            self._refuse_all(entries, str(refusal))
            return []
        by_site: dict[str, list[Entry]] = {}
        for entry in entries:
            by_site.setdefault(site_key(entry.site), []).append(entry)
        rows = []
        for group in by_site.values():
            try:
                scores = self._combined(group, _PAIN)
            except RowRefused as refusal:
                self._refuse_all(group, str(refusal))
                continue
            named = {name for entry in group for name in entry.values.keys() - _PAIN}
            own = {name: value for name, value in day_values.items() if name in named}
            rows.append(DiaryRow(group[0].day, group[0].site, scores | own, None, tuple(group)))
        late = _late(entry for row in rows for entry in row.entries)
        return [DiaryRow(row.day, row.site, row.values, late, row.entries) for row in rows]

    def _refuse_all(self, entries: Iterable[Entry], why: str) -> None:
        for entry in entries:
            self._refuse(entry, why)

    def _combined(self, entries: Sequence[Entry], names: set[str]) -> dict[str, Fraction]:
        combined = {}
        for name in (name for name in NUMBERS if name in names):
            given = [entry for entry in entries if name in entry.values]
            if given:
                value = self._one_value(name, given)
                combined[name] = self._in_our_decimals(name, value)
        return combined

    def _one_value(self, name: str, entries: Sequence[Entry]) -> Fraction:
        values = [entry.values[name] for entry in _in_order_of_entry(entries)]
        if len(values) == 1:
            return values[0]
        if self._map.several is Several.REFUSE:
            # A value of the day may be said again on another row, as in our own file.
            if name not in _PAIN and len(set(values)) == 1:
                return values[0]
            rows = ", ".join(str(entry.row.number) for entry in entries)
            what = f"several values of {name} for {_what(entries)}"
            raise RowRefused(f"there are {what}: rows {rows}")
        return _COMBINED[self._map.several](values)

    def _in_our_decimals(self, name: str, value: Fraction) -> Fraction:
        most = NUMBERS[name].decimals
        if most is None:
            if _can_be_written_out(value):
                return value
            most = MEAN_DECIMALS
        elif (value * 10**most).denominator == 1:
            return value
        elif self._map.more_decimals is MoreDecimals.REFUSE:
            raise RowRefused(f"{name} has more than {most} decimal")
        self.rounded += 1
        return Fraction((2 * value * 10**most + 1) // 2, 10**most)


def _can_be_written_out(value: Fraction) -> bool:
    rest = value.denominator
    for factor in (2, 5):
        while rest % factor == 0:
            rest //= factor
    return rest == 1


def _in_order_of_entry(entries: Sequence[Entry]) -> Sequence[Entry]:
    """As they were entered, where the file says when; else as they stand in the file."""
    timed = [(entry.entered_at, entry) for entry in entries if entry.entered_at is not None]
    if len(timed) < len(entries):
        return entries
    return [entry for _, entry in sorted(timed, key=lambda pair: pair[0])]


def _what(entries: Sequence[Entry]) -> str:
    site = entries[0].site
    return f"{entries[0].day}, {site}" if site else f"{entries[0].day}"


def _late(entries: Iterable[Entry]) -> bool | None:
    known = [entry.late for entry in entries if entry.late is not None]
    return any(known) if known else None
