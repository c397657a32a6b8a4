"""What the team changed in the questions, said on the first page for a while."""

from collections.abc import Iterator
from datetime import timedelta

from trialtrack.clock import diary_day
from trialtrack.queries.own_trial import OwnTrial
from trialtrack.web.words import day_words

ONE_DAY = timedelta(days=1)


def news(own: OwnTrial) -> Iterator[str]:
    """One line each, the medicines first; none once the diary asks for nothing more."""
    if own.today <= own.last_day:
        yield from _added(own)
        yield from _renamed(own)


def _added(own: OwnTrial) -> Iterator[str]:
    """A medicine that came in: on the eve of its first day, that day, and the day after."""
    for medicine in own.record.medicines:
        first = medicine.from_on
        if first is None or not medicine.is_asked_on(max(first, own.today)):
            continue
        if first - ONE_DAY <= own.today <= first + ONE_DAY:
            yield f"Your team added {medicine.name} to your diary from {day_words(first)}."


def _renamed(own: OwnTrial) -> Iterator[str]:
    """A site of pain that got another name: on that day and the day after."""
    for each in own.record.sites_renamed:
        if own.today <= diary_day(each.at, own.record.time_zone) + ONE_DAY:
            words = f"“{each.old}” is now called “{each.new}” in your diary."
            yield f"{words} What you answered is kept."
