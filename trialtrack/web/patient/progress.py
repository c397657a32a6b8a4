"""A patient's own chart. It is shown once today is filled in: yesterday's score sways today's."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, render_template
from markupsafe import Markup

from trialtrack.access import TrialState
from trialtrack.clinical.diary import Measure
from trialtrack.clinical.display import display_number
from trialtrack.clinical.windows import Window
from trialtrack.clock import now_utc
from trialtrack.figures.progress import Score, progress_figure
from trialtrack.queries.own_trial import OwnTrial, own_trial
from trialtrack.store.records import DayRecord, SiteFacts
from trialtrack.web.patient.consent import ask_for_consent
from trialtrack.web.patient.home import Choice
from trialtrack.web.sessions import viewer
from trialtrack.web.words import day_words, occasion_words, short_day

blueprint = Blueprint("progress", __name__)
blueprint.before_request(ask_for_consent)

MEASURES: Mapping[Measure, str] = {
    Measure.AVERAGE: "Average pain of each day",
    Measure.WORST: "Worst pain of each day",
    Measure.LEAST: "Least pain of each day",
    Measure.NOW: "Pain in the evening",
}


@dataclass(frozen=True, slots=True)
class SiteChart:
    """The chart of one site."""

    title: str
    figure: Markup


@dataclass(frozen=True, slots=True)
class ProgressPage:
    """The charts with their numbers; or `waits_for`, the day to fill in first."""

    measure: str
    charts: tuple[SiteChart, ...]
    legend: tuple[str, ...]
    table: dict[str, Any] | None
    waits_for: Choice | None
    waiting: str


@blueprint.get("/diary/progress")
def see() -> str:
    """The patient's own scores over the days, or why they are not shown yet."""
    own = own_trial(viewer=viewer(), at=now_utc())
    return render_template("patient/progress.html", page=progress_page(own))


def progress_page(own: OwnTrial) -> ProgressPage:
    """The page for the instant that the trial was read at."""
    waits_for = day_to_fill_in(own)
    measure = MEASURES[own.record.protocol.measure]
    if waits_for is not None or not own.record.days:
        return ProgressPage(
            measure, (), (), None, _choice(own, waits_for), _waiting(own, waits_for)
        )
    days = _days(own)
    scores = {site: [_score(own, site, day) for day in days] for site in own.record.sites}
    return ProgressPage(
        measure=measure,
        charts=tuple(
            SiteChart(site.name, _figure(own, f"{measure}, {site.name}", found))
            for site, found in scores.items()
        ),
        legend=tuple(_legend(own, [score for found in scores.values() for score in found])),
        table=_table(own, days),
        waits_for=None,
        waiting="",
    )


def day_to_fill_in(own: OwnTrial) -> date | None:
    """The day that has to be filled in before the chart is shown; None: it is shown.

    While the diary asks for today, that is today. After its last day the chart would still sway
    the days that can be filled in: it waits until none is left.
    """
    still_open = [day for day in own.open_days if day not in own.record.days]
    if own.today <= own.last_day:
        return own.today if own.today in still_open else None
    return max((day for day in still_open if day <= own.last_day), default=None)


def _days(own: OwnTrial) -> tuple[date, ...]:
    """Every day that the diary asks for, and those before and after it that were filled in."""
    last = max(own.last_day, *own.record.days)
    asked = Window(own.first_day, last + timedelta(days=1)).each_day()
    return tuple(sorted({*asked, *own.outside}))


def _score(own: OwnTrial, site: SiteFacts, day: date) -> Score:
    record = own.record.days.get(day)
    if record is None:
        return Score(day, None, ahead=day > own.today)
    scores = record.effective.answers.pain.get(str(site.id), {})
    return Score(day, scores.get(own.record.protocol.measure), late=record.effective.late)


def _figure(own: OwnTrial, title: str, scores: Sequence[Score]) -> Markup:
    label, over = occasion_words(own.record.modality)
    if own.record.state is TrialState.PLANNED:
        label += ", planned"
    figure = progress_figure(
        title,
        scores,
        placed_on=own.record.diary.placed_on,
        placed_label=label,
        removed_on=own.record.diary.removed_on,
        removed_label=over,
    )
    return Markup(figure)  # noqa: S704  (made of escaped text by figures.svg)


def _legend(own: OwnTrial, scores: Sequence[Score]) -> Iterator[str]:
    if any(score.late and score.value is not None for score in scores):
        yield "A ring is a day that was entered late."
    if any(score.missing for score in scores):
        yield "A day without a score is marked at the bottom, and no line crosses it."
    label, over = occasion_words(own.record.modality)
    removed_on = own.record.diary.removed_on
    if removed_on is None or removed_on not in [score.day for score in scores]:
        yield f"The dotted line is the day of “{label}”, {day_words(own.record.diary.placed_on)}."
        return
    began = f"“{label}”, {day_words(own.record.diary.placed_on)}"
    yield f"The dotted lines are the days of {began}, and of “{over}”, {day_words(removed_on)}."


def _table(own: OwnTrial, days: Sequence[date]) -> dict[str, Any]:
    sites, begun = own.record.sites, [day for day in days if day <= own.today]
    notes = {day: _note(own.record.days.get(day)) for day in begun}
    noted = any(notes.values())
    return {
        "head": ["Day", *({"text": site.name, "num": True} for site in sites)]
        + (["Note"] if noted else []),
        "rows": [
            [short_day(day), *(_cell(own, site, day) for site in sites)]
            + ([notes[day]] if noted else [])
            for day in begun
        ],
    }


def _cell(own: OwnTrial, site: SiteFacts, day: date) -> str | None:
    record, measure = own.record.days.get(day), own.record.protocol.measure
    if record is None:
        return None
    if measure in record.effective.answers.declined.get(str(site.id), ()):
        return "rather not say"
    value = _score(own, site, day).value
    return None if value is None else display_number(value)


def _note(record: DayRecord | None) -> str | None:
    if record is None:
        return "no entry"
    said = ["entered late"] if record.effective.late else []
    return ", ".join([*said, *(["corrected"] if record.corrected else [])]) or None


def _choice(own: OwnTrial, day: date | None) -> Choice | None:
    if day is None:
        return None
    words = f"today, {day_words(day)}" if day == own.today else day_words(day)
    return Choice(day, f"Fill in {words}", primary=True)


def _waiting(own: OwnTrial, waits_for: date | None) -> str:
    why = "Seeing the scores of the days before can sway the next one, without anyone meaning it."
    if waits_for is None:
        return "There is nothing to show yet: no day has been filled in."
    if waits_for == own.today:
        return f"They are shown when today is filled in. {why}"
    return f"They are shown when no day is left that can be filled in. {why}"
