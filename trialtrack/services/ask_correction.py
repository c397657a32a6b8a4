"""A patient asks the team to put a closed day right, or to add one that is missing.

The request is kept once, as an entry is: its id comes from the sender. It changes nothing until
the team settles it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from secrets import token_hex
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from trialtrack.access import Action, Refusal, Viewer
from trialtrack.db import transactional
from trialtrack.models import CorrectionRequest, CorrectionSettlement, DiaryEntry, Trial
from trialtrack.services.audit import Done, created, write_audit
from trialtrack.services.check_day import refuse_unless_over
from trialtrack.services.check_plan import check_plan
from trialtrack.services.day_entry import DayEntry, reference_of, salted_hash
from trialtrack.services.find_trial import newest_protocol, trial_for
from trialtrack.services.keep_entry import DifferentAnswersUnderSameId, NothingToReplace
from trialtrack.services.personal import KeptText, digest_if_any, keep_if_any
from trialtrack.services.withdraw import HasWithdrawn, has_withdrawn
from trialtrack.store.asked import Words


class AlreadyAsked(Refusal):
    """You asked about this day already. The team answers here; call if something else is wrong."""


@dataclass(frozen=True, slots=True)
class AskedReceipt:
    """What was asked, when, and the reference by which to speak of it."""

    request_id: UUID
    reference: str
    asked_at: datetime
    day: date


@transactional
def ask_correction(
    session: Session, *, asked: DayEntry, replaces: UUID | None, by: Viewer, at: datetime
) -> AskedReceipt:
    """Keep the request. `replaces`: the answers on the patient's page; None: there were none.

    `asked.reason`: what the patient says is wrong; it may be left out.
    """
    trial = trial_for(session, asked.trial_id, by, Action.ASK_CORRECTION)
    kept = session.get(CorrectionRequest, asked.id)
    if kept is not None:
        return _receipt_again(session, kept, asked, replaces)
    if has_withdrawn(session, trial.id):
        raise HasWithdrawn
    refuse_unless_over(asked.answers.day, trial, newest_protocol(session, trial.id).rules(), at)
    check_plan(session, asked)
    _refuse_a_second(session, asked)
    _refuse_another_day(session, asked, replaces)
    try:
        with session.begin_nested():
            kept = _add(session, asked, replaces, trial, at)
    except IntegrityError:
        # The id came in elsewhere at this moment, for a trial that this transaction did not hold.
        kept = session.get(CorrectionRequest, asked.id)
        if kept is None:
            raise
        return _receipt_again(session, kept, asked, replaces)
    _audit(session, kept, trial, by, at)
    return _receipt(kept)


def _refuse_a_second(session: Session, asked: DayEntry) -> None:
    settled = exists().where(CorrectionSettlement.request_id == CorrectionRequest.id)
    waiting = select(CorrectionRequest.id).where(
        CorrectionRequest.trial_id == asked.trial_id,
        CorrectionRequest.day == asked.answers.day,
        ~settled,
    )
    if session.scalar(waiting.limit(1)) is not None:
        raise AlreadyAsked


def _refuse_another_day(session: Session, asked: DayEntry, replaces: UUID | None) -> None:
    if replaces is None:
        return
    replaced = session.get(DiaryEntry, replaces)
    wanted = (asked.trial_id, asked.answers.day)
    if replaced is None or (replaced.trial_id, replaced.day) != wanted:
        raise NothingToReplace


def _add(
    session: Session, asked: DayEntry, replaces: UUID | None, trial: Trial, at: datetime
) -> CorrectionRequest:
    canonical, salt = asked.answers.canonical(), token_hex(16)
    words = keep_if_any(session, _words(asked), trial, at)
    reason = keep_if_any(session, asked.reason, trial, at)
    row = CorrectionRequest(
        id=asked.id,
        reference=reference_of(asked.id),
        trial_id=trial.id,
        day=asked.answers.day,
        answers=canonical,
        salt=salt,
        answers_hash=salted_hash(canonical, salt),
        asked_at=min(asked.entered_at or at, at),
        received_at=at,
        replaces_id=replaces,
        words_text_id=words.id if words else None,
        words_digest=words.digest if words else None,
        reason_text_id=reason.id if reason else None,
        reason_digest=reason.digest if reason else None,
    )
    session.add(row)
    session.flush()
    return row


def _words(asked: DayEntry) -> str | None:
    return Words(asked.note, asked.side_effects, asked.other_names).written()


def _receipt_again(
    session: Session, kept: CorrectionRequest, asked: DayEntry, replaces: UUID | None
) -> AskedReceipt:
    same = (
        kept.trial_id == asked.trial_id
        and kept.replaces_id == replaces
        and kept.answers_hash == salted_hash(asked.answers.canonical(), kept.salt)
        and kept.words_digest == digest_if_any(session, _words(asked))
        and kept.reason_digest == digest_if_any(session, asked.reason)
    )
    if not same:
        raise DifferentAnswersUnderSameId
    return _receipt(kept)


def _receipt(kept: CorrectionRequest) -> AskedReceipt:
    return AskedReceipt(kept.id, kept.reference, kept.received_at, kept.day)


def _audit(
    session: Session, kept: CorrectionRequest, trial: Trial, by: Viewer, at: datetime
) -> None:
    changes = created(
        trial_id=trial.id,
        day=kept.day,
        answers_hash=kept.answers_hash,
        replaces_id=kept.replaces_id,
        words_digest=kept.words_digest,
    )
    reason = None
    if kept.reason_text_id is not None and kept.reason_digest is not None:
        reason = KeptText(kept.reason_text_id, kept.reason_digest)
    kind = "correction_request"
    done = Done(Action.ASK_CORRECTION, kind, kept.id, trial.clinic_id, changes, reason=reason)
    write_audit(session, done, by=by, at=at)
