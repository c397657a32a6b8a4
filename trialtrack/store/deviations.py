"""What was changed after placement, as it is shown beside every result. METHOD section 2."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from uuid import UUID

from trialtrack.clinical.protocol import FIELD_NAMES, text
from trialtrack.models import (
    DateKind,
    MedicineChange,
    ProtocolVersion,
    RemovalMove,
    SiteRename,
    Trial,
    TrialCancellation,
    TrialMove,
)
from trialtrack.store.righted import DateMoved, Deviation, DeviationKind, dates_moved
from trialtrack.store.rows import Rows, Signed


def deviations(rows: Rows, trial: Trial, site_names: Mapping[UUID, str]) -> tuple[Deviation, ...]:
    """The deviations of one trial, oldest first."""
    cancellings = rows.cancellings[trial.id]
    found = _amended(rows.protocols[trial.id], site_names)
    found += [_removal_moved(*each) for each in rows.moves[trial.id]]
    found += [_cancelling(*each) for each in cancellings if _placed_by(trial, each[0].decided_at)]
    found += [
        _date_was_wrong(each)
        for each in dates_moved(rows.dates_moved[trial.id])
        if each.is_deviation
    ]
    medicines = {medicine.id: medicine.name for medicine in rows.medicines[trial.id]}
    found += [
        _medicine_changed(*each, medicines)
        for each in rows.medicine_changes[trial.id]
        if _placed_by(trial, each[0].changed_at)
    ]
    found += [
        _renamed(*each) for each in rows.renames[trial.id] if _placed_by(trial, each[0].renamed_at)
    ]
    found += _under_others(rows.person_moves[trial.id], trial)
    return tuple(sorted(found, key=lambda deviation: deviation.at))


def _amended(
    protocols: Sequence[Signed[ProtocolVersion]], site_names: Mapping[UUID, str]
) -> list[Deviation]:
    return [
        Deviation(
            DeviationKind.PROTOCOL,
            version.created_at,
            by_name or "",
            reason,
            protocol_changes(before, version, site_names),
        )
        for (before, *_), (version, reason, by_name) in pairwise(protocols)
        if version.is_deviation
    ]


def _removal_moved(move: RemovalMove, reason: str | None, by_name: str | None) -> Deviation:
    changes = (("planned_removal_on", str(move.moved_from), str(move.moved_to)),)
    return Deviation(DeviationKind.REMOVAL_DAY, move.moved_at, by_name or "", reason, changes)


def _medicine_changed(
    row: MedicineChange, reason: str | None, by_name: str | None, names: Mapping[UUID, str]
) -> Deviation:
    old, new = ("none" if each is None else names[each] for each in (row.ended_id, row.added_id))
    changes = ((f"medicine, as of {row.from_on:%d/%m/%Y},", old, new),)
    return Deviation(DeviationKind.MEDICINES, row.changed_at, by_name or "", reason, changes)


def _renamed(row: SiteRename, reason: str | None, by_name: str | None) -> Deviation:
    changes = (("site", row.old_name, row.new_name),)
    return Deviation(DeviationKind.SITE_NAME, row.renamed_at, by_name or "", reason, changes)


_WRONG_PERSON = ("patient", "another person’s record", "this person’s")
_ONE_PERSON = ("patient’s record", "one of two of the same person", "the one that stays")
"""Nobody is named: who reads of the deviation may not be one who is shown names."""


def _under_others(moves: Sequence[Signed[TrialMove]], trial: Trial) -> Iterator[Deviation]:
    """A merge moves a trial to the same person; what takes the merge back, to another."""
    merges = set()
    for row, reason, by_name in moves:
        merged = row.merge_id is not None and row.merge_id not in merges
        merges.add(row.merge_id)
        if _placed_by(trial, row.moved_at):
            changes = (_ONE_PERSON if merged else _WRONG_PERSON,)
            yield Deviation(DeviationKind.PERSON, row.moved_at, by_name or "", reason, changes)


def _date_was_wrong(moved: DateMoved) -> Deviation:
    placement = moved.kind is DateKind.PLACEMENT
    field = "placed_on" if placement else "removed_on"
    kind = DeviationKind.PLACEMENT_WAS_WRONG if placement else DeviationKind.REMOVAL_WAS_WRONG
    new = "not removed" if moved.new_on is None else str(moved.new_on)
    changes = ((field, str(moved.old_on), new),)
    return Deviation(kind, moved.at, moved.by_name, moved.reason, changes)


def _placed_by(trial: Trial, at: datetime) -> bool:
    placed_at = trial.placement_recorded_at
    return placed_at is not None and placed_at <= at


def _cancelling(row: TrialCancellation, reason: str | None, by_name: str | None) -> Deviation:
    words = ("going on", "cancelled")
    old, new = words if row.cancelled else reversed(words)
    return Deviation(
        DeviationKind.CANCELLING, row.decided_at, by_name or "", reason, (("trial", old, new),)
    )


def protocol_changes(
    before: ProtocolVersion, after: ProtocolVersion, site_names: Mapping[UUID, str]
) -> tuple[tuple[str, str, str], ...]:
    """The fields that differ between two versions: name, old, new, each as decimal text."""
    old, new = _written(before, site_names), _written(after, site_names)
    return tuple((name, old[name], new[name]) for name in new if old[name] != new[name])


def _written(version: ProtocolVersion, site_names: Mapping[UUID, str]) -> dict[str, str]:
    fields = {name: text(getattr(version, name)) for name in FIELD_NAMES}
    fields["primary_site"] = site_names[version.primary_site_id]
    fields["opioid_table"] = str(version.opioid_table)
    return fields
