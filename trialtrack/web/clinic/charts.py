"""The charts of a trial page, those of the days on one axis, each with its numbers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from trialtrack.clinical.diary import Domain
from trialtrack.clinical.display import display_number
from trialtrack.clinical.results import Assessment, SiteResult
from trialtrack.figures.domains import domain_chart, domain_notes, recorded_domains
from trialtrack.figures.pain import pain_chart
from trialtrack.figures.programmes import (
    programme_chart,
    programme_notes,
    programme_numbers,
    sides,
)
from trialtrack.figures.tables import domain_numbers, pain_numbers
from trialtrack.figures.timeline import Occasions, timeline
from trialtrack.figures.weeks import week_chart, week_numbers, weeks
from trialtrack.figures.wording import DOMAIN_TITLES
from trialtrack.store.records import TrialRecord
from trialtrack.store.signs import FlagFacts
from trialtrack.web.clinic.analyses_chart import analyses_chart
from trialtrack.web.clinic.chart import Chart, drawn
from trialtrack.web.clinic.chart_events import after_the_chart
from trialtrack.web.clinic.chart_events import occasions as happened

GROUPS = (
    ("sleep", "Sleep", (Domain.SLEEP_HOURS, Domain.SLEEP_QUALITY, Domain.AWAKENINGS)),
    (
        "activity",
        "Activity",
        (
            Domain.ACTIVITY_INTERFERENCE,
            Domain.WALKING_MINUTES,
            Domain.STANDING_MINUTES,
            Domain.STEPS,
        ),
    ),
    ("dose", "Medicines", (Domain.MME_PER_DAY, Domain.RESCUE_DOSES)),
)


@dataclass(frozen=True, slots=True)
class Charts:
    """`days` share one axis. `programmes`: where there are two. `analyses`: once it is final."""

    days: tuple[Chart, ...]
    programmes: Chart | None
    analyses: Chart | None


@dataclass(frozen=True, slots=True)
class _Trial:
    record: TrialRecord
    assessment: Assessment
    occasions: Occasions


def charts(record: TrialRecord, assessment: Assessment, flags: Iterable[FlagFacts]) -> Charts:
    """Pain, a chart a site with the primary one first; weeks; then sleep, activity and doses.

    `flags` are the warning signs that the viewer may see.
    """
    trial = _Trial(record, assessment, happened(record, flags))
    days = tuple(_of_days(trial))
    if record.cancelled is not None:
        # What it would have come to is nobody's result.
        return Charts(days, None, None)
    return Charts(days, _programmes(trial), analyses_chart(assessment))


def _of_days(trial: _Trial) -> Iterator[Chart]:
    primary = trial.assessment.primary
    others = (site for site in trial.assessment.sites if site is not primary)
    for n, site in enumerate((primary, *others)):
        yield _pain(trial, site, f"pain-{n}")
    yield from _weeks(trial)
    for name, title, asked in GROUPS:
        present = recorded_domains(trial.record.diary, asked)
        if present:
            yield _domains(trial, name, title, present)


def _pain(trial: _Trial, site: SiteResult, chart_id: str) -> Chart:
    diary, assessment, occasions = trial.record.diary, trial.assessment, trial.occasions
    name = f"{site.site[:1].upper()}{site.site[1:]}"
    note = None
    if site is assessment.primary:
        events = [event for found in occasions.events.values() for event in found]
        note = after_the_chart(events, timeline(diary, assessment, occasions).last)
    return drawn(
        chart_id,
        f"{name}, {assessment.protocol.measure} pain a day",
        lambda compact: pain_chart(diary, site, assessment, occasions=occasions, compact=compact),
        pain_numbers(diary, site, assessment, occasions=occasions),
        _pain_alt(name, site, assessment),
        note,
    )


def _pain_alt(name: str, site: SiteResult, assessment: Assessment) -> str:
    said = f"Daily {assessment.protocol.measure} pain, {name}"
    if site.baseline.mean is not None:
        said += f"; baseline mean {display_number(site.baseline.mean)}"
    if site.evaluation.mean is not None:
        said += f"; trial mean {display_number(site.evaluation.mean)}"
    if site.evaluation.missing:
        said += f"; days missing from the window: {len(site.evaluation.missing)}"
    return f"{said}."


def _weeks(trial: _Trial) -> Iterator[Chart]:
    diary, assessment, occasions = trial.record.diary, trial.assessment, trial.occasions
    found = weeks(diary, assessment)
    if not found or trial.record.cancelled is not None:
        return
    means = [display_number(week.mean) for week in found if week.mean is not None]
    yield drawn(
        "weeks",
        f"Week by week, {assessment.primary_site}",
        lambda compact: week_chart(diary, assessment, found, occasions=occasions, compact=compact),
        week_numbers(found, timeline(diary, assessment, occasions)),
        f"Mean pain of each week of treatment, from the first: {', '.join(means)}.",
        "The number over each week is how many of its days are recorded.",
    )


def _domains(trial: _Trial, name: str, title: str, domains: tuple[Domain, ...]) -> Chart:
    diary, assessment, occasions = trial.record.diary, trial.assessment, trial.occasions
    table = trial.record.opioid_table
    return drawn(
        name,
        title,
        lambda compact: domain_chart(
            diary, assessment, domains, occasions=occasions, compact=compact
        ),
        domain_numbers(diary, assessment, domains, table=table, occasions=occasions),
        _domain_alt(title, assessment, domains),
        " ".join(domain_notes(diary, assessment, domains, table)) or None,
    )


def _domain_alt(title: str, assessment: Assessment, domains: tuple[Domain, ...]) -> str:
    said = [f"{title} by day, on the same days as the pain"]
    for change in assessment.domains:
        if change.domain in domains:
            before, during = (
                "not recorded" if mean is None else display_number(mean)
                for mean in (change.baseline_mean, change.trial_mean)
            )
            name = DOMAIN_TITLES[change.domain]
            said.append(f"{name}: baseline mean {before}, trial mean {during}")
    return f"{'; '.join(said)}."


def _programmes(trial: _Trial) -> Chart | None:
    assessment = trial.assessment
    found = sides(trial.record.diary, assessment)
    if not found:
        return None
    return drawn(
        "programmes",
        f"Programmes side by side, {assessment.primary_site}",
        lambda compact: programme_chart(found, assessment, compact=compact),
        programme_numbers(found),
        f"{'; '.join(f'{side.name}: {side.words}' for side in found)}.",
        " ".join(programme_notes(found)),
    )
