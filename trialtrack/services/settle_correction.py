"""The team accepts or declines a correction that a patient asked for, with a reason."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from trialtrack.access import Action, NotFound, Viewer, require
from trialtrack.clinical.answers import read_answers
from trialtrack.db import transactional
from trialtrack.models import (
    CorrectionRequest,
    CorrectionSettlement,
    DiaryEntry,
    Origin,
    PersonalText,
)
from trialtrack.services.audit import Done, created, write_audit
from trialtrack.services.day_entry import DayEntry
from trialtrack.services.find_trial import trial_for
from trialtrack.services.keep_entry import Sent, keep_entry
from trialtrack.services.personal import keep_text
from trialtrack.services.refusals import reasoned, staff_of
from trialtrack.services.settle_conflict import SettledMeanwhile
from trialtrack.store.asked import read_words

KIND = "correction_settlement"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a request.

    `conflicting`: the day was changed since the patient asked, so that the answers stand beside
    what counts until the team chooses.
    """

    entry_id: UUID | None
    conflicting: bool


@transactional
def settle_correction(
    session: Session,
    *,
    request_id: UUID,
    accept: bool,
    reason: str | None,
    by: Viewer,
    at: datetime,
) -> Outcome:
    """Record the decision, once, with its reason, which the patient reads as well.

    Accepted, the answers asked for become an entry of the patient's that replaces the one they
    saw, made when they asked; the decision beside it says who let it in.
    """
    require(by, Action.SETTLE_CORRECTION)
    request = session.get(CorrectionRequest, request_id)
    if request is None:
        raise NotFound
    trial = trial_for(session, request.trial_id, by, Action.SETTLE_CORRECTION)
    said = reasoned(reason)
    before = _decided_before(session, request, by, accept=accept)
    if before is not None:
        return _outcome(session, before)
    row = CorrectionSettlement(
        id=uuid4(),
        request_id=request.id,
        accepted=accept,
        entry_id=_become_entry(session, request, said, by, at) if accept else None,
        settled_at=at,
        settled_by_id=staff_of(by),
    )
    kept = keep_text(session, said, clinic_id=trial.clinic_id, patient_id=trial.patient_id, at=at)
    row.reason_text_id, row.reason_digest = kept.id, kept.digest
    session.add(row)
    session.flush()
    changes = created(request_id=request.id, accepted=accept, entry_id=row.entry_id)
    done = Done(Action.SETTLE_CORRECTION, KIND, row.id, trial.clinic_id, changes, reason=kept)
    write_audit(session, done, by=by, at=at)
    return _outcome(session, row)


def _decided_before(
    session: Session, request: CorrectionRequest, by: Viewer, *, accept: bool
) -> CorrectionSettlement | None:
    """The same decision of the same person; SettledMeanwhile for any other."""
    found = session.scalar(
        select(CorrectionSettlement).where(CorrectionSettlement.request_id == request.id)
    )
    if found is not None and (found.accepted, found.settled_by_id) != (accept, by.staff_id):
        raise SettledMeanwhile
    return found


def _become_entry(
    session: Session, request: CorrectionRequest, reason: str, by: Viewer, at: datetime
) -> UUID:
    kept = session.get(PersonalText, request.words_text_id) if request.words_text_id else None
    words = read_words(kept.text if kept else None)
    entry = DayEntry(
        id=uuid4(),
        trial_id=request.trial_id,
        answers=read_answers(request.answers),
        note=words.note,
        side_effects=words.side_effects,
        other_names=words.other_names,
        origin=Origin.PATIENT,
        entered_at=request.asked_at,
        reason=reason,
    )
    action = Action.RECORD_DAY if request.replaces_id is None else Action.AMEND_DAY
    sent = Sent(entry, request.replaces_id, by, at, asked_for=True)
    return keep_entry(session, sent, action).entry_id


def _outcome(session: Session, row: CorrectionSettlement) -> Outcome:
    if row.entry_id is None:
        return Outcome(None, conflicting=False)
    return Outcome(row.entry_id, session.get_one(DiaryEntry, row.entry_id).conflicting)
