"""What was put right of the programmes of a trial, and what stood there before."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from trialtrack.access import Action, Viewer, allowed, require
from trialtrack.db import reading
from trialtrack.models import PersonalText, Programme, ProgrammeCorrection, Staff
from trialtrack.store.scope import trials_within


@dataclass(frozen=True, slots=True)
class CorrectionFacts:
    """A programme (None: off) was on from then to then (None: and still is), after all.

    `before`: what had been recorded of that time, in its order, each once. `reason`: None for
    who may not read free texts, or where it is erased.
    """

    programme: str | None
    starts_at: datetime
    ends_at: datetime | None
    before: tuple[str | None, ...]
    at: datetime
    by_name: str
    reason: str | None


@reading
def programme_corrections(
    session: Session, *, viewer: Viewer, trial_id: UUID
) -> tuple[CorrectionFacts, ...]:
    """Those of a trial of the viewer's clinic, the newest first, in two SELECTs."""
    require(viewer, Action.SEE_TRIAL)
    within = ProgrammeCorrection.trial_id.in_(trials_within(viewer))
    rows = session.execute(
        select(ProgrammeCorrection, Staff.name, PersonalText.text)
        .join(Staff, Staff.id == ProgrammeCorrection.corrected_by_id)
        .outerjoin(PersonalText, PersonalText.id == ProgrammeCorrection.reason_text_id)
        .where(ProgrammeCorrection.trial_id == trial_id, within)
        .order_by(ProgrammeCorrection.corrected_at.desc(), ProgrammeCorrection.id)
    ).all()
    of_trial = select(Programme.id, Programme.name).where(Programme.trial_id == trial_id)
    names: dict[UUID, str] = {row.id: row.name for row in session.execute(of_trial)}
    reads = allowed(viewer, Action.SEE_NOTES)
    return tuple(
        CorrectionFacts(
            programme=names.get(row.programme_id) if row.programme_id else None,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            before=_before(row, names),
            at=row.corrected_at,
            by_name=by_name,
            reason=reason if reads else None,
        )
        for row, by_name, reason in rows
    )


def _before(row: ProgrammeCorrection, names: dict[UUID, str]) -> tuple[str | None, ...]:
    found: dict[str | None, None] = {}
    for programme_id, starts, ends in json.loads(row.before):
        starts_at = datetime.fromisoformat(starts)
        ends_at = None if ends is None else datetime.fromisoformat(ends)
        if (row.ends_at is None or starts_at < row.ends_at) and (
            ends_at is None or ends_at > row.starts_at
        ):
            found[None if programme_id is None else names.get(UUID(programme_id))] = None
    return tuple(found)
