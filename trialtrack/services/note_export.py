"""Note that somebody takes a trial's data out: who, when, and exactly which file."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from trialtrack.access import Action, Viewer
from trialtrack.db import transactional
from trialtrack.services.audit import Done, created, write_audit
from trialtrack.services.find_trial import trial_for


@transactional
def note_export(
    session: Session, *, trial_id: UUID, sha256: str, days: int, by: Viewer, at: datetime
) -> None:
    """Write the audit row, before the file is handed over. `sha256` is the digest of the file."""
    trial = trial_for(session, trial_id, by, Action.EXPORT_TRIAL)
    changes = created(sha256=sha256, days=days)
    done = Done(Action.EXPORT_TRIAL, "trial", trial.id, trial.clinic_id, changes)
    write_audit(session, done, by=by, at=at)
