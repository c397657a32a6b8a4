"""Two records of one person become one; and two people whose records were merged become two."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from trialtrack.access import Action, NotFound, Refusal, Viewer
from trialtrack.db import transactional
from trialtrack.models import PatientMerge, PatientSplit, SignInSession, Trial, TrialMove
from trialtrack.services.audit import Change, Done, created, write_audit
from trialtrack.services.find_patient import patient_for, standing_patient
from trialtrack.services.hand_over import HandOver, hand_over
from trialtrack.services.personal import KeptText, keep_text, reason_columns
from trialtrack.services.refusals import reasoned, staff_of
from trialtrack.store.merges import stands


class NotSaidToBeOne(Refusal):
    """Tick that they are the same person, once you have compared them."""


class OneRecordOnly(Refusal):
    """Choose another record: this is the same one."""


@transactional
def merge_patients(
    session: Session,
    *,
    merged_id: UUID,
    into_id: UUID,
    same_person: bool,
    reason: str,
    by: Viewer,
    at: datetime,
) -> UUID:
    """Make one record part of another, with all its trials; the id of the merge.

    The merged record and its identity stay and are found; nothing new goes under it. RecordMerged
    when either is part of another record already, so that no record is merged twice and none in
    a circle; TwoAtOnce when the two have trials with the same days.
    """
    if merged_id == into_id:
        raise OneRecordOnly
    for each in sorted((merged_id, into_id)):
        patient_for(session, each, by, Action.MERGE_PATIENTS)
    merged = standing_patient(session, merged_id, by, Action.MERGE_PATIENTS)
    into = standing_patient(session, into_id, by, Action.MERGE_PATIENTS)
    if not same_person:
        raise NotSaidToBeOne
    why = keep_text(session, reasoned(reason), clinic_id=into.clinic_id, patient_id=into.id, at=at)
    merge = _added(session, merged.id, into.id, why, by, at)
    changes = created(merged_id=merged.id, into_id=into.id)
    _audit(session, Action.MERGE_PATIENTS, merge, into.clinic_id, changes, why, by, at)
    for trial in _trials(session, Trial.patient_id == merged.id):
        over = HandOver(trial, into.id, why, merge_id=merge.id, same_person=True)
        hand_over(session, over, by=by, at=at)
    _sign_out(session, merged.id, at)
    return merge.id


@transactional
def split_patients(
    session: Session, *, merge_id: UUID, reason: str, by: Viewer, at: datetime
) -> UUID:
    """Take a merge back: they are two people. The id of the record that stands for itself again.

    The trials that came with it go back, but for those that somebody has put elsewhere since.
    Each is asked for consent anew, and its card and devices end.
    """
    merge = session.get(PatientMerge, merge_id)
    if merge is None:
        raise NotFound
    for each in sorted((merge.merged_id, merge.into_id)):
        patient_for(session, each, by, Action.MERGE_PATIENTS)
    if session.scalar(select(PatientMerge.id).where(PatientMerge.id == merge.id, stands())) is None:
        return merge.merged_id
    # Where the other is part of a third record by now, that is to be taken back first.
    standing_patient(session, merge.into_id, by, Action.MERGE_PATIENTS)
    own = patient_for(session, merge.merged_id, by, Action.MERGE_PATIENTS)
    why = keep_text(session, reasoned(reason), clinic_id=own.clinic_id, patient_id=own.id, at=at)
    split = PatientSplit(
        id=uuid4(),
        merge_id=merge.id,
        split_at=at,
        split_by_id=staff_of(by),
        **reason_columns(why),
    )
    session.add(split)
    session.flush()
    changes = created(merge_id=merge.id)
    _audit(session, "split_patients", merge, own.clinic_id, changes, why, by, at)
    came = select(TrialMove.trial_id).where(TrialMove.merge_id == merge.id)
    for trial in _trials(session, Trial.patient_id == merge.into_id, Trial.id.in_(came)):
        hand_over(session, HandOver(trial, own.id, why, merge_id=merge.id), by=by, at=at)
    return own.id


def _added(
    session: Session, merged_id: UUID, into_id: UUID, why: KeptText, by: Viewer, at: datetime
) -> PatientMerge:
    before = select(func.count()).select_from(PatientMerge)
    merge = PatientMerge(
        id=uuid4(),
        merged_id=merged_id,
        nth=(session.scalar(before.where(PatientMerge.merged_id == merged_id)) or 0) + 1,
        into_id=into_id,
        merged_at=at,
        merged_by_id=staff_of(by),
        **reason_columns(why),
    )
    session.add(merge)
    session.flush()
    return merge


def _trials(session: Session, *conditions: object) -> list[Trial]:
    """Held, in the order of their ids."""
    found = select(Trial).where(*conditions).order_by(Trial.id)  # type: ignore[arg-type]
    return list(session.scalars(found.with_for_update(key_share=True)))


def _sign_out(session: Session, patient_id: UUID, at: datetime) -> None:
    """Nobody is signed in under a record that is part of another."""
    opened = select(SignInSession).where(
        SignInSession.patient_id == patient_id, SignInSession.ended_at.is_(None)
    )
    for each in session.scalars(opened).all():
        each.ended_at = at
    session.flush()


def _audit(
    session: Session,
    action: str,
    merge: PatientMerge,
    clinic_id: UUID,
    changes: dict[str, Change],
    why: KeptText,
    by: Viewer,
    at: datetime,
) -> None:
    done = Done(action, "patient_merge", merge.id, clinic_id, changes, reason=why)
    write_audit(session, done, by=by, at=at)
