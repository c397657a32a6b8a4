"""What a patient is told when the team moved the days of the trial."""

from collections.abc import Iterator
from datetime import date

from trialtrack.models import DateKind
from trialtrack.queries.own_trial import OwnTrial
from trialtrack.web.words import count, day_words


def moved_before(own: OwnTrial, kind: DateKind) -> str:
    """From which day the one that stands was moved, to follow a sentence; "" if it never was."""
    moved = [each for each in own.record.dates_moved if each.kind is kind]
    return f" It was moved: before, it was {day_words(moved[-1].old_on)}." if moved else ""


def said_of_moves(own: OwnTrial) -> Iterator[str]:
    """What else there is to know while the diary goes on: what is kept, what goes by old days."""
    yield from kept_outside(own)
    if own.record.dates_moved and own.today < own.last_day:
        yield (
            "If you put a reminder on your phone before the days were moved, it goes by the old "
            "days: delete it, and make a new one."
        )


def kept_outside(own: OwnTrial) -> Iterator[str]:
    """That answers to days which the diary does not ask for now are not lost."""
    if own.outside:
        days = count(len(own.outside), "day")
        yield (
            f"You sent answers for {days} that your diary does not ask for now. They are kept, "
            "and you can read them under “All days, one by one”."
        )


def not_asked_words(own: OwnTrial, day: date) -> str | None:
    """Why the diary does not ask for a day before its first; None for any other day."""
    if day >= own.first_day:
        return None
    begins = f"your diary now begins on {day_words(own.first_day)}"
    if not any(each.is_placement for each in own.record.dates_moved):
        return f"The team changed the days of the trial: {begins}, and does not ask for this day."
    return (
        f"The team moved the start of the treatment to {day_words(own.record.diary.placed_on)}: "
        f"{begins}, and does not ask for {day_words(day)} any more."
    )
