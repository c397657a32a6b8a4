"""Work one trial's stored result out again, and say in the audit trail what that changed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from trialtrack.access import Action, Viewer
from trialtrack.db import transactional
from trialtrack.services.audit import Change, Done, write_audit
from trialtrack.services.find_trial import trial_for
from trialtrack.services.keep_outcome import keep_outcome
from trialtrack.store.outcomes import FIELDS, Outcome, read_outcomes


@transactional
def repair_outcome(session: Session, *, trial_id: UUID, by: Viewer, at: datetime) -> bool:
    """Store the result anew; whether there is one now. Nothing else of the trial is touched."""
    trial = trial_for(session, trial_id, by, Action.REPAIR_OUTCOME)
    before = read_outcomes(session, [trial_id]).get(trial_id)
    after = keep_outcome(session, trial_id, at=at)
    changes = _changes(before, after)
    if changes:
        done = Done(Action.REPAIR_OUTCOME, "trial_outcome", trial_id, trial.clinic_id, changes)
        write_audit(session, done, by=by, at=at)
    return after is not None


def _changes(before: Outcome | None, after: Outcome | None) -> dict[str, Change]:
    pairs = {name: (_written(before, name), _written(after, name)) for name in FIELDS}
    return {name: (old, new) for name, (old, new) in pairs.items() if old != new}


def _written(found: Outcome | None, name: str) -> str | None:
    value = None if found is None else getattr(found, name)
    return None if value is None else str(value)
