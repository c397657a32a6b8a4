"""What the nurse of the demonstration put aside yesterday: some is back, some is not yet."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from trialtrack.clock import diary_day_starts_at
from trialtrack.demo.times import TIME_ZONE, local
from trialtrack.demo.trial_story import Step, TrialStory
from trialtrack.models import MatterKind
from trialtrack.services.put_aside import Aside, put_aside


@dataclass(frozen=True, slots=True)
class Waited:
    """What was put aside yesterday at a time, until the beginning of a day counted from today."""

    scenario: str
    kind: MatterKind
    at: tuple[int, int]
    until: int
    words: str


WAITED = (
    Waited("running, gaps", MatterKind.SILENT, (10, 12), 0, "Called, no answer. Left a message."),
    Waited("running, gaps", MatterKind.CARD_VOID, (16, 5), 2, "A new card is in the post."),
)


def asides(story: TrialStory, today: date) -> Iterator[Step]:
    """What was put aside in one trial of the demonstration, for its diary day `today`."""
    own = [each for each in WAITED if each.scenario == story.plan.scenario]
    for seen, waited in enumerate(own):
        at = local(today - timedelta(days=1), *waited.at)
        until = diary_day_starts_at(today + timedelta(days=waited.until), TIME_ZONE)
        yield Step(at, partial(_is_put_aside, story, waited, seen, until, at))


def _is_put_aside(
    story: TrialStory, waited: Waited, seen: int, until: datetime, at: datetime
) -> None:
    matters = ((waited.kind, story.trial_id),)
    aside = Aside(story.trial_id, matters, waited.words, until, seen)
    put_aside(aside=aside, by=story.team.nurse, at=at)
