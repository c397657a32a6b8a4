"""The rows of one trial merged into its diary days: one value a day, one set of scores a site."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import lru_cache

from trialtrack.clinical.diary import DiaryDay, Domain, Measure
from trialtrack.files.columns import OF_OUR_EXPORT
from trialtrack.files.diary_rows import Layout, Row
from trialtrack.files.faults import shown

ReportFault = Callable[[int, str, str], None]
"""Takes the row, the column and what is wrong there."""

UNNAMED = ""
"""The one site of a diary that names none."""

_MEASURES = tuple((measure.value, measure) for measure in Measure)
_DOMAINS = {domain.value: domain for domain in Domain}

_fraction = lru_cache(maxsize=10_000)(Fraction)
_day = lru_cache(maxsize=10_000)(date.fromisoformat)


def site_key(name: str) -> str:
    """Site names are compared trimmed and without case."""
    return name.strip().casefold()


@dataclass(slots=True)
class _DayBeingMerged:
    rows: dict[str, int] = field(default_factory=dict)
    scores: dict[str, dict[Measure, Fraction]] = field(default_factory=dict)
    said: dict[str, tuple[str, int]] = field(default_factory=dict)


class DayMerger:
    """Merges the rows of one trial after another, all of them of one file."""

    def __init__(self, layout: Layout) -> None:
        named = [(name, at) for at, name in enumerate(layout.names) if name]
        self._date_at = layout.at("date")
        self._site_at = layout.at("site")
        places = dict(named)
        self._pain = [(places[name], measure) for name, measure in _MEASURES if name in places]
        self._measures = {measure.value for measure in Measure}
        apart = {"trial", "date", "site", *self._measures, *OF_OUR_EXPORT}
        self._per_day = [(name, at) for name, at in named if name not in apart]

    def merge(
        self, rows: Iterable[Row], report: ReportFault
    ) -> tuple[dict[str, str], tuple[DiaryDay, ...]]:
        """The sites, by key in the order and first spelling of the file, and the days in order.

        Two rows for one day and site, and different values for one day, are reported. A row that
        names no site and gives no score is about the day alone and makes no site.
        """
        sites: dict[str, str] = {}
        days: dict[str, _DayBeingMerged] = {}
        for number, cells in rows:
            if self._date_at is None:
                continue  # That there is no such column has been reported.
            text = cells[self._date_at]
            day = days.get(text)
            if day is None:
                day = days[text] = _DayBeingMerged()
            self._add_scores(day, number, cells, sites, report)
            for name, at in self._per_day:
                said = cells[at]
                if said and day.said.setdefault(name, (said, number))[0] != said:
                    first, row = day.said[name]
                    words = f"{shown(said)} differs from {shown(first)} of the same day, row {row}"
                    report(number, name, words)
        merged = [_finished(_day(text), day, sites) for text, day in sorted(days.items())]
        return sites, tuple(merged)

    def _add_scores(
        self,
        day: _DayBeingMerged,
        number: int,
        cells: tuple[str, ...],
        sites: dict[str, str],
        report: ReportFault,
    ) -> None:
        name = cells[self._site_at] if self._site_at is not None else UNNAMED
        key = site_key(name)
        first = day.rows.setdefault(key, number)
        if first != number:
            words = f"row {first} is for the same day and site already"
            report(number, "date" if self._site_at is None else "site", words)
            return
        scores = {measure: _fraction(cells[at]) for at, measure in self._pain if cells[at]}
        if key or scores:
            sites.setdefault(key, name)
            day.scores[key] = scores


def _finished(day: date, merging: _DayBeingMerged, sites: dict[str, str]) -> DiaryDay:
    said = {name: text for name, (text, _) in merging.said.items()}
    stated = said.get("stated_relief_percent")
    return DiaryDay(
        day=day,
        scores={sites[key]: scores for key, scores in merging.scores.items() if scores},
        values={_DOMAINS[name]: _fraction(text) for name, text in said.items() if name in _DOMAINS},
        stated_relief_percent=None if stated is None else _fraction(stated),
        programme=said.get("programme"),
        late=said.get("late") == "1",
        excluded=said.get("excluded"),
        uncounted_drugs=_listed(said.get("uncounted_drugs", "")),
    )


def _listed(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (part.strip() for part in text.split(";"))))
