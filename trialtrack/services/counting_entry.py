"""The entry of a day that counts, looked up for a change that depends on it."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from trialtrack.models import ConflictSettlement, DiaryEntry
from trialtrack.store.counting import Link, Settling, counting


def counting_entry(session: Session, trial_id: UUID, day: date) -> UUID | None:
    """Its id; None when the day has no answer. The caller holds the trial: see `trial_for`."""
    entries = session.execute(
        select(DiaryEntry.id, DiaryEntry.replaces_id, DiaryEntry.conflicting).where(
            DiaryEntry.trial_id == trial_id, DiaryEntry.day == day
        )
    )
    settlements = session.execute(
        select(
            ConflictSettlement.standing_id,
            ConflictSettlement.conflicting_id,
            ConflictSettlement.winner_id,
        ).where(ConflictSettlement.trial_id == trial_id, ConflictSettlement.day == day)
    )
    return counting((Link(*row) for row in entries), (Settling(*row) for row in settlements))
