"""One trial of the clinic, whole."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from trialtrack.access import Action, NotFound, Viewer, require
from trialtrack.db import reading
from trialtrack.models.trial import Trial
from trialtrack.queries.trial_list import AssessedTrial, assessed
from trialtrack.store.diaries import read_diaries
from trialtrack.store.scope import trials_within


@reading
def trial_page(session: Session, *, viewer: Viewer, trial_id: UUID, at: datetime) -> AssessedTrial:
    """The trial with its assessment; NotFound when it is not one of the viewer's clinic."""
    require(viewer, Action.SEE_TRIAL)
    found = session.scalar(
        select(Trial.id).where(Trial.id == trial_id, Trial.id.in_(trials_within(viewer)))
    )
    if found is None:
        raise NotFound
    return assessed(read_diaries(session, [found])[found], viewer, at)
