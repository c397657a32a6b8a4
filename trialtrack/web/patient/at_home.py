"""Which day it is at home, for someone who travels: the trial's zone rules the day."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from trialtrack.queries.own_trial import OwnTrial
from trialtrack.web.words import at_words, day_words


@dataclass(frozen=True, slots=True)
class AtHome:
    """What is said where the device is in another zone than the trial.

    `offset_minutes`: how far the clocks at home are ahead of UTC; the page's script compares.
    """

    words: str
    offset_minutes: int


def at_home(own: OwnTrial) -> AtHome:
    """The time at home, and the diary's day."""
    zone = own.record.time_zone
    offset = own.at.astimezone(ZoneInfo(zone)).utcoffset()
    words = (
        f"Your diary goes by the time at home. There it is {at_words(own.at, zone)}, and the "
        f"diary’s day is {day_words(own.today)}."
    )
    return AtHome(words, 0 if offset is None else round(offset.total_seconds() / 60))
