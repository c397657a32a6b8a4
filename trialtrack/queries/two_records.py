"""What two records of perhaps one person are compared by, beside who they are."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import distinct, func, select
from sqlalchemy.orm import Session

from trialtrack.access import Action, Viewer, require
from trialtrack.db import reading
from trialtrack.models import DiaryEntry, Trial
from trialtrack.store.scope import trials_within


@reading
def days_logged(session: Session, *, viewer: Viewer, patient_id: UUID) -> Mapping[UUID, int]:
    """How many days each trial of a person has answers for, in one SELECT; none is left out."""
    require(viewer, Action.MERGE_PATIENTS)
    rows = session.execute(
        select(DiaryEntry.trial_id, func.count(distinct(DiaryEntry.day)))
        .join(Trial, Trial.id == DiaryEntry.trial_id)
        .where(Trial.patient_id == patient_id, Trial.id.in_(trials_within(viewer)))
        .group_by(DiaryEntry.trial_id)
    )
    return {row[0]: row[1] for row in rows}
