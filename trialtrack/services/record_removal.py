"""Record that the leads are out: the trial has ended."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from trialtrack.access import Action, Viewer
from trialtrack.clock import diary_day
from trialtrack.db import transactional
from trialtrack.services.audit import Done, write_audit
from trialtrack.services.find_trial import trial_for
from trialtrack.services.keep_outcome import keep_outcome
from trialtrack.services.plan_trial import RemovalBeforePlacement
from trialtrack.services.programmes import end_open_interval
from trialtrack.services.refusals import NotYet, staff_of


@transactional
def record_removal(
    session: Session, *, trial_id: UUID, removed_on: date, by: Viewer, at: datetime
) -> None:
    """Record the day on which the leads came out; whatever programme was on ends."""
    trial = trial_for(session, trial_id, by, Action.RECORD_REMOVAL)
    if removed_on > diary_day(at, trial.time_zone):
        raise NotYet
    if removed_on < trial.placed_on:
        raise RemovalBeforePlacement
    trial.removed_on = removed_on
    trial.removal_recorded_at = at
    trial.removal_recorded_by_id = staff_of(by)
    end_open_interval(session, trial_id, at=at)
    session.flush()
    changes = {"removed_on": (None, removed_on), "removal_recorded_at": (None, at)}
    done = Done(Action.RECORD_REMOVAL, "trial", trial_id, trial.clinic_id, changes)
    write_audit(session, done, by=by, at=at)
    keep_outcome(session, trial_id, at=at)
