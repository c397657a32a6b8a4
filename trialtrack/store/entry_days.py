"""Entries of a day put in order: the first answer, its corrections, and what conflicts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from trialtrack.clinical.answers import read_answers
from trialtrack.models import EntryText, TextKind
from trialtrack.store.records import DayRecord, EntryFacts
from trialtrack.store.rows import EntryRow

Texts = Mapping[UUID, Sequence[tuple[EntryText, str | None]]]


def day_records(rows: Iterable[EntryRow], texts: Texts) -> dict[date, DayRecord]:
    """The days of one trial that have an answer, in order; `texts` are by entry."""
    by_day: defaultdict[date, list[EntryFacts]] = defaultdict(list)
    for row in rows:
        by_day[row[0].day].append(_facts(row, texts.get(row[0].id, ())))
    return {day: _day_record(day, by_day[day]) for day in sorted(by_day)}


def _day_record(day: date, entries: list[EntryFacts]) -> DayRecord:
    standing = {entry.replaces_id: entry for entry in entries if not entry.conflicting}
    conflicting = tuple(entry for entry in entries if entry.conflicting)
    return DayRecord(day, _chain(standing), conflicting)


def _chain(standing: Mapping[UUID | None, EntryFacts]) -> tuple[EntryFacts, ...]:
    """From the root along its replacements. The database holds each to one, and to one root."""
    chain = [standing[None]]
    while (successor := standing.get(chain[-1].id)) is not None:
        chain.append(successor)
    return tuple(chain)


def _facts(row: EntryRow, texts: Sequence[tuple[EntryText, str | None]]) -> EntryFacts:
    entry, note, entered_by, reason = row
    words = {(text.kind, text.position): written for text, written in texts}
    answers = read_answers(entry.answers)
    names = range(len(answers.other_medicines))
    return EntryFacts(
        id=entry.id,
        reference=entry.reference,
        answers=answers,
        note=note,
        entered_at=entry.entered_at,
        received_at=entry.received_at,
        late=entry.late,
        origin=entry.origin,
        entered_by=entered_by,
        reason=reason,
        replaces_id=entry.replaces_id,
        conflicting=entry.conflicting,
        side_effects=words.get((TextKind.SIDE_EFFECTS, 0)),
        other_names=tuple(words.get((TextKind.OTHER_MEDICINE, n)) for n in names),
        clock_skew_seconds=entry.clock_skew_seconds,
    )
