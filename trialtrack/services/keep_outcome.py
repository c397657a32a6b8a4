"""Keep the stored result of a trial in step, in the transaction of whatever changes it.

Every service that changes something a result depends on calls `keep_outcome` once, last: answers
and which of them count, days, sites, protocol, programmes, ratings, exclusions, what was said at
the end, cancelling. The tests of the services work every result out anew after each test, and
fail where one was left behind.
"""

import logging
from datetime import datetime
from functools import cache
from uuid import UUID

from sqlalchemy import Insert, bindparam, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from trialtrack.models import TrialOutcome
from trialtrack.store.diaries import Cases
from trialtrack.store.outcomes import FIELDS, Outcome, expected_outcome

_log = logging.getLogger("trialtrack.outcome")


def keep_outcome(session: Session, trial_id: UUID, *, at: datetime) -> Outcome | None:
    """Work the result of a trial out as of an instant and store it; None where there is none.

    It never fails: where the result cannot be worked out nothing stays stored, so that no old
    number is taken for the present one, and what somebody entered is kept all the same.
    """
    session.flush()  # What the service itself cannot save is refused here, and not passed over.
    try:
        with session.begin_nested():
            return _keep(session, trial_id, at)
    except Exception as problem:  # noqa: BLE001 - a derived row must never cost somebody's answers.
        _log.error("no result for trial %s: %s", trial_id, type(problem).__name__)
        _forget(session, trial_id)
        return None


def _keep(session: Session, trial_id: UUID, at: datetime) -> Outcome | None:
    case = Cases(session, [trial_id]).of(trial_id)
    found = expected_outcome(session, case, case.as_of(at))
    if found is None:
        _forget(session, trial_id)
        return None
    values = {name: getattr(found, name) for name in FIELDS}
    connection = session.connection()
    connection.execute(_replacing(connection.dialect.name), {**values, "computed_at": at})
    return found


def _forget(session: Session, trial_id: UUID) -> None:
    session.execute(delete(TrialOutcome).where(TrialOutcome.trial_id == trial_id))


@cache
def _replacing(database: str) -> Insert:
    """Put a row in the place of the one that a trial has, or where it has none.

    Made once: to make it takes longer than to run it, and every answer that is saved waits.
    """
    table = TrialOutcome.__table__
    dialect = sqlite if database == "sqlite" else postgresql
    added = dialect.insert(table).values({each.name: bindparam(each.name) for each in table.c})
    changed = {each.name: added.excluded[each.name] for each in table.c if not each.primary_key}
    made: Insert = added.on_conflict_do_update(index_elements=table.primary_key, set_=changed)
    return made
