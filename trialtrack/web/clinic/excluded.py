"""Days that are left out of a result: in words, and the page on which it is decided."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from trialtrack.models import ExclusionCause
from trialtrack.queries.recount import Recount, recount, without_days
from trialtrack.store.records import TrialRecord
from trialtrack.store.righted import Exclusion
from trialtrack.web.clinic.person import Person, person
from trialtrack.web.clinic.recounted import USES, counts_words
from trialtrack.web.words import at_words, because, count, day_words, short_day

CAUSES = {cause: cause.words.capitalize() for cause in ExclusionCause}


@dataclass(frozen=True, slots=True)
class ExclusionPage:
    """The day, what it counts as, and what changes. `excluded`: how it was left out, if it is."""

    who: Person
    day: date
    day_words: str
    has_answer: bool
    excluded: str | None
    use: str
    before: str
    after: str
    still: str
    history: tuple[str, ...]


def excluded_words(record: TrialRecord, only: date | None = None) -> Iterator[str]:
    """Every day that is left out now, or only one, with who and why."""
    for found in record.excluded.values():
        if only in (None, found.day):
            yield f"{short_day(found.day)} is left out: {_decided(found, record.time_zone)}"


def exclusion_page(record: TrialRecord, day: date, at: datetime) -> ExclusionPage:
    """What leaving the day out, or putting it back, changes; no percentage stands here.

    Nobody shall choose a day by what its absence does to the answer.
    """
    found = record.excluded.get(day)
    change = None if found is not None else "left out"
    after = replace(record, diary=without_days(record.diary, {day: change}))
    both = recount(record, after, at)
    use = both.before.uses.get(day)
    return ExclusionPage(
        who=person(record),
        day=day,
        day_words=day_words(day),
        has_answer=day in record.days,
        excluded=None if found is None else _sentence(found, record.time_zone),
        use=f"{day_words(day)} {USES[use]}." if use else "",
        before=counts_words(both.before),
        after=counts_words(both.after),
        still=_needed(record, both),
        history=tuple(
            _sentence(each, record.time_zone) for each in record.exclusions if each.day == day
        ),
    )


def _needed(record: TrialRecord, both: Recount) -> str:
    rules = record.protocol
    left = len(both.after.result.evaluation.recorded)
    window = both.after.result.evaluation.window
    least = rules.window_min_days
    if window is not None:
        least = max(least, -(-rules.window_min_share * window.days // 1))
    said = f"At least {count(int(least), 'day')} in the result are needed for it to be judged"
    return f"{said}, so it could not be." if window and left < least else f"{said}."


def _sentence(found: Exclusion, zone: str) -> str:
    said = _decided(found, zone)
    return said[:1].upper() + said[1:]


def _decided(found: Exclusion, zone: str) -> str:
    what = found.cause.words if found.cause else "put back"
    when = at_words(found.at, zone)
    return f"{what}, decided by {found.by_name} on {when}{because(found.reason)}"
