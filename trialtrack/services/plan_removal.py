"""Move the day on which the leads are to come out."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from trialtrack.access import Action, TrialState, Viewer
from trialtrack.db import transactional
from trialtrack.models import DateKind, RemovalMove, Trial
from trialtrack.services.audit import Done, write_audit
from trialtrack.services.date_corrections import (
    Moved,
    add_correction,
    check_planned_removal,
    check_seen,
    keep_reason,
)
from trialtrack.services.find_trial import trial_for
from trialtrack.services.personal import KeptText, keep_text
from trialtrack.services.refusals import reasoned, staff_of


@transactional
def plan_removal(
    session: Session,
    *,
    trial_id: UUID,
    planned_removal_on: date,
    by: Viewer,
    at: datetime,
    reason: str | None = None,
    seen: str | None = None,
) -> None:
    """Move the planned removal. With the leads in this is a deviation and needs a reason.

    Before that a reason may be given, and is kept with the day that was planned. `seen`:
    the mark of the days on the page (`date_corrections.Days`).
    """
    trial = trial_for(session, trial_id, by, Action.PLAN_REMOVAL)
    check_planned_removal(trial.planned_removal_on, planned_removal_on, trial.placed_on)
    check_seen(trial, seen)
    kept = None
    if trial.state is TrialState.PLACED:
        kept = _keep_deviation(session, trial, planned_removal_on, reasoned(reason), by, at)
    changes = {"planned_removal_on": (trial.planned_removal_on, planned_removal_on)}
    moved = Moved(DateKind.PLANNED_REMOVAL, trial.planned_removal_on, planned_removal_on)
    trial.planned_removal_on = planned_removal_on
    if trial.state is TrialState.PLANNED and reason is not None:
        kept = keep_reason(session, trial, reason, at)
        add_correction(session, trial, moved, kept, by=by, at=at)
    done = Done(Action.PLAN_REMOVAL, "trial", trial_id, trial.clinic_id, changes, reason=kept)
    write_audit(session, done, by=by, at=at)


def _keep_deviation(
    session: Session, trial: Trial, moved_to: date, reason: str, by: Viewer, at: datetime
) -> KeptText:
    kept = keep_text(session, reason, clinic_id=trial.clinic_id, patient_id=trial.patient_id, at=at)
    session.add(
        RemovalMove(
            trial_id=trial.id,
            moved_from=trial.planned_removal_on,
            moved_to=moved_to,
            moved_at=at,
            moved_by_id=staff_of(by),
            reason_text_id=kept.id,
            reason_digest=kept.digest,
        )
    )
    return kept
