"""Whether the answers of a day can be true, and speak of what the trial has."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from trialtrack.models import Programme, TrialMedicine, TrialSite
from trialtrack.services.check_answers import PartsOfTrial, check_answers
from trialtrack.services.day_entry import DayEntry


def check_plan(session: Session, entry: DayEntry) -> None:
    """Refuse answers that cannot be; see `check_answers`."""
    sites, medicines, programmes = (
        session.scalars(select(kind.id).where(kind.trial_id == entry.trial_id))
        for kind in (TrialSite, TrialMedicine, Programme)
    )
    parts = PartsOfTrial(
        frozenset(map(str, sites)), frozenset(map(str, medicines)), frozenset(map(str, programmes))
    )
    check_answers(entry, parts)
