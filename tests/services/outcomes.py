"""After a test: every result that is stored is what the method says of the trial as it is now."""

from datetime import UTC, datetime

from sqlalchemy import select

from trialtrack import db
from trialtrack.access import Viewer
from trialtrack.models import Trial
from trialtrack.queries.check_outcomes import Difference, check_outcomes
from trialtrack.store.deviation_counts import DAYS_EXCLUDED, DEVIATIONS
from trialtrack.store.diaries import read_diaries

LONG_AFTER = datetime(2027, 1, 1, tzinfo=UTC)


def differences() -> tuple[Difference, ...]:
    """What is stored and should not be, or the reverse, in the database in use."""
    return check_outcomes(viewer=Viewer.system(), at=LONG_AFTER).differences


def miscounted() -> list[str]:
    """Trials beside whose row in the list another number of deviations or days left out stands."""
    with db.view() as session:
        rows = session.execute(select(Trial.id, DEVIATIONS, DAYS_EXCLUDED)).all()
        records = read_diaries(session, [row[0] for row in rows])
    said = {trial_id: (deviations, days) for trial_id, deviations, days in rows}
    found = {each: (len(trial.deviations), len(trial.excluded)) for each, trial in records.items()}
    return [f"{each}: {said[each]} and {found[each]}" for each in said if said[each] != found[each]]
