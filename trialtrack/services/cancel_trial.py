"""Cancel a trial, and take that back. What was recorded stays; the diary closes, or opens again."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from trialtrack.access import Action, Viewer
from trialtrack.db import transactional
from trialtrack.models import Trial, TrialCancellation
from trialtrack.services.audit import Done, write_audit
from trialtrack.services.find_trial import trial_for
from trialtrack.services.keep_outcome import keep_outcome
from trialtrack.services.personal import KeptText, keep_text
from trialtrack.services.refusals import reasoned, staff_of


@transactional
def cancel_trial(
    session: Session, *, trial_id: UUID, reason: str, by: Viewer, at: datetime
) -> None:
    """Cancel a trial that is planned or running; one whose leads are out has its result.

    The diary closes at once, but for what was entered on a device before. Sessions stay open: the
    patient reads what they wrote, and reports a warning sign. After placement it is a deviation.
    """
    trial = trial_for(session, trial_id, by, Action.CANCEL_TRIAL)
    kept = _decide(session, trial, reason, cancelled=True, by=by, at=at)
    trial.cancelled_at, trial.cancelled_by_id = at, staff_of(by)
    done = Done(
        Action.CANCEL_TRIAL,
        "trial",
        trial.id,
        trial.clinic_id,
        {"cancelled_at": (None, at)},
        reason=kept,
    )
    write_audit(session, done, by=by, at=at)
    keep_outcome(session, trial.id, at=at)


@transactional
def take_up_trial(
    session: Session, *, trial_id: UUID, reason: str, by: Viewer, at: datetime
) -> None:
    """Take a cancelled trial up again: it stands where it stood, and the diary opens."""
    trial = trial_for(session, trial_id, by, Action.TAKE_UP_TRIAL)
    kept = _decide(session, trial, reason, cancelled=False, by=by, at=at)
    changes = {"cancelled_at": (trial.cancelled_at, None)}
    trial.cancelled_at = trial.cancelled_by_id = None
    done = Done(Action.TAKE_UP_TRIAL, "trial", trial.id, trial.clinic_id, changes, reason=kept)
    write_audit(session, done, by=by, at=at)
    keep_outcome(session, trial.id, at=at)


def _decide(
    session: Session, trial: Trial, reason: str, *, cancelled: bool, by: Viewer, at: datetime
) -> KeptText:
    kept = keep_text(
        session,
        reasoned(reason),
        clinic_id=trial.clinic_id,
        patient_id=trial.patient_id,
        at=at,
    )
    session.add(
        TrialCancellation(
            id=uuid4(),
            trial_id=trial.id,
            cancelled=cancelled,
            decided_at=at,
            decided_by_id=staff_of(by),
            reason_text_id=kept.id,
            reason_digest=kept.digest,
        )
    )
    session.flush()
    return kept
