"""What waits to be settled: second answers for a day, and corrections that patients ask for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from babel.dates import format_date
from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from trialtrack.access import Action, NotFound, Viewer, require
from trialtrack.db import reading
from trialtrack.models import (
    ConflictSettlement,
    CorrectionRequest,
    CorrectionSettlement,
    DiaryEntry,
)
from trialtrack.queries.matter import Matter, MatterKind, person_seen, phone_seen, taking_part
from trialtrack.queries.trial_days import TrialDays, trial_days
from trialtrack.store.asked import Asked
from trialtrack.store.records import DayRecord, EntryFacts
from trialtrack.store.scope import trials_within


@dataclass(frozen=True, slots=True)
class Conflict:
    """An answer that waits beside the one that counts; `found` is the whole day."""

    trial: TrialDays
    found: DayRecord
    waiting: EntryFacts

    @property
    def is_settled(self) -> bool:
        """Whether the team chose already."""
        return self.waiting not in self.found.conflicting


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction asked for; `counts`: what the day has now, None: nothing."""

    trial: TrialDays
    asked: Asked
    counts: EntryFacts | None

    @property
    def changed_meanwhile(self) -> bool:
        """Whether another answer counts than the one that the patient saw."""
        return (self.counts.id if self.counts else None) != self.asked.replaces_id


@reading
def conflict(session: Session, *, viewer: Viewer, entry_id: UUID, at: datetime) -> Conflict:
    """One second answer with its day; NotFound when it is none, or not of the viewer's clinic."""
    require(viewer, Action.SETTLE_CONFLICT)
    row = session.execute(
        select(DiaryEntry.trial_id, DiaryEntry.day).where(
            DiaryEntry.id == entry_id,
            DiaryEntry.conflicting,
            DiaryEntry.trial_id.in_(trials_within(viewer)),
        )
    ).first()
    if row is None:
        raise NotFound
    trial = trial_days(viewer=viewer, trial_id=row.trial_id, at=at)
    found = trial.record.days[row.day]
    waiting = next(entry for entry in found.entries if entry.id == entry_id)
    return Conflict(trial, found, waiting)


@reading
def correction(session: Session, *, viewer: Viewer, request_id: UUID, at: datetime) -> Correction:
    """One correction asked for; NotFound when there is none of the viewer's clinic."""
    require(viewer, Action.SETTLE_CORRECTION)
    trial_id = session.scalar(
        select(CorrectionRequest.trial_id).where(
            CorrectionRequest.id == request_id,
            CorrectionRequest.trial_id.in_(trials_within(viewer)),
        )
    )
    if trial_id is None:
        raise NotFound
    trial = trial_days(viewer=viewer, trial_id=trial_id, at=at)
    asked = next(each for each in trial.record.asked if each.id == request_id)
    found = trial.record.days.get(asked.day)
    return Correction(trial, asked, found.effective if found else None)


def conflicts_waiting(session: Session, viewer: Viewer) -> Iterable[Matter]:
    """Second answers that the team has not settled."""
    settled = exists().where(ConflictSettlement.conflicting_id == DiaryEntry.id)
    rows = session.execute(
        taking_part(viewer, DiaryEntry.id, DiaryEntry.day, DiaryEntry.received_at)
        .join(DiaryEntry)
        .where(DiaryEntry.conflicting, ~settled)
    )
    return [_matter(viewer, MatterKind.CONFLICT, "Two answers for", row) for row in rows]


def corrections_waiting(session: Session, viewer: Viewer) -> Iterable[Matter]:
    """Corrections asked for that the team has not settled."""
    settled = exists().where(CorrectionSettlement.request_id == CorrectionRequest.id)
    asked = CorrectionRequest
    rows = session.execute(
        taking_part(viewer, asked.id, asked.day, asked.received_at)
        .join(CorrectionRequest)
        .where(~settled)
    )
    kind, words = MatterKind.CORRECTION_ASKED, "Asks for a correction of"
    return [_matter(viewer, kind, words, row) for row in rows]


def _matter(viewer: Viewer, kind: MatterKind, words: str, row: Any) -> Matter:
    trial, clinic, identity, subject_id, day, since = row
    return Matter(
        kind=kind,
        subject_id=subject_id,
        trial_id=trial.id,
        person=person_seen(viewer, trial.patient_id, identity),
        since=since,
        time_zone=clinic.time_zone,
        words=f"{words} {_day(day)}",
        phone=phone_seen(viewer, identity),
    )


def _day(day: date) -> str:
    return format_date(day, "EEEE d MMMM", "en_GB")
