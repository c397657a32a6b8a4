"""What was changed after placement, as it is shown beside every result. METHOD section 2."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from uuid import UUID

from trialtrack.clinical.protocol import FIELD_NAMES, text
from trialtrack.models import ProtocolVersion, RemovalMove, Trial, TrialCancellation
from trialtrack.store.records import Deviation, DeviationKind
from trialtrack.store.rows import Signed


def deviations(
    protocols: Sequence[Signed[ProtocolVersion]],
    moves: Iterable[Signed[RemovalMove]],
    cancellations: Iterable[Signed[TrialCancellation]],
    trial: Trial,
    site_names: Mapping[UUID, str],
) -> tuple[Deviation, ...]:
    """The deviations of one trial, oldest first."""
    found = [
        Deviation(
            DeviationKind.PROTOCOL,
            version.created_at,
            by_name or "",
            reason,
            _changes(before, version, site_names),
        )
        for (before, *_), (version, reason, by_name) in pairwise(protocols)
        if version.is_deviation
    ]
    found += [
        Deviation(
            DeviationKind.REMOVAL_DAY,
            move.moved_at,
            by_name or "",
            reason,
            (("planned_removal_on", str(move.moved_from), str(move.moved_to)),),
        )
        for move, reason, by_name in moves
    ]
    found += [_cancelling(*each) for each in cancellations if _placed_by(trial, each[0].decided_at)]
    return tuple(sorted(found, key=lambda deviation: deviation.at))


def _placed_by(trial: Trial, at: datetime) -> bool:
    placed_at = trial.placement_recorded_at
    return placed_at is not None and placed_at <= at


def _cancelling(row: TrialCancellation, reason: str | None, by_name: str | None) -> Deviation:
    words = ("going on", "cancelled")
    old, new = words if row.cancelled else reversed(words)
    return Deviation(
        DeviationKind.CANCELLING, row.decided_at, by_name or "", reason, (("trial", old, new),)
    )


def _changes(
    before: ProtocolVersion, after: ProtocolVersion, site_names: Mapping[UUID, str]
) -> tuple[tuple[str, str, str], ...]:
    old, new = _written(before, site_names), _written(after, site_names)
    return tuple((name, old[name], new[name]) for name in new if old[name] != new[name])


def _written(version: ProtocolVersion, site_names: Mapping[UUID, str]) -> dict[str, str]:
    fields = {name: text(getattr(version, name)) for name in FIELD_NAMES}
    fields["primary_site"] = site_names[version.primary_site_id]
    fields["opioid_table"] = str(version.opioid_table)
    return fields
