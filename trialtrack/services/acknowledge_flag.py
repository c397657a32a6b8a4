"""A member of staff has seen a warning sign, and says in words what was done about it."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from trialtrack.access import Action, NotFound, Refusal, Viewer, require
from trialtrack.db import transactional
from trialtrack.models import Staff, Trial, WarningAcknowledgement, WarningFlag
from trialtrack.services.audit import Done, created, write_audit
from trialtrack.services.find_trial import trial_for
from trialtrack.services.personal import KeptText, keep_text, keyed_digest
from trialtrack.services.refusals import ReasonMissing, staff_of


class WordsMissing(ReasonMissing):
    """Write what you did about it: these words take the warning off the list."""


class SeenAlready(Refusal):
    """Somebody else has acknowledged this already."""


@transactional
def acknowledge_flag(
    session: Session, *, flag_id: UUID, words: str, by: Viewer, at: datetime
) -> None:
    """Acknowledge a flag. Of several at once one stands, and the others are told whose it is.

    The same words by the same person again are the same acknowledgement.
    """
    require(by, Action.ACKNOWLEDGE_FLAG)
    trial = _trial_of(session, flag_id, by)
    said, staff_id = words.replace("\0", "").strip(), staff_of(by)
    if not said:
        raise WordsMissing
    kept = session.scalar(
        select(WarningAcknowledgement).where(WarningAcknowledgement.flag_id == flag_id)
    )
    if kept is not None:
        if kept.acknowledged_by_id == staff_id and kept.words_digest == keyed_digest(session, said):
            return
        raise SeenAlready(_whose(session, kept))
    text = keep_text(session, said, clinic_id=trial.clinic_id, patient_id=trial.patient_id, at=at)
    _add(session, flag_id, trial, text, by=by, at=at)


def _trial_of(session: Session, flag_id: UUID, by: Viewer) -> Trial:
    """The trial of a flag, held: of two who acknowledge at once, the second sees the first."""
    trial_id = session.scalar(select(WarningFlag.trial_id).where(WarningFlag.id == flag_id))
    if trial_id is None:
        raise NotFound
    return trial_for(session, trial_id, by, Action.ACKNOWLEDGE_FLAG)


def _add(
    session: Session, flag_id: UUID, trial: Trial, text: KeptText, *, by: Viewer, at: datetime
) -> None:
    row = WarningAcknowledgement(
        id=uuid4(),
        flag_id=flag_id,
        acknowledged_at=at,
        acknowledged_by_id=staff_of(by),
        words_text_id=text.id,
        words_digest=text.digest,
    )
    session.add(row)
    session.flush()
    done = Done(
        Action.ACKNOWLEDGE_FLAG,
        "warning_flag",
        flag_id,
        trial.clinic_id,
        created(trial_id=trial.id, acknowledgement_id=row.id),
        reason=text,
    )
    write_audit(session, done, by=by, at=at)


def _whose(session: Session, kept: WarningAcknowledgement) -> str:
    name = session.scalar(select(Staff.name).where(Staff.id == kept.acknowledged_by_id))
    return f"{name} has acknowledged this already. What you wrote was not kept."
