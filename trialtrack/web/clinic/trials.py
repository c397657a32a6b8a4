"""The list of trials in words, by what they need: those that end, those that run, the others."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from markupsafe import Markup

from trialtrack.access import TrialState
from trialtrack.clinical.results import Stage
from trialtrack.figures.sparkline import trial_sparkline
from trialtrack.queries.trial_list import AssessedTrial
from trialtrack.web.clinic.kinds import Kind, headline, kind, short_figure
from trialtrack.web.clinic.naming import (
    CANCELLED,
    MODALITIES,
    NOT_PLACED,
    born_words,
    day_of_trial,
    person_name,
)
from trialtrack.web.words import count


@dataclass(frozen=True, slots=True)
class TrialRow:
    """One trial. `logged` is recorded of expected days of the evaluation window so far."""

    trial_id: UUID
    name: str
    born: str
    hospital_number: str
    modality: str
    site: str
    day_words: str
    logged: str
    sparkline: Markup
    figure: str
    kind: Kind
    words: str


@dataclass(frozen=True, slots=True)
class TrialGroup:
    """Trials that stand at the same point."""

    heading: str
    rows: tuple[TrialRow, ...]


@dataclass(frozen=True, slots=True)
class TrialsPage:
    """The whole list."""

    count_words: str
    groups: tuple[TrialGroup, ...]


def trials_page(trials: Iterable[AssessedTrial]) -> TrialsPage:
    """Groups in the order in which they need someone; empty ones are left out."""
    listed = list(trials)
    ending = [trial for trial in listed if _ends(trial)]
    running = [trial for trial in listed if _runs(trial) and trial not in ending]
    planned = [trial for trial in listed if trial.record.state is TrialState.PLANNED]
    final = [trial for trial in listed if trial.assessment.stage is Stage.FINAL]
    final.sort(key=lambda trial: trial.assessment.as_of, reverse=True)
    cancelled = [trial for trial in listed if trial.record.state is TrialState.CANCELLED]
    groups = (
        TrialGroup("Ending today or over", tuple(map(_row, ending))),
        TrialGroup("Running", tuple(map(_row, running))),
        TrialGroup("Before placement", tuple(map(_row, planned))),
        TrialGroup("Ended", tuple(map(_row, final))),
        TrialGroup("Cancelled", tuple(map(_row, cancelled))),
    )
    return TrialsPage(
        f"{count(len(listed), 'trial')}, {len(running) + len(ending)} of them running",
        tuple(group for group in groups if group.rows),
    )


def _runs(trial: AssessedTrial) -> bool:
    return trial.record.state is TrialState.PLACED


def _ends(trial: AssessedTrial) -> bool:
    return _runs(trial) and trial.today >= trial.record.planned_removal_on


def _row(trial: AssessedTrial) -> TrialRow:
    record, result = trial.record, trial.assessment.primary
    evaluation, cancelled = result.evaluation, record.state is TrialState.CANCELLED
    return TrialRow(
        trial_id=record.trial_id,
        name=person_name(record.patient),
        born=born_words(record.patient),
        hospital_number=record.patient.hospital_number or "–",
        modality=MODALITIES[record.modality],
        site=result.site,
        day_words=day_of_trial(trial),
        logged=f"{len(evaluation.recorded)}/{evaluation.expected}" if evaluation.window else "–",
        # The figure is made by us of numbers alone, its words escaped there.
        sparkline=Markup(trial_sparkline(record.diary, result, trial.assessment)),  # noqa: S704
        figure="–" if cancelled else short_figure(result),
        kind=kind(result),
        words=_words(trial),
    )


def _words(trial: AssessedTrial) -> str:
    if trial.record.state is TrialState.CANCELLED:
        return CANCELLED
    planned = trial.record.state is TrialState.PLANNED
    return NOT_PLACED if planned else headline(trial.assessment.primary)
