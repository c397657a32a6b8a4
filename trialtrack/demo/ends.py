"""What the patients of the demonstration answered once their leads were out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from fractions import Fraction
from functools import partial
from uuid import uuid4

from trialtrack.clinical.diary import WantsImplant
from trialtrack.clock import diary_day
from trialtrack.demo.times import TIME_ZONE
from trialtrack.demo.trial_story import Step, TrialStory
from trialtrack.services.end_answers import EndOfTrial, record_end_answers

YES, NO, UNSURE = WantsImplant.YES, WantsImplant.NO, WantsImplant.UNSURE
SLIP_RIGHTED_AFTER = timedelta(minutes=20)


@dataclass(frozen=True, slots=True)
class End:
    """Impression of change, 1 to 7; own estimate of relief in percent; whether they want it.

    `slip`: an impression that was typed first, and corrected.
    """

    impression: int
    own_relief: int
    wants: WantsImplant | None
    words: str | None = None
    slip: int | None = None


ENDS: Mapping[str, End] = {
    "met clearly": End(1, 85, YES, "I walked to the shop and back without stopping."),
    "met but close": End(2, 60, UNSURE, "Good days, but I am afraid of another operation."),
    "failed clearly": End(4, 10, NO),
    "not met but close": End(2, 70, YES, "The burning is gone. That is what I wanted."),
    "exactly at the threshold": End(2, 55, YES),
    "sixty days, slowly better": End(1, 80, YES),
    "baseline below the floor": End(3, 50, None),
    "clinic rating instead of a diary baseline": End(2, 65, YES),
    "worse": End(6, 0, NO, "It stung with every step."),
    "late entries": End(2, 75, YES),
    "less pain on more opioids": End(1, 80, YES),
    "pump trial": End(2, 80, YES),
    "days without pain, and answers put right": End(1, 95, YES, slip=7),
    "missing days": End(3, 55, YES),
}
"""By scenario; of the trials that are left out nobody has asked yet."""


def ends(story: TrialStory) -> Iterator[Step]:
    """The answers given on the day of removal; a slip is corrected soon after."""
    end, removed_at = ENDS.get(story.plan.scenario), story.plan.removed_at
    if end is None or removed_at is None:
        return
    kept = EndOfTrial(
        id=uuid4(),
        answered_on=diary_day(removed_at, TIME_ZONE),
        impression_of_change=end.slip or end.impression,
        own_relief_percent=Fraction(end.own_relief),
        wants_implant=end.wants,
        words=end.words,
    )
    yield Step(removed_at, partial(_answers, story, kept, removed_at))
    if end.slip is not None:
        later = removed_at + SLIP_RIGHTED_AFTER
        yield Step(later, partial(_corrects, story, kept, end.impression, later))


def _answers(story: TrialStory, answers: EndOfTrial, at: datetime) -> None:
    record_end_answers(trial_id=story.trial_id, answers=answers, by=story.team.nurse, at=at)


def _corrects(story: TrialStory, kept: EndOfTrial, impression: int, at: datetime) -> None:
    record_end_answers(
        trial_id=story.trial_id,
        answers=replace(kept, id=uuid4(), impression_of_change=impression),
        replaces=kept.id,
        reason="I had the scale the wrong way round; she said very much better.",
        by=story.team.nurse,
        at=at,
    )
