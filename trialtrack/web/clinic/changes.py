"""What happened to answers after they were sent, beside the result that rests on them."""

from collections.abc import Iterator
from datetime import date, datetime

from trialtrack.models import Origin
from trialtrack.store.late_changes import is_after_the_end
from trialtrack.store.records import DayRecord, TrialRecord
from trialtrack.web.diary.origin import came_words
from trialtrack.web.words import NUMBERS, at_words, date_words, short_day


def changes(record: TrialRecord) -> tuple[str, ...]:
    """What waits for the team, and what it settled."""
    return (*waiting(record), *_settled(record))


def waiting(record: TrialRecord) -> Iterator[str]:
    """Days with two answers, and corrections that were asked for."""
    for day, found in record.days.items():
        if found.conflicting:
            counts, answers = found.effective, NUMBERS.get(1 + len(found.conflicting), "several")
            yield (
                f"There are {answers} answers for {short_day(day)}; until the team settles it, the "
                f"one of {at_words(counts.entered_at, record.time_zone)} counts "
                f"({came_words(counts)[:1].lower()}{came_words(counts)[1:]})."
            )
    asked = [short_day(each.day) for each in record.asked if each.decision is None]
    if asked:
        yield (
            f"The patient asks for a correction of {', '.join(asked)}; "
            "it changes nothing until the team settles it."
        )


def _settled(record: TrialRecord) -> Iterator[str]:
    for day, found in record.days.items():
        for settled in found.settled:
            reason = f": {settled.reason}" if settled.reason else ""
            yield (
                f"{short_day(day)}: of two answers {settled.by_name} chose one on "
                f"{date_words(settled.at.date())}{reason}."
            )
    for each in record.asked:
        if each.decision is not None and each.decision.entry_id is not None:
            reason = f": {each.decision.reason}" if each.decision.reason else ""
            yield (
                f"{short_day(each.day)}: a correction that the patient asked for was accepted by "
                f"{each.decision.by_name} on {date_words(each.decision.at.date())}{reason}."
            )


def changed_after_the_end(record: TrialRecord) -> tuple[str, ...]:
    """Each day whose answers the team changed or added once the leads were out.

    What the patient sent in time is no change, also when it came a day after.
    """
    removed_on = record.diary.removed_on
    if removed_on is None:
        return ()
    return tuple(
        f"{short_day(day)} (on {date_words(since.date())} by {by_name})"
        for day, found in record.days.items()
        for since, by_name in _last_change(record, day, found)
        if is_after_the_end(since, removed_on, record.time_zone)
    )


def _last_change(
    record: TrialRecord, day: date, found: DayRecord
) -> Iterator[tuple[datetime, str]]:
    """When and by whom the team let in what counts; nothing where the patient sent it alone."""
    counts = found.effective
    chosen = [
        each for each in found.settled if each.chosen.id == counts.id and each.chosen.conflicting
    ]
    accepted = [
        each.decision
        for each in record.asked
        if each.day == day and each.decision is not None and each.decision.entry_id == counts.id
    ]
    if chosen:
        yield chosen[-1].at, chosen[-1].by_name
    elif accepted:
        yield accepted[-1].at, accepted[-1].by_name
    elif counts.origin is not Origin.PATIENT:
        yield counts.received_at, counts.entered_by or ""
