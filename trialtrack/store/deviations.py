"""What was changed after placement, as it is shown beside every result. METHOD section 2."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from uuid import UUID

from trialtrack.clinical.protocol import FIELD_NAMES, text
from trialtrack.models import ProtocolVersion, RemovalMove
from trialtrack.store.records import Deviation, DeviationKind
from trialtrack.store.rows import Signed


def deviations(
    protocols: Sequence[Signed[ProtocolVersion]],
    moves: Iterable[Signed[RemovalMove]],
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
    return tuple(sorted(found, key=lambda deviation: deviation.at))


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
