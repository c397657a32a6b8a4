"""Every version of a trial's protocol, with who made it, when and why."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from trialtrack.access import Action, NotFound, Viewer, require
from trialtrack.db import reading
from trialtrack.models import PersonalText, ProtocolVersion, Staff, Trial, TrialSite
from trialtrack.store.deviations import protocol_changes
from trialtrack.store.scope import trials_within


@dataclass(frozen=True, slots=True)
class VersionMade:
    """One version. `changes`: (field, old, new) against the one before; `reason` of a deviation."""

    version: int
    at: datetime
    by_name: str
    is_deviation: bool
    reason: str | None
    changes: tuple[tuple[str, str, str], ...]


@reading
def protocol_history(
    session: Session, *, viewer: Viewer, trial_id: UUID
) -> tuple[VersionMade, ...]:
    """The versions in order, in three SELECTs; NotFound when the trial is not the viewer's."""
    require(viewer, Action.SEE_NOTES)
    found = session.scalar(
        select(Trial.id).where(Trial.id == trial_id, Trial.id.in_(trials_within(viewer)))
    )
    if found is None:
        raise NotFound
    sites = session.scalars(select(TrialSite).where(TrialSite.trial_id == trial_id))
    names = {site.id: site.name for site in sites}
    rows = session.execute(
        select(ProtocolVersion, Staff.name, PersonalText.text)
        .join(Staff, Staff.id == ProtocolVersion.created_by_id)
        .outerjoin(PersonalText, PersonalText.id == ProtocolVersion.deviation_text_id)
        .where(ProtocolVersion.trial_id == trial_id)
        .order_by(ProtocolVersion.version)
    )
    made: list[VersionMade] = []
    before: ProtocolVersion | None = None
    for row, by_name, reason in rows:
        changes = () if before is None else protocol_changes(before, row, names)
        made.append(
            VersionMade(row.version, row.created_at, by_name, row.is_deviation, reason, changes)
        )
        before = row
    return tuple(made)
