"""Record the answers of one diary day."""

from datetime import datetime

from sqlalchemy.orm import Session

from trialtrack.access import Action, Viewer
from trialtrack.db import transactional
from trialtrack.services.day_entry import DayEntry, Receipt
from trialtrack.services.keep_entry import Sent, keep_entry


@transactional
def record_day(session: Session, *, entry: DayEntry, by: Viewer, at: datetime) -> Receipt:
    """Record a day. Where the day has an answer already, this one is kept as conflicting."""
    return keep_entry(session, Sent(entry, None, by, at), Action.RECORD_DAY)
