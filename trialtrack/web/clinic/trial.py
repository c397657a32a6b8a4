"""The page of one trial in words and figures; every number comes from its assessment."""

from collections import Counter
from dataclasses import dataclass, replace

from markupsafe import Markup

from trialtrack.access import TrialState
from trialtrack.clinical.assessment import METHOD
from trialtrack.clinical.display import display_number
from trialtrack.clinical.needed import StillNeeded, still_needed
from trialtrack.clinical.protocol import text
from trialtrack.clinical.results import BaselineSource, SiteResult, Stage
from trialtrack.figures.interval import interval_figure
from trialtrack.models import Origin
from trialtrack.queries.trial_list import AssessedTrial
from trialtrack.store.records import Deviation
from trialtrack.web.clinic.answer import Answer, answer
from trialtrack.web.clinic.cancelled import cancelled_words
from trialtrack.web.clinic.changes import changed_after_the_end, changes
from trialtrack.web.clinic.kinds import Kind, headline, kind, short_figure
from trialtrack.web.clinic.naming import (
    CANCELLED,
    MODALITIES,
    NOT_PLACED,
    born_words,
    dates_of_trial,
    day_of_trial,
    person_name,
)
from trialtrack.web.clinic.stands import Stands, stands
from trialtrack.web.clinic.whole import LegWords, beside, leg_words
from trialtrack.web.words import count, date_words, short_day


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
    """What a consultant reads, from the top."""

    name: str
    born: str
    hospital_number: str
    facts: tuple[str, ...]
    question: str
    answer: Answer
    interval: Markup | None
    threshold: float
    stands: Stands
    legs: tuple[LegWords, ...]
    beside: tuple[str, ...]
    rests_on: tuple[str, ...]
    changed_after_the_end: tuple[str, ...]
    before_changes: str | None
    formula: str | None
    method_words: str
    other_sites: tuple[SiteRow, ...]


def trial_page(trial: AssessedTrial) -> TrialPage:
    """The page as of the day that the trial was assessed for."""
    record, assessment = trial.record, trial.assessment
    result, protocol = assessment.primary, assessment.protocol
    needed = None
    if assessment.stage is Stage.INTERIM and record.cancelled is None:
        needed = still_needed(
            record.diary,
            protocol,
            assessment.as_of,
            record.planned_removal_on,
            trial.open_from,
        )
    drawn = interval_figure(result, protocol.threshold_percent)
    return TrialPage(
        name=person_name(record.patient),
        born=born_words(record.patient),
        hospital_number=record.patient.hospital_number or "–",
        facts=_facts(trial),
        question=f"Was the {text(protocol.threshold_percent)}% threshold met?",
        answer=_top(trial, needed),
        # Made by us of numbers alone, its words escaped there.
        interval=None if drawn is None or record.cancelled else Markup(drawn),  # noqa: S704
        threshold=float(protocol.threshold_percent),
        stands=stands(result),
        legs=leg_words(assessment, record.opioid_table),
        beside=beside(assessment),
        rests_on=tuple(_rests_on(trial)),
        changed_after_the_end=changed_after_the_end(record),
        before_changes=_before(trial.before_changes),
        formula=_formula(result),
        method_words=_method_words(trial),
        other_sites=tuple(
            _site_row(other, trial) for other in assessment.sites if other is not result
        ),
    )


def _top(trial: AssessedTrial, needed: StillNeeded | None) -> Answer:
    found = answer(trial.assessment.primary, trial.assessment.protocol, needed)
    words = cancelled_words(trial.record)
    if words is not None:
        # No figure and no verdict: what it would have come to is nobody's result.
        return Answer(Kind.PENDING, CANCELLED, None, "", words, None, found.rests_on, ())
    if trial.record.state is TrialState.PLANNED:
        return replace(found, headline=NOT_PLACED)
    return found


def _facts(trial: AssessedTrial) -> tuple[str, ...]:
    record = trial.record
    facts = [MODALITIES[record.modality], trial.assessment.primary_site]
    if record.state is not TrialState.REMOVED:
        facts.append(day_of_trial(trial))
    return (*facts, dates_of_trial(trial))


def _site_row(result: SiteResult, trial: AssessedTrial) -> SiteRow:
    words = answer(result, trial.assessment.protocol, None)
    return SiteRow(
        result.site, short_figure(result), kind(result), headline(result), words.rests_on
    )


def _rests_on(trial: AssessedTrial) -> list[str]:
    result = trial.assessment.primary
    baseline, evaluation = result.baseline, result.evaluation
    said = []
    if baseline.source is BaselineSource.DIARY and baseline.mean is not None:
        spread = "" if baseline.spread is None else f", spread {baseline.spread:.1f}"
        mean = display_number(baseline.mean)
        said.append(
            f"A baseline of {count(len(baseline.recorded), 'diary day')}, mean {mean}{spread} "
            f"(grade {baseline.grade})."
        )
    elif baseline.source is BaselineSource.CLINIC and baseline.mean is not None:
        mean = display_number(baseline.mean)
        said.append(f"A baseline of one rating in clinic, {mean} (grade C).")
    else:
        said.append(
            "No baseline yet." if trial.today < trial.record.diary.placed_on else "No baseline."
        )
    if evaluation.window is not None:
        window = evaluation.window
        said.append(
            f"{len(evaluation.recorded)} of {count(evaluation.expected, 'day')} from "
            f"{short_day(window.first)} up to {short_day(window.end)}"
            f"{_late_words(len(evaluation.late))}."
        )
    said.append(_who_wrote(trial))
    said += changes(trial.record)
    if trial.record.withdrawn_at is not None:
        left_on = date_words(trial.record.withdrawn_at.date())
        said.append(f"The patient stopped taking part on {left_on}; nothing was collected after.")
    said += [_deviation(deviation) for deviation in trial.record.deviations] or [
        "The protocol is as it was set before the leads went in."
    ]
    return said


def _late_words(late: int) -> str:
    return f", {count(late, 'of them', 'of them')} entered late" if late else ""


def _who_wrote(trial: AssessedTrial) -> str:
    entries = [day.effective for day in trial.record.days.values()]
    came = Counter(entry.origin for entry in entries)
    by_patient = came[Origin.PATIENT]
    corrected = sum(day.corrected for day in trial.record.days.values())
    who = (
        "All entered by the patient"
        if by_patient == len(entries)
        else f"{by_patient} of {len(entries)} days entered by the patient, {_by_staff(came)}"
    )
    return f"{who}; {count(corrected, 'day')} corrected." if corrected else f"{who}."


def _before(result: SiteResult | None) -> str | None:
    return None if result is None else f"{short_figure(result)}, {headline(result).lower()}"


def _by_staff(came: Counter[Origin]) -> str:
    said = ((Origin.TRANSCRIBED, "copied from paper"), (Origin.TELEPHONE, "said on the telephone"))
    return ", ".join(f"{came[origin]} {words}" for origin, words in said if came[origin])


def _deviation(deviation: Deviation) -> str:
    changes = ", ".join(f"{name} from {old} to {new}" for name, old, new in deviation.changes)
    reason = f": {deviation.reason}" if deviation.reason else ""
    return (
        f"Deviation on {date_words(deviation.at.date())} by {deviation.by_name}: {changes}{reason}."
    )


def _formula(result: SiteResult) -> str | None:
    baseline, trial = result.baseline.mean, result.evaluation.mean
    if result.display is None or baseline is None or trial is None:
        return None
    b, t = display_number(baseline, 2), display_number(trial, 2)
    return f"100 × ({b} − {t}) ÷ {b} = {result.display}"


def _method_words(trial: AssessedTrial) -> str:
    as_of = date_words(trial.assessment.as_of)
    return (
        f"Method {METHOD}, as of {as_of}. Worked out on exact fractions; the means above are "
        "rounded to two decimals, the percentage is cut to one, never rounded up."
    )
