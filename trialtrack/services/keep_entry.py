"""Keep one diary entry, once, whatever happens on the way. The rules of the record.

The id comes from the sender. The same id with the same content is the same entry, and gets the
same receipt; with another content it is refused. Nothing is ever overwritten.
"""

from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from trialtrack.access import Action, Refusal, Viewer
from trialtrack.clock import is_late
from trialtrack.models import DiaryEntry, Origin, Trial
from trialtrack.services.audit import Done, created, write_audit
from trialtrack.services.check_day import check_day, require_own_origin
from trialtrack.services.check_plan import check_plan
from trialtrack.services.counting_entry import counting_entry
from trialtrack.services.day_entry import DayEntry, Receipt, reference_of, salted_hash
from trialtrack.services.entry_texts import digests_kept, digests_sent, keep_entry_texts
from trialtrack.services.find_trial import newest_protocol, trial_for
from trialtrack.services.keep_outcome import keep_outcome
from trialtrack.services.personal import KeptText, digest_if_any, keep_if_any
from trialtrack.services.withdraw import HasWithdrawn, has_withdrawn


class DifferentAnswersUnderSameId(Refusal):
    """These answers were sent once already with another content; please send them anew."""


class NothingToReplace(Refusal):
    """There is no answer of that day to correct."""


@dataclass(frozen=True, slots=True)
class Sent:
    """An entry on its way in: what it replaces, who sends it, and when it came.

    `asked_for`: the patient's own answers, which staff took over when they settled a request.
    """

    entry: DayEntry
    replaces: UUID | None
    by: Viewer
    at: datetime
    asked_for: bool = False

    @property
    def entered_at(self) -> datetime:
        """When it was entered; a device whose clock runs ahead is not believed."""
        return min(self.entry.entered_at or self.at, self.at)


def keep_entry(session: Session, sent: Sent, action: Action) -> Receipt:
    """Keep the entry and give its receipt, or the receipt that it was given before."""
    if not sent.asked_for:
        require_own_origin(sent.entry, sent.by)
    trial = trial_for(session, sent.entry.trial_id, sent.by, action)
    kept = session.get(DiaryEntry, sent.entry.id)
    if kept is not None:
        return _receipt_again(session, kept, sent)
    if has_withdrawn(session, trial.id):
        raise HasWithdrawn
    rules = newest_protocol(session, trial.id).rules()
    check_day(sent.entry, trial, rules, by=sent.by, entered_at=sent.entered_at)
    check_plan(session, sent.entry)
    conflicting = _conflicts(session, sent)
    try:
        with session.begin_nested():
            kept = _add(session, sent, trial, conflicting=conflicting)
    except IntegrityError:
        # The id came in elsewhere at this moment, for a trial that this transaction did not hold.
        kept = session.get(DiaryEntry, sent.entry.id)
        if kept is None:
            raise
        return _receipt_again(session, kept, sent)
    _audit(session, kept, trial, sent, action)
    keep_outcome(session, trial.id, at=sent.at)
    return _receipt(kept)


def _conflicts(session: Session, sent: Sent) -> bool:
    """Whether it does not follow on what counts: another answer stands where it would."""
    trial_id, day = sent.entry.trial_id, sent.entry.answers.day
    if sent.replaces is not None:
        replaced = session.get(DiaryEntry, sent.replaces)
        if replaced is None or (replaced.trial_id, replaced.day) != (trial_id, day):
            raise NothingToReplace
    return counting_entry(session, trial_id, day) != sent.replaces


def _add(session: Session, sent: Sent, trial: Trial, *, conflicting: bool) -> DiaryEntry:
    entry, salt = sent.entry, token_hex(16)
    canonical = entry.answers.canonical()
    note = keep_if_any(session, entry.note, trial, sent.at)
    reason = keep_if_any(session, entry.reason, trial, sent.at)
    row = DiaryEntry(
        id=entry.id,
        reference=reference_of(entry.id),
        trial_id=trial.id,
        day=entry.answers.day,
        answers=canonical,
        salt=salt,
        answers_hash=salted_hash(canonical, salt),
        entered_at=sent.entered_at,
        received_at=sent.at,
        late=is_late(sent.entered_at, entry.answers.day, trial.time_zone),
        origin=entry.origin,
        entered_by_id=None if entry.origin is Origin.PATIENT else sent.by.staff_id,
        replaces_id=sent.replaces,
        conflicting=conflicting,
        note_text_id=note.id if note else None,
        note_digest=note.digest if note else None,
        reason_text_id=reason.id if reason else None,
        reason_digest=reason.digest if reason else None,
        clock_skew_seconds=entry.clock_skew_seconds,
        written_on=entry.written_on,
    )
    session.add(row)
    session.flush()
    keep_entry_texts(session, entry, trial, sent.at)
    return row


def _receipt_again(session: Session, kept: DiaryEntry, sent: Sent) -> Receipt:
    entry = sent.entry
    same = (
        kept.trial_id == entry.trial_id
        and kept.replaces_id == sent.replaces
        and (kept.origin, kept.written_on) == (entry.origin, entry.written_on)
        and kept.answers_hash == salted_hash(entry.answers.canonical(), kept.salt)
        and kept.note_digest == digest_if_any(session, entry.note)
        and kept.reason_digest == digest_if_any(session, entry.reason)
        and digests_kept(session, kept) == digests_sent(session, entry)
    )
    if not same:
        raise DifferentAnswersUnderSameId
    return _receipt(kept)


def _receipt(kept: DiaryEntry) -> Receipt:
    return Receipt(
        entry_id=kept.id,
        reference=kept.reference,
        saved_at=kept.received_at,
        day=kept.day,
        was_correction=kept.replaces_id is not None,
        conflicting=kept.conflicting,
    )


def _audit(session: Session, kept: DiaryEntry, trial: Trial, sent: Sent, action: Action) -> None:
    changes = created(
        trial_id=trial.id,
        day=kept.day,
        answers_hash=kept.answers_hash,
        origin=kept.origin,
        late=kept.late,
        conflicting=kept.conflicting,
        replaces_id=kept.replaces_id,
        note_digest=kept.note_digest,
        text_digests=", ".join(digests_sent(session, sent.entry).values()) or None,
        clock_skew_seconds=kept.clock_skew_seconds,
    )
    reason = None
    if kept.reason_text_id is not None and kept.reason_digest is not None:
        reason = KeptText(kept.reason_text_id, kept.reason_digest)
    done = Done(action, "diary_entry", kept.id, trial.clinic_id, changes, reason=reason)
    write_audit(session, done, by=sent.by, at=sent.at)
