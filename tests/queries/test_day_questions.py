"""What a day asks, by protocol, by kind of treatment, and by where it lies in the trial."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from uuid import UUID

import pytest

from tests.services.small_clinic import SmallTrial, an_entry, at
from trialtrack import db
from trialtrack.clinical.diary import Measure
from trialtrack.clinical.protocol import Protocol
from trialtrack.models import Modality
from trialtrack.queries.day_questions import DayQuestions, day_questions
from trialtrack.services.record_day import record_day
from trialtrack.store.diaries import read_diaries
from trialtrack.store.records import ProgrammeFacts, TrialRecord

BEFORE, PLACED, UNDER = date(2026, 3, 9), date(2026, 3, 10), date(2026, 3, 12)
PROGRAMME = ProgrammeFacts(UUID(int=7), "Burst")


def record(trial: SmallTrial) -> TrialRecord:
    with db.view() as session:
        return read_diaries(session, [trial.trial_id])[trial.trial_id]


def asked(trial: SmallTrial, modality: Modality, day: date = UNDER) -> DayQuestions:
    return day_questions(replace(record(trial), modality=modality, programmes=(PROGRAMME,)), day)


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        (Measure.AVERAGE, [Measure.AVERAGE, Measure.WORST, Measure.NOW]),
        (Measure.WORST, [Measure.AVERAGE, Measure.WORST, Measure.NOW]),
        (Measure.LEAST, [Measure.AVERAGE, Measure.WORST, Measure.LEAST, Measure.NOW]),
    ],
)
def test_least_is_asked_only_where_the_result_is_made_of_it(
    trial: SmallTrial, measure: Measure, expected: list[Measure]
) -> None:
    protocol = replace(Protocol(), measure=measure)
    questions = day_questions(replace(record(trial), protocol=protocol), UNDER)
    assert list(questions.measures) == expected
    assert questions.required is measure


@pytest.mark.parametrize(
    ("modality", "programme", "time_off"),
    [
        (Modality.SCS_BURST, True, True),
        (Modality.PNS, True, True),
        (Modality.TENS, True, False),
        (Modality.INTRATHECAL_PUMP, False, False),
    ],
)
def test_stimulation_is_asked_of_what_stimulates(
    trial: SmallTrial, modality: Modality, programme: bool, time_off: bool
) -> None:
    questions = asked(trial, modality)
    assert (bool(questions.programmes), questions.asks_time_off) == (programme, time_off)


@pytest.mark.parametrize(
    ("day", "stimulation", "relief"),
    [(BEFORE, False, False), (PLACED, True, False), (UNDER, True, True)],
)
def test_stimulation_is_asked_from_placement_and_relief_from_the_first_treatment_day(
    trial: SmallTrial, day: date, stimulation: bool, relief: bool
) -> None:
    questions = asked(trial, Modality.DRG, day)
    assert (bool(questions.programmes), questions.asks_time_off) == (stimulation, stimulation)
    assert questions.asks_relief is relief


@pytest.mark.parametrize(
    ("counted", "others", "known"),
    [
        (("tramadol", "paracetamol"), Fraction(0), True),
        (("tramadol",), Fraction(0), False),
        (("tramadol", "paracetamol"), None, False),
    ],
)
def test_yesterday_is_known_where_everything_was_counted(
    trial: SmallTrial, counted: tuple[str, ...], others: Fraction | None, known: bool
) -> None:
    doses = {trial.medicines[drug]: Fraction(2) for drug in counted}
    entry = an_entry(trial, day=date(2026, 3, 11), doses=doses)
    answers = replace(entry.answers, other_rescue_doses=others)
    record_day(entry=replace(entry, answers=answers), by=trial.patient, at=at(11))
    assert day_questions(record(trial), UNDER).knows_yesterday is known
    assert not day_questions(record(trial), date(2026, 3, 13)).knows_yesterday
