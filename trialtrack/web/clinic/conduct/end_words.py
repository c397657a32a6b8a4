"""The questions at the end of a trial, and what was answered, in words. METHOD section 6."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from trialtrack.clinical.diary import WantsImplant
from trialtrack.clinical.protocol import text
from trialtrack.models import GoalReached
from trialtrack.store.end_answers import EndFacts
from trialtrack.web.words import at_words, long_day

T = TypeVar("T")
IMPRESSIONS = {
    1: "Very much better",
    2: "Much better",
    3: "A little better",
    4: "No change",
    5: "A little worse",
    6: "Much worse",
    7: "Very much worse",
}
"""Global impression of change, seven points."""
WANTS = {WantsImplant.YES: "Yes", WantsImplant.NO: "No", WantsImplant.UNSURE: "Unsure"}
GOAL = {GoalReached.YES: "Yes", GoalReached.PARTLY: "Partly", GoalReached.NO: "No"}


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One question and its answer; None: not answered."""

    key: str
    value: str | None


@dataclass(frozen=True, slots=True)
class AnswersWords:
    """Answers as they were once typed: given when, typed by whom, and why they were corrected."""

    given: str
    rows: tuple[AnswerRow, ...]
    signed: str
    reason: str | None


def end_words(answers: EndFacts, zone: str, *, has_goal: bool) -> AnswersWords:
    """What the patient answered."""
    rows = [
        AnswerRow("Overall, with the treatment", _said(answers.impression_of_change, IMPRESSIONS)),
        AnswerRow("Own estimate of relief", percent_words(answers.own_relief_percent)),
        AnswerRow("Wants the implant", _said(answers.wants_implant, WANTS)),
    ]
    if has_goal or answers.goal_reached is not None:
        rows.append(AnswerRow("Goal reached", _said(answers.goal_reached, GOAL)))
    if answers.words:
        rows.append(AnswerRow("In the patient’s words", answers.words))
    return AnswersWords(
        f"Given on {long_day(answers.answered_on)}",
        tuple(rows),
        f"{answers.by_name or 'The patient'}, {at_words(answers.recorded_at, zone)}",
        answers.reason,
    )


def percent_words(value: Fraction | None) -> str | None:
    """A percentage as it was given; None where there is none."""
    return None if value is None else f"{text(value)}%"


def _said(value: T | None, words: Mapping[T, str]) -> str | None:
    return None if value is None else words[value]
