"""The days of a trial in words: as they stand, as they were, and as they would be."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from trialtrack.access import TrialState
from trialtrack.models import DateKind
from trialtrack.queries.recount import Recount, before_correction, recount
from trialtrack.store.records import TrialRecord
from trialtrack.store.righted import DateMoved, DeviationKind
from trialtrack.web.clinic.kinds import headline, short_figure
from trialtrack.web.clinic.moving import WORDS, What, can_be_changed
from trialtrack.web.clinic.person import Person, person
from trialtrack.web.clinic.recounted import (
    counts_words,
    day_or_none,
    differing_words,
    window_words,
)
from trialtrack.web.clinic.rests_on import deviation_words
from trialtrack.web.words import at_words, because, long_day, signed

KINDS = {
    DateKind.PLANNED_PLACEMENT: "Placement planned for",
    DateKind.PLANNED_REMOVAL: "Removal planned for",
    DateKind.PLACEMENT: "Leads went in",
    DateKind.REMOVAL: "Leads came out",
}


@dataclass(frozen=True, slots=True)
class DayRow:
    """One day of the trial, and what can be changed of it: words with the end of an address."""

    name: str
    day: str
    changes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Past:
    """A change that was made. `lines`: what it did to the days that count, and to the result."""

    words: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DatesPage:
    """The days, the windows that follow from them, and every change."""

    who: Person
    rows: tuple[DayRow, ...]
    windows: tuple[tuple[str, str], ...]
    past: tuple[Past, ...]
    cancelled: bool


@dataclass(frozen=True, slots=True)
class LookPage:
    """What a change would make of the trial. `rows`: what, now, then."""

    who: Person
    title: str
    what: What
    trial_id: UUID
    rows: tuple[tuple[str, str, str], ...]
    differing: tuple[str, ...]
    is_deviation: bool
    opens: bool
    reason: str
    kept: tuple[tuple[str, str], ...]


def dates_page(record: TrialRecord, at: datetime) -> DatesPage:
    """The page as of an instant."""
    both = recount(record, record, at)
    return DatesPage(
        who=person(record),
        rows=tuple(_rows(record)),
        windows=(
            ("Baseline", window_words(both.after.baseline)),
            ("Treatment days that can count", window_words(both.after.treatment)),
        ),
        past=(*_removals_moved(record), *(_past(record, each, at) for each in record.dates_moved)),
        cancelled=record.state is TrialState.CANCELLED,
    )


def look_page(
    record: TrialRecord,
    after: TrialRecord,
    what: What,
    reason: str,
    kept: list[tuple[str, str]],
    at: datetime,
) -> LookPage:
    """The change before it is made; how the result would come out is not part of it."""
    both = recount(record, after, at)
    return LookPage(
        who=person(record),
        title=WORDS[what].title,
        what=what,
        trial_id=record.trial_id,
        rows=tuple(row for row in _compared(record, after, both) if row[1] != row[2]),
        differing=differing_words(both),
        is_deviation=record.was_placed,
        opens=what is What.NO_REMOVAL,
        reason=reason,
        kept=tuple(kept),
    )


def _rows(record: TrialRecord) -> list[DayRow]:
    placed = DayRow(
        "Leads went in" if record.was_placed else "Placement planned for",
        long_day(record.diary.placed_on),
        _changes(record, What.PLANNED_PLACEMENT, What.PLACEMENT),
    )
    planned = DayRow(
        "Removal planned for",
        long_day(record.planned_removal_on),
        _changes(record, What.PLANNED_REMOVAL),
    )
    if record.diary.removed_on is None:
        return [placed, planned]
    removed = DayRow(
        "Leads came out",
        long_day(record.diary.removed_on),
        _changes(record, What.REMOVAL, What.NO_REMOVAL),
    )
    return [placed, planned, removed]


def _changes(record: TrialRecord, *whats: What) -> tuple[tuple[str, str], ...]:
    return tuple((WORDS[what].link, what.value) for what in whats if can_be_changed(record, what))


def _compared(
    record: TrialRecord, after: TrialRecord, both: Recount
) -> tuple[tuple[str, str, str], ...]:
    placed = "Leads in" if record.was_placed else "Placement"
    return (
        (placed, long_day(record.diary.placed_on), long_day(after.diary.placed_on)),
        (
            "Removal planned for",
            long_day(record.planned_removal_on),
            long_day(after.planned_removal_on),
        ),
        ("Leads out", day_or_none(record.diary.removed_on), day_or_none(after.diary.removed_on)),
        ("Baseline", window_words(both.before.baseline), window_words(both.after.baseline)),
        (
            "Treatment days that can count",
            window_words(both.before.treatment),
            window_words(both.after.treatment),
        ),
        ("Days with answers", counts_words(both.before), counts_words(both.after)),
    )


def _removals_moved(record: TrialRecord) -> tuple[Past, ...]:
    return tuple(
        Past(f"Deviation: {deviation_words(each)}", ())
        for each in record.deviations
        if each.kind is DeviationKind.REMOVAL_DAY
    )


def _past(record: TrialRecord, moved: DateMoved, at: datetime) -> Past:
    new = "not yet: they were still in" if moved.new_on is None else long_day(moved.new_on)
    when = f"{at_words(moved.at, record.time_zone)} by {moved.by_name}{because(moved.reason)}"
    words = f"{KINDS[moved.kind]} {long_day(moved.old_on)}, then {new}. Changed on {when}"
    if not moved.is_deviation:
        return Past(words, ())
    both = before_correction(record, moved, at)
    was, now = both.before.result, both.after.result
    result = (
        f"The result with the day as it was recorded before: {signed(short_figure(was))}, "
        f"{headline(was).lower()}. As it is now: {signed(short_figure(now))}, "
        f"{headline(now).lower()}."
    )
    return Past(f"Deviation: {words}", (result, *differing_words(both)))
