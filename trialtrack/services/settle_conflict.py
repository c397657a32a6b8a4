"""The team says which of two answers for a day counts; both stay as they were sent."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from trialtrack.access import Action, NotFound, Refusal, Viewer, require
from trialtrack.db import transactional
from trialtrack.models import ConflictSettlement, DiaryEntry
from trialtrack.services.audit import Change, Done, created, write_audit
from trialtrack.services.counting_entry import counting_entry
from trialtrack.services.find_trial import trial_for
from trialtrack.services.keep_outcome import keep_outcome
from trialtrack.services.personal import keep_text
from trialtrack.services.refusals import reasoned, staff_of

KIND = "conflict_settlement"


class NotOneOfTheTwo(Refusal):
    """Choose one of the two answers."""


class DayChangedMeanwhile(Refusal):
    """The answer that counts was changed meanwhile. Look at both answers again."""


class SettledMeanwhile(Refusal):
    """A colleague settled this meanwhile. Look at the day to see how."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Of what was seen: the answer that waited, the one that counted, and the one chosen."""

    conflicting_id: UUID
    standing_id: UUID
    winner_id: UUID


@transactional
def settle_conflict(
    session: Session, *, choice: Choice, reason: str | None, by: Viewer, at: datetime
) -> None:
    """Record the choice, once, with its reason, which the patient reads as well.

    Refused when the answer that counts is no longer the one that was looked at.
    """
    require(by, Action.SETTLE_CONFLICT)
    waiting = session.get(DiaryEntry, choice.conflicting_id)
    if waiting is None or not waiting.conflicting:
        raise NotFound
    trial = trial_for(session, waiting.trial_id, by, Action.SETTLE_CONFLICT)
    if choice.winner_id not in (choice.conflicting_id, choice.standing_id):
        raise NotOneOfTheTwo
    said = reasoned(reason)
    if _is_settled(session, choice, by):
        return
    if counting_entry(session, trial.id, waiting.day) != choice.standing_id:
        raise DayChangedMeanwhile
    row = ConflictSettlement(
        id=uuid4(),
        trial_id=trial.id,
        day=waiting.day,
        conflicting_id=choice.conflicting_id,
        standing_id=choice.standing_id,
        winner_id=choice.winner_id,
        settled_at=at,
        settled_by_id=staff_of(by),
    )
    kept = keep_text(session, said, clinic_id=trial.clinic_id, patient_id=trial.patient_id, at=at)
    row.reason_text_id, row.reason_digest = kept.id, kept.digest
    session.add(row)
    session.flush()
    done = Done(Action.SETTLE_CONFLICT, KIND, row.id, trial.clinic_id, _changes(row), reason=kept)
    write_audit(session, done, by=by, at=at)
    keep_outcome(session, trial.id, at=at)


def _changes(row: ConflictSettlement) -> dict[str, Change]:
    return created(
        trial_id=row.trial_id,
        day=row.day,
        conflicting_id=row.conflicting_id,
        standing_id=row.standing_id,
        winner_id=row.winner_id,
    )


def _is_settled(session: Session, choice: Choice, by: Viewer) -> bool:
    """Whether the same person made the same choice already; SettledMeanwhile for any other."""
    found = session.scalar(
        select(ConflictSettlement).where(ConflictSettlement.conflicting_id == choice.conflicting_id)
    )
    if found is None:
        return False
    if (found.winner_id, found.settled_by_id) != (choice.winner_id, by.staff_id):
        raise SettledMeanwhile
    return True
