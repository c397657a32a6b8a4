"""The charts of a trial page, all on the same days, each with its numbers."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from trialtrack.clinical.diary import Domain
from trialtrack.clinical.display import display_number
from trialtrack.clinical.results import Assessment, SiteResult
from trialtrack.figures.domains import domain_chart, domain_notes, recorded_domains
from trialtrack.figures.pain import pain_chart
from trialtrack.figures.tables import Table, domain_numbers, pain_numbers
from trialtrack.figures.timeline import Occasions
from trialtrack.store.records import TrialRecord
from trialtrack.store.signs import FlagFacts
from trialtrack.web.clinic.chart_events import occasions as happened

GROUPS = (
    ("sleep", "Sleep", (Domain.SLEEP_HOURS, Domain.SLEEP_QUALITY)),
    ("activity", "Activity", (Domain.ACTIVITY_INTERFERENCE, Domain.WALKING_MINUTES)),
    ("dose", "Medicines", (Domain.MME_PER_DAY, Domain.RESCUE_DOSES)),
)


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart for the template: the figure, its table, and what it shows in a sentence.

    `narrow` is the same figure drawn for a phone, with a height of its own.
    """

    id: str
    title: str
    figure: dict[str, Any]
    narrow: dict[str, Any]
    table: dict[str, Any]
    alt: str
    height: int
    note: str | None


def charts(
    record: TrialRecord, assessment: Assessment, flags: Iterable[FlagFacts]
) -> tuple[Chart, ...]:
    """Pain, a chart a site with the primary one first; then sleep, activity and doses.

    `flags` are the warning signs that the viewer may see.
    """
    occasions = happened(record, flags)
    primary = assessment.primary
    sites = [primary, *(site for site in assessment.sites if site is not primary)]
    pain = [_pain(record, site, assessment, occasions, f"pain-{n}") for n, site in enumerate(sites)]
    days = [
        _domains(record, assessment, occasions, (name, title, present))
        for name, title, asked in GROUPS
        if (present := recorded_domains(record.diary, asked))
    ]
    return (*pain, *days)


def _pain(
    record: TrialRecord,
    site: SiteResult,
    assessment: Assessment,
    occasions: Occasions,
    chart_id: str,
) -> Chart:
    wide, narrow = (
        pain_chart(record.diary, site, assessment, occasions=occasions, compact=compact)
        for compact in (False, True)
    )
    numbers = pain_numbers(record.diary, site, assessment, occasions=occasions)
    name = f"{site.site[:1].upper()}{site.site[1:]}"
    return Chart(
        id=chart_id,
        title=f"{name}, {assessment.protocol.measure} pain a day",
        figure=wide,
        narrow=narrow,
        table=_table(numbers),
        alt=_alt(name, site),
        height=_height(wide),
        note=None,
    )


def _alt(name: str, site: SiteResult) -> str:
    said = f"Daily pain, {name}"
    if site.baseline.mean is not None:
        said += f"; baseline mean {display_number(site.baseline.mean)}"
    if site.evaluation.mean is not None:
        said += f"; trial mean {display_number(site.evaluation.mean)}"
    if site.evaluation.missing:
        said += f"; days missing from the window: {len(site.evaluation.missing)}"
    return f"{said}."


def _domains(
    record: TrialRecord,
    assessment: Assessment,
    occasions: Occasions,
    group: tuple[str, str, tuple[Domain, ...]],
) -> Chart:
    name, title, domains = group
    table = record.opioid_table
    wide, narrow = (
        domain_chart(record.diary, assessment, domains, occasions=occasions, compact=compact)
        for compact in (False, True)
    )
    numbers = domain_numbers(record.diary, assessment, domains, table=table, occasions=occasions)
    notes = domain_notes(record.diary, assessment, domains, table)
    return Chart(
        id=name,
        title=title,
        figure=wide,
        narrow=narrow,
        table=_table(numbers),
        alt=f"{title} by day, on the same days as the pain.",
        height=_height(wide),
        note=" ".join(notes) or None,
    )


def _table(table: Table) -> dict[str, Any]:
    head = [
        {"text": header, "num": n in table.number_columns} for n, header in enumerate(table.headers)
    ]
    return {"head": head, "rows": table.rows}


def _height(figure: dict[str, Any]) -> int:
    return int(figure["layout"].get("height", 320))
