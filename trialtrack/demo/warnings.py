"""Warning signs of the demonstration: one that waits for somebody, and one that was dealt with."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID, uuid4

from trialtrack.clinical.signs import Sign
from trialtrack.demo.times import local
from trialtrack.demo.trial_story import Step, TrialStory
from trialtrack.services.acknowledge_flag import acknowledge_flag
from trialtrack.services.raise_flag import Report, raise_flag


@dataclass(frozen=True, slots=True)
class Warned:
    """What a patient reported, so many days ago and at what time, and what the nurse did then.

    `dealt_with` None: nobody has acknowledged it yet.
    """

    scenario: str
    days_ago: int
    at: tuple[int, int]
    signs: tuple[Sign, ...]
    words: str
    dealt_with: str | None = None


WARNED = (
    Warned(
        "running, so far well",
        days_ago=1,
        at=(21, 40),
        signs=(Sign.WOUND,),
        words="The dressing is wet on one side since this afternoon. It does not hurt.",
    ),
    Warned(
        "stimulation off for a day",
        days_ago=4,
        at=(20, 45),
        signs=(Sign.STIMULATION_GONE,),
        words="It stopped at half past eight and does not come back.",
        dealt_with="Rang her at 9. No weakness, no fever. Generator was off; comes in tomorrow.",
    ),
)


@dataclass(slots=True)
class _Course:
    """One warning sign from the report to the acknowledgement."""

    warned: Warned
    story: TrialStory
    today: date
    flag_id: UUID | None = None

    def steps(self) -> Iterator[Step]:
        day = self.today - timedelta(days=self.warned.days_ago)
        reported_at = local(day, *self.warned.at)
        yield Step(reported_at, partial(self._is_reported, reported_at))
        if self.warned.dealt_with is not None:
            morning = local(day + timedelta(days=1), 9, 20)
            yield Step(morning, partial(self._is_dealt_with, self.warned.dealt_with, morning))

    def _is_reported(self, at: datetime) -> None:
        story, warned = self.story, self.warned
        report = Report(uuid4(), story.trial_id, warned.signs, warned.words)
        self.flag_id = raise_flag(report=report, by=story.patient, at=at).flag_id

    def _is_dealt_with(self, words: str, at: datetime) -> None:
        if self.flag_id is not None:
            by = self.story.team.nurse
            acknowledge_flag(flag_id=self.flag_id, words=words, by=by, at=at)


def warnings(story: TrialStory, today: date) -> Iterator[Step]:
    """What is reported in one trial of the demonstration, for its diary day `today`."""
    for warned in WARNED:
        if warned.scenario == story.plan.scenario:
            yield from _Course(warned, story, today).steps()
