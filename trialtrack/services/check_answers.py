"""Whether the answers of a day can be true: within their ranges, of this trial's plan."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from trialtrack.access import Refusal
from trialtrack.clinical.answers import UNKNOWN_PROGRAMME, DayAnswers
from trialtrack.clinical.diary import Domain, Measure
from trialtrack.clinical.opioid_names import OPIOIDS
from trialtrack.services.day_entry import DayEntry

MOST_NOTE_CHARACTERS = 2_000
MOST_NAME_CHARACTERS = 200
MOST_OTHER_MEDICINES = 5


class NothingAnswered(Refusal):
    """Answer at least one question, or write a note."""


class AnswerOutOfRange(Refusal):
    """That answer is out of range."""


class UnknownSite(Refusal):
    """One of the pain sites is not part of this trial."""


class UnknownMedicine(Refusal):
    """One of the medicines is not in the plan of this trial."""


class UnknownProgramme(Refusal):
    """That programme is not one of this trial."""


class NoteTooLong(Refusal):
    """Write a note of at most 2,000 characters."""


class OtherMedicinesUnclear(Refusal):
    """Name each other medicine in a few words, and how many doses you took; five at most."""


class SaidAndNotSaid(Refusal):
    """One pain score is given and declined at once."""


@dataclass(frozen=True, slots=True)
class PartsOfTrial:
    """What the answers of one trial may speak of, each by its id."""

    sites: frozenset[str]
    medicines: frozenset[str]
    programmes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Range:
    """From `least` to `most`, both in, with at most `decimals` decimals."""

    least: int
    most: int
    decimals: int = 0

    def holds(self, value: Fraction) -> bool:
        """Whether a value lies in the range and on its grid."""
        on_grid = (value * Fraction(10) ** self.decimals).denominator == 1
        return on_grid and self.least <= value <= self.most


PAIN = Range(0, 10, decimals=1)
COUNT = Range(0, 100, decimals=2)
OFF_MINUTES = Range(0, 1_500)
"""A day on which the clocks go back has 25 hours."""
STATED_RELIEF = Range(-100, 100, decimals=1)
VALUES: Mapping[Domain, Range] = {
    Domain.SLEEP_HOURS: Range(0, 24, decimals=2),
    Domain.SLEEP_QUALITY: Range(0, 10, decimals=1),
    Domain.AWAKENINGS: Range(0, 50),
    Domain.STEPS: Range(0, 100_000),
    Domain.WALKING_MINUTES: Range(0, 1_440),
    Domain.STANDING_MINUTES: Range(0, 1_440),
    Domain.ACTIVITY_INTERFERENCE: Range(0, 10, decimals=1),
}
"""What a person answers. The other domains are worked out from the medicines."""


def check_range(question: str, value: Fraction, allowed: Range) -> None:
    """AnswerOutOfRange, in words, unless the value can be an answer."""
    if not allowed.holds(value):
        grid = f"at most {allowed.decimals} decimals" if allowed.decimals else "no decimals"
        raise AnswerOutOfRange(
            f"{question} must be {allowed.least} to {allowed.most}, with {grid}."
        )


def check_answers(entry: DayEntry, parts: PartsOfTrial) -> None:
    """Refuse answers that cannot be."""
    answers = entry.answers
    _check_parts(answers, parts)
    for site, scores in answers.pain.items():
        if answers.declined.get(site, frozenset()) & set(scores):
            raise SaidAndNotSaid
        for measure, score in scores.items():
            check_range(f"Pain ({measure})", score, PAIN)
    for domain, value in answers.values.items():
        if domain not in VALUES:
            raise AnswerOutOfRange(f"{domain} is worked out, and is not an answer.")
        check_range(domain.replace("_", " ").capitalize(), value, VALUES[domain])
    for count in (answers.doses or {}).values():
        check_range("The number taken", count, COUNT)
    for question, value_given, allowed in (
        ("The number of other painkillers", answers.other_rescue_doses, COUNT),
        ("Your own estimate", answers.stated_relief_percent, STATED_RELIEF),
        ("The minutes off", answers.off_minutes, OFF_MINUTES),
    ):
        if value_given is not None:
            check_range(question, value_given, allowed)
    _check_others(entry)
    _check_texts(entry)


def _check_parts(answers: DayAnswers, parts: PartsOfTrial) -> None:
    """Refuse what is not of this trial."""
    if not {*answers.pain, *answers.declined} <= parts.sites:
        raise UnknownSite
    if not {*(answers.doses or {}), *answers.patches_changed} <= parts.medicines:
        raise UnknownMedicine
    if answers.programme not in {None, UNKNOWN_PROGRAMME, *parts.programmes}:
        raise UnknownProgramme


def _check_others(entry: DayEntry) -> None:
    others, names = entry.answers.other_medicines, entry.other_names
    named = [name for name in names if 0 < len(name.strip()) <= MOST_NAME_CHARACTERS]
    if not len(others) == len(names) == len(named) <= MOST_OTHER_MEDICINES:
        raise OtherMedicinesUnclear
    for other in others:
        check_range("The number of doses", other.doses, COUNT)
        if other.opioid is not None and other.opioid not in OPIOIDS:
            raise OtherMedicinesUnclear


def _check_texts(entry: DayEntry) -> None:
    written = [entry.note_text, *entry.texts.values()]
    if any(text is not None and len(text) > MOST_NOTE_CHARACTERS for text in written):
        raise NoteTooLong
    if not any(written) and entry.answers == DayAnswers(entry.answers.day, pain=_no_scores(entry)):
        raise NothingAnswered


def _no_scores(entry: DayEntry) -> dict[str, dict[Measure, Fraction]]:
    """Sites without a score: they say nothing."""
    return {site: {} for site, scores in entry.answers.pain.items() if not scores}
