"""Correct the answers of one diary day; the first answer stays."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from trialtrack.access import Action, Viewer
from trialtrack.db import transactional
from trialtrack.services.day_entry import DayEntry, Receipt
from trialtrack.services.keep_entry import Sent, keep_entry


@transactional
def amend_day(
    session: Session, *, entry: DayEntry, replaces: UUID, by: Viewer, at: datetime
) -> Receipt:
    """Record answers that replace those of entry `replaces`, of the same trial and day.

    Where these were replaced already, the new ones are kept as conflicting.
    """
    return keep_entry(session, Sent(entry, replaces, by, at), Action.AMEND_DAY)
