"""One thing that needs somebody at the clinic, and how a source of such things reads them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from trialtrack.access import Action, Viewer, allowed
from trialtrack.clinical.needed import StillNeeded
from trialtrack.models import Clinic, Modality, PatientIdentity, Trial
from trialtrack.models.aside import MatterKind
from trialtrack.store.records import PatientFacts
from trialtrack.store.scope import trials_within
from trialtrack.store.withdrawals import of_its_patient

__all__ = ["MatterKind"]


@dataclass(frozen=True, slots=True)
class Silence:
    """Diary days without an entry, in a row up to yesterday. `of_all`: there is no earlier entry.

    `open_until`: until when the patient can still fill in yesterday; None: no longer.
    """

    days: tuple[date, ...]
    of_all: bool
    open_until: datetime | None


@dataclass(frozen=True, slots=True)
class ThinWindow:
    """What a window still needs. `ends_on`: its first day out; `ends_in` so many days.

    `rated`: a rating taken in clinic stands in for a baseline that stays short.
    """

    still: StillNeeded
    ends_on: date
    ends_in: int
    rated: bool = False


@dataclass(frozen=True, slots=True)
class DueDay:
    """A day on which something was planned that is not recorded; `days_over`: 0 on that day."""

    planned_on: date
    days_over: int
    modality: Modality


@dataclass(frozen=True, slots=True)
class NoCardUsed:
    """Nobody has signed in with a card. `issued_at` None: there is none."""

    issued_at: datetime | None
    baseline_from: date


@dataclass(frozen=True, slots=True)
class NoEndAnswers:
    """The questions at the end of a trial have no answer; the leads came out `removed_on`."""

    removed_on: date
    modality: Modality


Facts = NoEndAnswers | Silence | ThinWindow | DueDay | NoCardUsed


@dataclass(frozen=True, slots=True)
class Note:
    """That a matter was put aside: when, by whom, until when, and what was tried (None: erased).

    `brought_back`: it was brought back instead, before its time.
    """

    at: datetime
    by_name: str
    words: str | None
    until: datetime
    brought_back: bool


@dataclass(frozen=True, slots=True)
class Matter:
    """Something that stands until somebody deals with it.

    `subject_id` is what its one action is about; which page that is, `web/clinic/deals.py` says by
    kind. `person` and `phone` hold what the viewer may see. `notes`: that it was put aside, the
    newest first. `words`: what it is, in one line; empty
    where `facts` say it. `time_zone`: the clinic's, in which its staff read `since`.
    """

    kind: MatterKind
    subject_id: UUID
    trial_id: UUID
    person: PatientFacts
    since: datetime
    time_zone: str
    words: str = ""
    phone: str | None = None
    facts: Facts | None = None
    notes: tuple[Note, ...] = ()

    def aside_until(self, at: datetime) -> datetime | None:
        """Until when it is put aside; None: it needs somebody now."""
        until = self.notes[0].until if self.notes else at
        return until if until > at else None


Source = Callable[[Session, Viewer], Iterable[Matter]]
"""Reads the matters of one kind, or of a few, within the viewer's reach, in one SELECT."""


def trials_with(viewer: Viewer, *more: Any) -> Select[*tuple[Any, ...]]:
    """Trials within reach as (Trial, Clinic, PatientIdentity or None, more): a source joins on."""
    return (
        select(Trial, Clinic, PatientIdentity, *more)
        .select_from(Trial)
        .join(Clinic, Clinic.id == Trial.clinic_id)
        .outerjoin(PatientIdentity, PatientIdentity.patient_id == Trial.patient_id)
        .where(Trial.id.in_(trials_within(viewer)))
    )


def taking_part(viewer: Viewer, *more: Any) -> Select[*tuple[Any, ...]]:
    """The same without trials that were cancelled, or whose patient withdrew.

    Nobody is to be rung up about a trial they left.
    """
    withdrawn = exists().where(of_its_patient())
    return trials_with(viewer, *more).where(~withdrawn, Trial.cancelled_at.is_(None))


def person_seen(viewer: Viewer, patient_id: UUID, identity: PatientIdentity | None) -> PatientFacts:
    """The person as the viewer may see them: nothing but the id where erased or not theirs."""
    if identity is None or not allowed(viewer, Action.SEE_IDENTITY):
        return PatientFacts(patient_id, None, None, None, None)
    return PatientFacts(
        patient_id,
        identity.family_name,
        identity.given_name,
        identity.born_on,
        identity.hospital_number,
    )


def phone_seen(viewer: Viewer, identity: PatientIdentity | None) -> str | None:
    """The number to call the person on; None where there is none, or it is not the viewer's."""
    if identity is None or not allowed(viewer, Action.SEE_IDENTITY):
        return None
    return identity.phone
