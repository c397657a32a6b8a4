"""Delete what was typed, not sent, and not come back for."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from trialtrack.models import WaitingForm


def purge_waiting_forms(session: Session, at: datetime) -> None:
    """Delete every form whose time is over. Done at each sign-in and each keeping of another."""
    session.execute(delete(WaitingForm).where(WaitingForm.expires_at <= at))
