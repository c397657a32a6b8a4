"""What the patient of a trial wants to reach."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from trialtrack.access import Action, NotFound, Viewer, require
from trialtrack.db import reading
from trialtrack.models import Trial
from trialtrack.store.goals import goal_of
from trialtrack.store.scope import trials_within


@reading
def trial_goal(session: Session, *, viewer: Viewer, trial_id: UUID) -> str | None:
    """The goal in the patient's words, in two SELECTs; None where none is set.

    NotFound when the trial is not one of the viewer's clinic.
    """
    require(viewer, Action.SEE_NOTES)
    within = select(Trial.id).where(Trial.id == trial_id, Trial.id.in_(trials_within(viewer)))
    if session.scalar(within) is None:
        raise NotFound
    return goal_of(session, trial_id)
