"""Corrections that patients ask for, with what the team decided of each."""

import json
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Self
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from trialtrack.clinical.answers import DayAnswers, read_answers
from trialtrack.models import CorrectionRequest, CorrectionSettlement, PersonalText, Staff


@dataclass(frozen=True, slots=True)
class Words:
    """The free texts of answers that are asked for, kept as one text so that one erasure does."""

    note: str | None = None
    side_effects: str | None = None
    other_names: tuple[str, ...] = ()

    def written(self) -> str | None:
        """One text for one set of words; None when there are none."""
        said = {
            "note": (self.note or "").strip(),
            "side_effects": (self.side_effects or "").strip(),
            "other_names": [name.strip() for name in self.other_names],
        }
        some = {name: value for name, value in said.items() if value}
        return json.dumps(some, sort_keys=True, ensure_ascii=False) if some else None


def read_words(written: str | None) -> Words:
    """The inverse of `Words.written`; nothing where there was nothing, or it is erased."""
    said = json.loads(written or "{}")
    names = tuple(said.get("other_names", ()))
    return Words(said.get("note"), said.get("side_effects"), names)


@dataclass(frozen=True, slots=True)
class Decision:
    """What the team decided of a request. `entry_id`: what it became; None: it was declined."""

    entry_id: UUID | None
    at: datetime
    by_name: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class Asked:
    """A correction asked for. `replaces_id`: what counted then; `reason`: the patient's words."""

    id: UUID
    reference: str
    trial_id: UUID
    day: date
    answers: DayAnswers
    words: Words
    reason: str | None
    asked_at: datetime
    received_at: datetime
    replaces_id: UUID | None
    decision: Decision | None

    def without_words(self) -> Self:
        """The same without any free text."""
        decision = self.decision and replace(self.decision, reason=None)
        return replace(self, words=Words(), reason=None, decision=decision)


def read_asked(session: Session, trial_ids: Collection[UUID]) -> tuple[Asked, ...]:
    """Every correction asked for in some trials, the oldest first, in one SELECT."""
    words, why, because = aliased(PersonalText), aliased(PersonalText), aliased(PersonalText)
    rows = session.execute(
        select(
            CorrectionRequest, words.text, why.text, CorrectionSettlement, Staff.name, because.text
        )
        .outerjoin(words, words.id == CorrectionRequest.words_text_id)
        .outerjoin(why, why.id == CorrectionRequest.reason_text_id)
        .outerjoin(CorrectionSettlement, CorrectionSettlement.request_id == CorrectionRequest.id)
        .outerjoin(Staff, Staff.id == CorrectionSettlement.settled_by_id)
        .outerjoin(because, because.id == CorrectionSettlement.reason_text_id)
        .where(CorrectionRequest.trial_id.in_(trial_ids))
        .order_by(CorrectionRequest.received_at, CorrectionRequest.id)
    )
    return tuple(_asked(*row) for row in rows)


def _asked(
    row: CorrectionRequest,
    words: str | None,
    reason: str | None,
    settled: CorrectionSettlement | None,
    by_name: str | None,
    because: str | None,
) -> Asked:
    decision = None
    if settled is not None:
        decision = Decision(settled.entry_id, settled.settled_at, by_name or "", because)
    return Asked(
        id=row.id,
        reference=row.reference,
        trial_id=row.trial_id,
        day=row.day,
        answers=read_answers(row.answers),
        words=read_words(words),
        reason=reason,
        asked_at=row.asked_at,
        received_at=row.received_at,
        replaces_id=row.replaces_id,
        decision=decision,
    )
