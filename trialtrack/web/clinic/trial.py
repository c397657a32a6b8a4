"""The page of one trial in words and figures; every number comes from its assessment."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from markupsafe import Markup

from trialtrack.access import TrialState
from trialtrack.clinical.assessment import METHOD
from trialtrack.clinical.display import display_number
from trialtrack.clinical.needed import baseline_still_needed, still_needed
from trialtrack.clinical.protocol import text
from trialtrack.clinical.results import SiteResult, Stage
from trialtrack.clinical.working import working
from trialtrack.figures.interval import interval_figure
from trialtrack.queries.trial_list import AssessedTrial
from trialtrack.web.clinic.answer import Answer, answer
from trialtrack.web.clinic.cancelled import cancelled_words
from trialtrack.web.clinic.changes import changed_after_the_end
from trialtrack.web.clinic.kinds import Kind, headline, kind, short_figure
from trialtrack.web.clinic.meaning import Meaning, meaning
from trialtrack.web.clinic.naming import (
    CANCELLED,
    MODALITIES,
    NOT_PLACED,
    born_words,
    dates_of_trial,
    day_of_trial,
    person_name,
    site_words,
)
from trialtrack.web.clinic.rests_on import Ground, rests_on
from trialtrack.web.clinic.stands import Stands, stands
from trialtrack.web.clinic.whole import Whole, whole
from trialtrack.web.words import date_words, signed


@dataclass(frozen=True, slots=True)
class SiteRow:
    """The answer at a site that is not the primary one."""

    site: str
    figure: str
    kind: str
    words: str
    rests_on: str


@dataclass(frozen=True, slots=True)
class TrialPage:
    """What a consultant reads, from the top. `notices`: (title, text) of what changes all of it.

    `judged` False of a cancelled trial: it has neither a figure nor a verdict, so none is shown.
    """

    trial_id: UUID
    name: str
    born: str
    hospital_number: str
    facts: tuple[str, ...]
    notices: tuple[tuple[str, str], ...]
    judged: bool
    question: str
    answer: Answer
    interval: Markup | None
    threshold: float
    stands: Stands
    whole: Whole
    rests_on: tuple[Ground, ...]
    formula: str | None
    method_words: str
    meaning: Meaning
    other_sites: tuple[SiteRow, ...]


def trial_page(trial: AssessedTrial) -> TrialPage:
    """The page as of the day that the trial was assessed for."""
    record, assessment = trial.record, trial.assessment
    result, protocol = assessment.primary, assessment.protocol
    made = working(record.diary, protocol, assessment.as_of, result)
    drawn = interval_figure(result, protocol.threshold_percent)
    return TrialPage(
        trial_id=record.trial_id,
        name=person_name(record.patient),
        born=born_words(record.patient),
        hospital_number=record.patient.hospital_number or "–",
        facts=_facts(trial),
        notices=tuple(_notices(trial)),
        judged=record.cancelled is None,
        question=f"Was the {text(protocol.threshold_percent)}% threshold met?",
        answer=top_answer(trial),
        # Made by us of numbers alone, its words escaped there.
        interval=None if drawn is None else Markup(drawn),  # noqa: S704
        threshold=float(protocol.threshold_percent),
        stands=stands(result, made.evaluation.values),
        whole=whole(assessment, record),
        rests_on=rests_on(trial, made),
        formula=_formula(result),
        method_words=f"Method {METHOD}, as of {date_words(assessment.as_of)}",
        meaning=meaning(assessment),
        other_sites=tuple(
            _site_row(other, trial) for other in assessment.sites if other is not result
        ),
    )


def top_answer(trial: AssessedTrial) -> Answer:
    """What stands on top: the primary site's answer, and what a running trial still needs."""
    record, assessment = trial.record, trial.assessment
    needed = baseline = None
    if assessment.stage is Stage.INTERIM and record.cancelled is None:
        needed = still_needed(
            record.diary,
            assessment.protocol,
            assessment.as_of,
            record.planned_removal_on,
            trial.open_from,
        )
    if record.state is TrialState.PLANNED:
        baseline = baseline_still_needed(
            record.diary, assessment.protocol, assessment.as_of, trial.open_from
        )
    found = answer(assessment.primary, assessment.protocol, needed, baseline)
    found = replace(found, headline=site_headline(assessment.primary, trial))
    words = cancelled_words(record)
    if words is not None:
        # No figure and no verdict: what it would have come to is nobody's result.
        return Answer(Kind.PENDING, CANCELLED, "", None, "", words, None, found.rests_on, ())
    if found.headline == STOPPED:
        return replace(found, missing=("Nothing more will be logged.",))
    return found


def site_headline(result: SiteResult, trial: AssessedTrial) -> str:
    """The verdict of a site in a few words; while there can be none, where the trial stands."""
    record = trial.record
    if record.state is TrialState.PLANNED:
        return NOT_PLACED
    if record.withdrawn_at is not None and trial.assessment.stage is Stage.INTERIM:
        return STOPPED
    return headline(result)


STOPPED = "Stopped taking part"
_COUNTED_AS_NOW = "The result counts them as they are now: {}. Without these changes it is: {}, {}."


def _facts(trial: AssessedTrial) -> tuple[str, ...]:
    record = trial.record
    judged = site_words(trial.assessment.primary_site, record.protocol.measure)
    facts = [MODALITIES[record.modality], judged]
    if record.state is not TrialState.REMOVED:
        facts.append(day_of_trial(trial))
    return (*facts, dates_of_trial(trial))


def _notices(trial: AssessedTrial) -> Iterator[tuple[str, str]]:
    """What a reader has to know before anything else on the page."""
    record = trial.record
    cancelled = cancelled_words(record)
    if cancelled is not None:
        yield cancelled, "The trial has no verdict. What was entered before stays below."
    if record.withdrawn_at is not None:
        left_on = date_words(record.withdrawn_at.date())
        yield f"The patient stopped taking part on {left_on}", "Nothing was collected after that."
    changed = changed_after_the_end(record)
    if changed and trial.before_changes is not None:
        before = trial.before_changes
        yield (
            "Answers were changed after the end of the trial",
            _COUNTED_AS_NOW.format(
                ", ".join(changed), signed(short_figure(before)), headline(before).lower()
            ),
        )


def _site_row(result: SiteResult, trial: AssessedTrial) -> SiteRow:
    words = answer(result, trial.assessment.protocol, None)
    figure = signed(short_figure(result))
    said = site_headline(result, trial)
    return SiteRow(result.site, figure, kind(result), said, words.rests_on)


def _formula(result: SiteResult) -> str | None:
    baseline, trial = result.baseline.mean, result.evaluation.mean
    if result.display is None or baseline is None or trial is None:
        return None
    b, t = display_number(baseline, 2), display_number(trial, 2)
    return f"100 × ({b} − {t}) ÷ {b} = {signed(result.display)}"
