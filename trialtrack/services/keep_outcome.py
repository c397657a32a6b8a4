"""Keep the stored result of a trial in step, in the transaction of whatever changes it.

Every service that changes something a result depends on calls `keep_outcome` once, last: answers
and which of them count, days, sites, protocol, programmes, ratings, exclusions, what was said at
the end, cancelling. The tests of the services work every result out anew after each test, and
fail where one was left behind.
"""

import logging
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from trialtrack.models import TrialOutcome
from trialtrack.store.diaries import read_cases
from trialtrack.store.outcomes import FIELDS, Outcome, expected_outcome

_log = logging.getLogger("trialtrack.outcome")
_KEY = "trial_id"


def keep_outcome(session: Session, trial_id: UUID, *, at: datetime) -> Outcome | None:
    """Work the result of a trial out as of an instant and store it; None where there is none.

    It never fails: where the result cannot be worked out nothing stays stored, so that no old
    number is taken for the present one, and what somebody entered is kept all the same.
    """
    try:
        with session.begin_nested():
            return _keep(session, trial_id, at)
    except Exception as problem:  # noqa: BLE001 - a derived row must never cost somebody's answers.
        _log.error("no result for trial %s: %s", trial_id, type(problem).__name__)
        session.execute(delete(TrialOutcome).where(TrialOutcome.trial_id == trial_id))
        return None


def _keep(session: Session, trial_id: UUID, at: datetime) -> Outcome | None:
    case = read_cases(session, [trial_id])[trial_id]
    found = expected_outcome(session, case, case.as_of(at))
    if found is None:
        session.execute(delete(TrialOutcome).where(TrialOutcome.trial_id == trial_id))
        return None
    values = {name: getattr(found, name) for name in FIELDS}
    replace_outcome(session, {**values, "computed_at": at})
    return found


def replace_outcome(session: Session, values: dict[str, object]) -> None:
    """Put a row in the place of the one that a trial has, or where it has none."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    added = dialect.insert(TrialOutcome).values(**values)
    changed = {name: added.excluded[name] for name in values if name != _KEY}
    session.execute(added.on_conflict_do_update(index_elements=[_KEY], set_=changed))
