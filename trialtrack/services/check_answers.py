"""Whether the answers of a day can be true: within their ranges, of this trial's plan."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

from trialtrack.access import Refusal
from trialtrack.clinical.diary import Domain
from trialtrack.services.day_entry import DayEntry

MOST_NOTE_CHARACTERS = 2_000


class NothingAnswered(Refusal):
    """Answer at least one question, or write a note."""


class AnswerOutOfRange(Refusal):
    """That answer is out of range."""


class UnknownSite(Refusal):
    """One of the pain sites is not part of this trial."""


class UnknownMedicine(Refusal):
    """One of the medicines is not in the plan of this trial."""


class NoteTooLong(Refusal):
    """Write a note of at most 2,000 characters."""


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


def check_answers(entry: DayEntry, sites: Collection[str], medicines: Collection[str]) -> None:
    """Refuse answers that cannot be; `sites` and `medicines` are the ids of the trial's plan."""
    answers = entry.answers
    if not set(answers.pain) <= set(sites):
        raise UnknownSite
    if not set(answers.doses or {}) <= set(medicines):
        raise UnknownMedicine
    for scores in answers.pain.values():
        for measure, score in scores.items():
            check_range(f"Pain ({measure})", score, PAIN)
    for domain, value in answers.values.items():
        if domain not in VALUES:
            raise AnswerOutOfRange(f"{domain} is worked out, and is not an answer.")
        check_range(domain.replace("_", " ").capitalize(), value, VALUES[domain])
    for count in (answers.doses or {}).values():
        check_range("The number taken", count, COUNT)
    if answers.other_rescue_doses is not None:
        check_range("The number of other painkillers", answers.other_rescue_doses, COUNT)
    if answers.stated_relief_percent is not None:
        check_range("Your own estimate", answers.stated_relief_percent, STATED_RELIEF)
    _check_note(entry)


def _check_note(entry: DayEntry) -> None:
    note = entry.note_text
    if note is not None and len(note) > MOST_NOTE_CHARACTERS:
        raise NoteTooLong
    answers = entry.answers
    said = (
        any(answers.pain.values()),
        bool(answers.values),
        bool(answers.doses),
        answers.other_rescue_doses is not None,
        answers.stated_relief_percent is not None,
        note is not None,
    )
    if not any(said):
        raise NothingAnswered
