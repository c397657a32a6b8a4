"""The newest instant on record, to hold the clock against."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from trialtrack.access import Action, Viewer, require
from trialtrack.db import reading
from trialtrack.models import AuditEvent


@reading
def newest_record(session: Session, *, viewer: Viewer) -> datetime | None:
    """When the latest thing of all clinics happened; everything recorded has its audit row."""
    require(viewer, Action.SEE_CLINICS)
    found: datetime | None = session.scalar(select(func.max(AuditEvent.happened_at)))
    return found
