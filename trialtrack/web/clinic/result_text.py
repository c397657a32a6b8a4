"""The result as plain text, to be pasted into a record: the words of the trial's page, no others.

The patient's own free text never goes along. Signs that old record systems mangle, a minus sign
above all, are written as a typewriter would.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from trialtrack.clinical.assessment import METHOD
from trialtrack.clinical.display import display_number, display_percent
from trialtrack.clinical.protocol import text
from trialtrack.clinical.weeks import WeekMean
from trialtrack.clinical.working import working
from trialtrack.figures.weeks import weeks
from trialtrack.queries.trial_list import AssessedTrial
from trialtrack.store.records import TrialRecord
from trialtrack.web.clinic.changes import waiting
from trialtrack.web.clinic.kinds import short_figure
from trialtrack.web.clinic.naming import (
    MODALITIES,
    born_words,
    dates_of_trial,
    person_name,
    site_words,
)
from trialtrack.web.clinic.rests_on import DEVIATIONS, SETTLED, rests_on
from trialtrack.web.clinic.stands import stands
from trialtrack.web.clinic.trial import site_headline, top_answer
from trialtrack.web.clinic.whole import whole
from trialtrack.web.words import count, date_words, moment_words

MOST_CHARACTERS = 2000
_TYPEWRITER = str.maketrans({"−": "-", "→": "to", "’": "'", "“": '"', "”": '"', "–": "-"})


@dataclass(frozen=True, slots=True)
class TextPage:
    """The text, and of what record."""

    record: TrialRecord
    text: str
    length_words: str


def text_page(trial: AssessedTrial, at: datetime) -> TextPage:
    """The page with the text as it was made at an instant."""
    said = result_text(trial, at)
    return TextPage(trial.record, said, count(len(said), "character"))


def result_text(trial: AssessedTrial, at: datetime) -> str:
    """The text, a line a matter.

    Where it would be over 2,000 characters the reasons of the deviations are left out, and if that
    does not do, the deviations are counted.
    """
    said = _written(trial, at)
    if len(said) > MOST_CHARACTERS:
        record = trial.record
        short = tuple(replace(each, reason=None) for each in record.deviations)
        said = _written(replace(trial, record=replace(record, deviations=short)), at)
    return said if len(said) <= MOST_CHARACTERS else _written(trial, at, deviations_counted=True)


def _written(trial: AssessedTrial, at: datetime, *, deviations_counted: bool = False) -> str:
    judged = trial.record.cancelled is None
    lines = (
        *_whose(trial),
        "",
        *(_answers(trial) if judged else (top_answer(trial).sentence, "It has no verdict.")),
        "",
        "What does it rest on?",
        *_grounds(trial, deviations_counted=deviations_counted),
        *(_others(trial) if judged else ()),
        "",
        (
            f"Method {METHOD}, as of {date_words(trial.assessment.as_of)}. "
            "trialtrack helps to judge a trial. It does not decide."
        ),
        f"Made by trialtrack on {moment_words(at, trial.record.time_zone)}.",
    )
    return "\n".join(lines).translate(_TYPEWRITER) + "\n"


def _whose(trial: AssessedTrial) -> Iterator[str]:
    record, patient = trial.record, trial.record.patient
    yield "Result of a neuromodulation trial"
    if patient.family_name is not None:
        number = patient.hospital_number or "none"
        yield f"{person_name(patient)}, born {born_words(patient)}, hospital number {number}"
    judged = site_words(trial.assessment.primary_site, record.protocol.measure)
    yield f"{MODALITIES[record.modality]}; {judged}; {dates_of_trial(trial)}"


def _answers(trial: AssessedTrial) -> Iterator[str]:
    assessment = trial.assessment
    result, rules = assessment.primary, assessment.protocol
    top = top_answer(trial)
    figure = (
        f": {' '.join(filter(None, (top.standing, top.figure, top.unit)))}" if top.figure else ""
    )
    yield f"Was the {text(rules.threshold_percent)}% threshold met? {top.headline}{figure}."
    yield from (top.doubt,) if top.doubt else ()
    yield from top.missing
    yield from _week_by_week(trial)
    made = working(trial.record.diary, rules, assessment.as_of, result)
    yield f"Would it stand? {' '.join(stands(result, made.evaluation.values).lines)}"
    found = whole(assessment, trial.record)
    yield f"Is it the whole success? {found.headline}"
    for leg in found.legs:
        yield f"- {leg.name} {leg.state_word}{f': {leg.words}' if leg.words else ''}"
    yield " ".join((found.estimate, *((found.talk,) if found.talk else ()), *found.notes))


def _week_by_week(trial: AssessedTrial) -> Iterator[str]:
    """METHOD section 6, Course: of a trial of over 14 days, beside the verdict always."""
    found = weeks(trial.record.diary, trial.assessment)
    if found:
        yield f"Week by week: {', '.join(map(_week, found))}."


def _week(week: WeekMean) -> str:
    if week.mean is None:
        return "no day recorded"
    if week.reduction_percent is None:
        return f"mean {display_number(week.mean)}"
    return display_percent(week.reduction_percent)


def _grounds(trial: AssessedTrial, *, deviations_counted: bool) -> Iterator[str]:
    assessment = trial.assessment
    made = working(trial.record.diary, assessment.protocol, assessment.as_of, assessment.primary)
    for ground in rests_on(trial, made):
        if ground.name == SETTLED:
            continue
        if ground.name == DEVIATIONS and deviations_counted:
            yield f"- {DEVIATIONS}: {len(ground.lines)}, see the trial."
        else:
            yield f"- {ground.name}: {' '.join(ground.lines)}"
    yield from (f"- Waiting: {line}" for line in waiting(trial.record))


def _others(trial: AssessedTrial) -> Iterator[str]:
    primary = trial.assessment.primary
    for site in trial.assessment.sites:
        if site is not primary:
            words = site_headline(site, trial).lower()
            figure = "" if site.display is None else f"{short_figure(site)}, "
            yield f"Other site, {site.site}: {figure}{words}."
