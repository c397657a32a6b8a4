"""The numbers of a chart as a table of text, for reading without the chart."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from trialtrack.clinical.diary import Diary, Domain, Measure
from trialtrack.clinical.display import display_number
from trialtrack.clinical.opioids import OpioidTable
from trialtrack.clinical.results import Assessment, SiteResult
from trialtrack.clinical.windows import Period
from trialtrack.figures.domains import domain_notes, value_of
from trialtrack.figures.pain import score_of
from trialtrack.figures.timeline import DrawnDay, Occasions, Timeline, timeline
from trialtrack.figures.wording import DOMAIN_NAMES, DOMAIN_TITLES, long_day, opening

NOTHING: Final = "\N{EN DASH}"
"""In a cell: not recorded. Zero is written 0."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text under headers, every row as long as they; `notes` stand below.

    `number_columns` are the positions of the columns to be set flush right.
    """

    caption: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    number_columns: tuple[int, ...]
    notes: tuple[str, ...] = ()


def pain_numbers(
    diary: Diary,
    site: SiteResult,
    assessment: Assessment,
    *,
    occasions: Occasions | None = None,
) -> Table:
    """Every day up to the one on which one looks, missing ones too: all measures at a site.

    What happened on a day is told once, in the table of the primary site, as under its chart.
    """
    days = timeline(diary, assessment, occasions, site)
    main = assessment.protocol.measure
    present = {m for entry in diary.days for m in entry.scores.get(site.site, ())}
    measures = [main, *(m for m in Measure if m in present and m is not main)]
    columns = [days.drawn(score_of(site.site, measure)) for measure in measures]
    return _table(
        f"{opening(site.site) or 'Pain'}: pain by day, 0 to 10",
        days,
        [opening(measure.value) for measure in measures],
        columns,
        happened=site is assessment.primary,
    )


def domain_numbers(
    diary: Diary,
    assessment: Assessment,
    domains: Sequence[Domain],
    *,
    table: OpioidTable | None = None,
    occasions: Occasions | None = None,
) -> Table:
    """The same for sleep, activity or doses; `table` names the dose table in the notes."""
    days = timeline(diary, assessment, occasions)
    return _table(
        opening(", ".join(DOMAIN_NAMES[domain] for domain in domains)) + " by day",
        days,
        [DOMAIN_TITLES[domain] for domain in domains],
        [days.drawn(value_of(domain)) for domain in domains],
        notes=domain_notes(diary, assessment, domains, table),
        uncounted=Domain.MME_PER_DAY in domains,
    )


def _table(
    caption: str,
    days: Timeline,
    names: Sequence[str],
    columns: Sequence[Sequence[DrawnDay]],
    notes: tuple[str, ...] = (),
    uncounted: bool = False,
    happened: bool = False,
) -> Table:
    programmes = bool(days.switches)
    rows = [
        (*_row(days, same_day, programmes), _said(days, same_day, uncounted, happened))
        for same_day in zip(*columns, strict=True)
        if same_day[0].day <= days.assessment.as_of
    ]
    headers = ["Date", "Day", "Part of", *names]
    headers += ["Programme"] if programmes else []
    return Table(
        caption=caption,
        headers=(*headers, "Remarks"),
        rows=tuple(rows),
        number_columns=(1, *range(3, 3 + len(names))),
        notes=notes,
    )


def _row(days: Timeline, same_day: Sequence[DrawnDay], programmes: bool) -> tuple[str, ...]:
    first = same_day[0]
    cells = [long_day(first.day), str((first.day - first.placed_on).days), _part(days, first)]
    cells += [NOTHING if day.value is None else display_number(day.value) for day in same_day]
    if programmes:
        programme = first.entry.programme if first.entry is not None else None
        cells.append(NOTHING if programme is None else programme)
    return tuple(cells)


def _said(days: Timeline, same_day: Sequence[DrawnDay], uncounted: bool, happened: bool) -> str:
    """The remarks of a day, and what happened on it; what an event tells in full is said once."""
    events = days.occasions.words_of(same_day[0].day) if happened else ()
    remarks = _remarks(same_day, uncounted)
    own = [said for said in remarks if not any(event.startswith(said) for event in events)]
    return "; ".join([*own, *events])


def _remarks(same_day: Sequence[DrawnDay], uncounted: bool) -> list[str]:
    """What is said of the first column's day; an answer missing in another shows as a dash."""
    said = list(same_day[0].remarks)
    entry = same_day[0].entry
    if uncounted and entry is not None and entry.uncounted_drugs:
        said.append(f"not counted: {', '.join(entry.uncounted_drugs)}")
    return said


def _part(days: Timeline, day: DrawnDay) -> str:
    if day.period is Period.TREATMENT and days.evaluation is not None:
        return "trial, evaluated" if day.day in days.evaluation else str(day.period)
    return str(day.period)
