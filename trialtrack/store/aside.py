"""How often something of a trial was put aside: the version of a page on which it is done."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from trialtrack.models import PutAside


def times_put_aside(session: Session, trial_id: UUID) -> int:
    """How many rows a trial has; none is ever taken away."""
    of_trial = select(func.count()).select_from(PutAside).where(PutAside.trial_id == trial_id)
    return session.scalars(of_trial).one()
