"""What the team let in once the leads were out, and the rows of a trial without it."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from trialtrack.clock import diary_day
from trialtrack.models import ConflictSettlement, Origin, Trial
from trialtrack.store.asked import Asked
from trialtrack.store.rows import EntryRow, Signed


def accepted_entries(asked: Collection[Asked]) -> frozenset[UUID]:
    """The entries that corrections became when the team accepted them."""
    return frozenset(
        each.decision.entry_id
        for each in asked
        if each.decision is not None and each.decision.entry_id is not None
    )


def is_after_the_end(instant: datetime, removed_on: date | None, zone: str) -> bool:
    """Whether it happened on a later diary day than that on which the leads came out."""
    return removed_on is not None and diary_day(instant, zone) > removed_on


def without_late_changes(
    entries: Sequence[EntryRow],
    settlements: Sequence[Signed[ConflictSettlement]],
    asked: Collection[Asked],
    trial: Trial,
) -> tuple[list[EntryRow], list[Signed[ConflictSettlement]]]:
    """The rows as they would be had the team let nothing in after the end.

    What the patient sent in time stays, also where it came a day after.
    """
    accepted, zone = accepted_entries(asked), trial.time_zone

    def is_late(row: EntryRow) -> bool:
        entry = row[0]
        by_team = entry.origin is not Origin.PATIENT or entry.id in accepted
        return by_team and is_after_the_end(entry.received_at, trial.removed_on, zone)

    return [row for row in entries if not is_late(row)], [
        each
        for each in settlements
        if not is_after_the_end(each[0].settled_at, trial.removed_on, zone)
    ]
