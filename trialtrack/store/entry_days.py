"""Entries of a day put in order: what counts, what it replaced, what conflicts or was set aside."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from trialtrack.clinical.answers import read_answers
from trialtrack.models import ConflictSettlement, EntryText, TextKind
from trialtrack.store.counting import Link, Settling, counting
from trialtrack.store.records import DayRecord, EntryFacts, Settled
from trialtrack.store.rows import EntryRow, Signed

Texts = Mapping[UUID, Sequence[tuple[EntryText, str | None]]]
Settlements = Sequence[Signed[ConflictSettlement]]


def day_records(
    rows: Iterable[EntryRow], texts: Texts, settlements: Settlements
) -> dict[date, DayRecord]:
    """The days of one trial that have an answer, in order; `texts` are by entry."""
    by_day: defaultdict[date, list[EntryFacts]] = defaultdict(list)
    for row in rows:
        by_day[row[0].day].append(_facts(row, texts.get(row[0].id, ())))
    found = (
        _day_record(day, by_day[day], [each for each in settlements if each[0].day == day])
        for day in sorted(by_day)
    )
    return {record.day: record for record in found if record.versions}


def _day_record(day: date, entries: list[EntryFacts], settlements: Settlements) -> DayRecord:
    by_id = {entry.id: entry for entry in entries}
    # What replaced an answer that is left out here stands by itself.
    links = [
        Link(each.id, each.replaces_id if each.replaces_id in by_id else None, each.conflicting)
        for each in entries
    ]
    settlings = [
        Settling(row.standing_id, row.conflicting_id, row.winner_id) for row, *_ in settlements
    ]
    versions = _versions(by_id, counting(links, settlings))
    done = {each.conflicting_id for each in settlings}
    open_conflicts = [each for each in entries if each.conflicting and each.id not in done]
    used = {entry.id for entry in (*versions, *open_conflicts)}
    return DayRecord(
        day=day,
        versions=versions,
        conflicting=tuple(open_conflicts),
        set_aside=tuple(entry for entry in entries if entry.id not in used),
        settled=tuple(_settled(each, by_id) for each in settlements),
    )


def _versions(by_id: dict[UUID, EntryFacts], last: UUID | None) -> tuple[EntryFacts, ...]:
    """What counts, and before it what it replaced, down to a first answer."""
    chain: list[EntryFacts] = []
    while last in by_id:
        chain.append(by_id[last])
        last = chain[-1].replaces_id
    return tuple(reversed(chain))


def _settled(signed: Signed[ConflictSettlement], by_id: dict[UUID, EntryFacts]) -> Settled:
    row, reason, by_name = signed
    other = row.standing_id if row.winner_id == row.conflicting_id else row.conflicting_id
    return Settled(by_id[row.winner_id], by_id[other], row.settled_at, by_name or "", reason)


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
        written_on=entry.written_on,
        replaces_id=entry.replaces_id,
        conflicting=entry.conflicting,
        side_effects=words.get((TextKind.SIDE_EFFECTS, 0)),
        other_names=tuple(words.get((TextKind.OTHER_MEDICINE, n)) for n in names),
        clock_skew_seconds=entry.clock_skew_seconds,
    )
