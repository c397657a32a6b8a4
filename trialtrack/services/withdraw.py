"""A patient stops taking part: nothing more is collected, and every session ends."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session

from trialtrack.access import Action, Refusal, Role, Viewer
from trialtrack.db import transactional
from trialtrack.models import SignInSession, Trial, WaitingForm, Withdrawal
from trialtrack.services.audit import Done, created, write_audit
from trialtrack.services.find_trial import trial_for
from trialtrack.services.personal import keep_text, keyed_digest
from trialtrack.services.refusals import reasoned
from trialtrack.store.withdrawals import of_its_patient


class WithdrawnAlready(Refusal):
    """Somebody recorded already that the patient stops; what you wrote was not kept.

    If it matters, write it into the hospital’s own record.
    """


class HasWithdrawn(Refusal):
    """This person no longer takes part, so nothing more can be entered."""


def has_withdrawn(session: Session, trial_id: UUID) -> bool:
    """Whether the patient has left the trial; somebody whose it was before does not count."""
    left = exists().where(of_its_patient())
    return session.scalar(select(Trial.id).where(Trial.id == trial_id, left)) is not None


def _said_already(session: Session, trial: Trial, said: str, by: Viewer) -> None:
    """The same words sent twice are one withdrawal; other words are not dropped in silence."""
    digests = select(Withdrawal.reason_digest).where(
        Withdrawal.trial_id == trial.id, Withdrawal.patient_id == trial.patient_id
    )
    if by.role is not Role.PATIENT and keyed_digest(session, said) != session.scalar(digests):
        raise WithdrawnAlready


@transactional
def withdraw(
    session: Session, *, trial_id: UUID, reason: str | None, by: Viewer, at: datetime
) -> None:
    """Record the withdrawal, once. Patients need give no reason; staff say how they know.

    What was entered stays, what was typed and not sent goes. Every session of the patient ends.
    """
    trial = trial_for(session, trial_id, by, Action.WITHDRAW)
    if by.role is not Role.PATIENT:
        reason = reasoned(reason)
    said = (reason or "").strip()
    if has_withdrawn(session, trial.id):
        _said_already(session, trial, said, by)
        return
    kept = None
    if said:
        kept = keep_text(
            session, said, clinic_id=trial.clinic_id, patient_id=trial.patient_id, at=at
        )
    row = Withdrawal(
        id=uuid4(),
        trial_id=trial.id,
        patient_id=trial.patient_id,
        withdrawn_at=at,
        recorded_by_id=by.staff_id,
        reason_text_id=kept.id if kept else None,
        reason_digest=kept.digest if kept else None,
    )
    session.add(row)
    session.execute(
        update(SignInSession)
        .where(SignInSession.patient_id == trial.patient_id, SignInSession.ended_at.is_(None))
        .values(ended_at=at)
    )
    session.execute(delete(WaitingForm).where(WaitingForm.patient_id == trial.patient_id))
    session.flush()
    changes = created(trial_id=trial.id)
    done = Done(Action.WITHDRAW, "withdrawal", row.id, trial.clinic_id, changes, reason=kept)
    write_audit(session, done, by=by, at=at)
