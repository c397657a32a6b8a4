"""Records that turned out to be one person's: which merges stand, and whose record stands now."""

from uuid import UUID

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from trialtrack.models import PatientMerge, PatientSplit


def stands() -> ColumnElement[bool]:
    """A merge that nobody has taken back."""
    return ~exists().where(PatientSplit.merge_id == PatientMerge.id)


def merge_of(session: Session, patient_id: UUID) -> PatientMerge | None:
    """The merge by which a record is part of another now; None where it stands for itself."""
    return session.scalar(
        select(PatientMerge).where(PatientMerge.merged_id == patient_id, stands())
    )
