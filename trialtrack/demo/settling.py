"""What the team settles in the demonstration: two answers for a day, a correction asked for."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum, auto
from fractions import Fraction
from functools import partial
from uuid import UUID, uuid4

from trialtrack.clinical.answers import DayAnswers
from trialtrack.clinical.diary import Measure
from trialtrack.demo.times import local
from trialtrack.demo.trial_story import Step, TrialStory
from trialtrack.models import Origin
from trialtrack.services.ask_correction import ask_correction
from trialtrack.services.day_entry import DayEntry
from trialtrack.services.record_day import record_day
from trialtrack.services.settle_conflict import Choice, settle_conflict

OFF_BY_POINTS = 2


class Kind(Enum):
    """What happens."""

    ASKED = auto()
    TWICE = auto()
    TWICE_AND_SETTLED = auto()


@dataclass(frozen=True, slots=True)
class Unclear:
    """A day of a scenario, counted from placement, about which something is settled, and why."""

    scenario: str
    kind: Kind
    day: int
    words: str


UNCLEAR = (
    Unclear(
        "running, so far well",
        Kind.ASKED,
        -3,
        "I gave the number for my leg where the back was meant.",
    ),
    Unclear(
        "running, so far well",
        Kind.TWICE,
        1,
        "She brought a sheet for the day after the operation and had typed it as well.",
    ),
    Unclear(
        "met clearly",
        Kind.TWICE_AND_SETTLED,
        3,
        "Rang him: he tried his wife’s tablet in the morning and guessed. The evening counts.",
    ),
)


@dataclass(slots=True)
class _Course:
    """One unclear day, from the second answer to the settlement where there is one."""

    unclear: Unclear
    story: TrialStory
    today: date

    def steps(self) -> Iterator[Step]:
        yesterday = self.today - timedelta(days=1)
        if self.unclear.kind is Kind.ASKED:
            at = local(yesterday, 19, 10)
            yield Step(at, partial(self._is_asked, at))
        elif self.unclear.kind is Kind.TWICE:
            at = local(yesterday, 11, 5)
            yield Step(at, partial(self._is_copied, at))
        else:
            at = local(self.day + timedelta(days=1), 10, 30)
            second = uuid4()
            yield Step(at, partial(self._is_sent_twice, second, at))
            later = local(self.day + timedelta(days=1), 14, 20)
            yield Step(later, partial(self._is_settled, second, later))

    @property
    def day(self) -> date:
        return self.story.plan.placed_on + timedelta(days=self.unclear.day)

    def _is_asked(self, at: datetime) -> None:
        entry = replace(self._other_answers(uuid4()), reason=self.unclear.words)
        replaces = self.story.newest[self.day]
        ask_correction(asked=entry, replaces=replaces, by=self.story.patient, at=at)

    def _is_copied(self, at: datetime) -> None:
        entry = replace(
            self._other_answers(uuid4()),
            origin=Origin.TRANSCRIBED,
            written_on=self.day,
            reason=self.unclear.words,
        )
        record_day(entry=entry, by=self.story.team.nurse, at=at)

    def _is_sent_twice(self, entry_id: UUID, at: datetime) -> None:
        record_day(entry=self._other_answers(entry_id), by=self.story.patient, at=at)

    def _is_settled(self, second: UUID, at: datetime) -> None:
        first = self.story.newest[self.day]
        choice = Choice(second, first, winner_id=first)
        by = self.story.team.nurse
        settle_conflict(choice=choice, reason=self.unclear.words, by=by, at=at)

    def _other_answers(self, entry_id: UUID) -> DayEntry:
        """What was answered for the day, with the average of the first site some points away."""
        sent = [each for each in self.story.plan.entries if each.answers.day == self.day][-1]
        answers = _off(sent.answers, self.story.plan.sites[0])
        return DayEntry(
            entry_id,
            self.story.trial_id,
            self.story.by_id(answers),
            other_names=sent.other_names,
        )


def _off(answers: DayAnswers, site: str) -> DayAnswers:
    said = answers.pain[site]
    average = said[Measure.AVERAGE]
    other = average - OFF_BY_POINTS if average >= OFF_BY_POINTS else average + OFF_BY_POINTS
    scores = {**said, Measure.AVERAGE: Fraction(other)}
    return replace(answers, pain={**answers.pain, site: scores})


def settling(story: TrialStory, today: date) -> Iterator[Step]:
    """What is unclear in one trial of the demonstration, for its diary day `today`."""
    for unclear in UNCLEAR:
        if unclear.scenario == story.plan.scenario:
            yield from _Course(unclear, story, today).steps()
