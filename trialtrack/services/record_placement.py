"""Record that the leads are in; from here on the protocol is frozen, by the database too."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from trialtrack.access import Action, Viewer
from trialtrack.clock import diary_day
from trialtrack.db import transactional
from trialtrack.services.audit import Done, write_audit
from trialtrack.services.find_trial import newest_protocol, trial_for
from trialtrack.services.keep_outcome import keep_outcome
from trialtrack.services.plan_trial import RemovalBeforePlacement
from trialtrack.services.protocol_versions import usable
from trialtrack.services.refusals import NotYet, staff_of


@transactional
def record_placement(
    session: Session, *, trial_id: UUID, placed_on: date, by: Viewer, at: datetime
) -> None:
    """Record the day of placement, which may differ from the day planned."""
    trial = trial_for(session, trial_id, by, Action.RECORD_PLACEMENT)
    if placed_on > diary_day(at, trial.time_zone):
        raise NotYet
    if trial.planned_removal_on < placed_on:
        raise RemovalBeforePlacement
    usable(newest_protocol(session, trial_id).rules(), placed_on)
    changes = {"placed_on": (trial.placed_on, placed_on), "placement_recorded_at": (None, at)}
    trial.placed_on = placed_on
    trial.placement_recorded_at = at
    trial.placement_recorded_by_id = staff_of(by)
    session.flush()
    done = Done(Action.RECORD_PLACEMENT, "trial", trial_id, trial.clinic_id, changes)
    write_audit(session, done, by=by, at=at)
    keep_outcome(session, trial_id, at=at)
