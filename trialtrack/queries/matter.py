"""One thing that needs somebody at the clinic, and how a source of such things reads them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from trialtrack.access import Action, Viewer, allowed
from trialtrack.clinical.needed import StillNeeded
from trialtrack.models import Clinic, Modality, PatientIdentity, Trial, Withdrawal
from trialtrack.store.records import PatientFacts
from trialtrack.store.scope import trials_within


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


Facts = Silence | ThinWindow | DueDay | NoCardUsed


class MatterKind(StrEnum):
    """What kind of thing it is; the order here is the order of the list."""

    EMERGENCY_SIGN = "emergency_sign"
    SIGN_NOT_SAID = "sign_not_said"
    SIGN_TODAY = "sign_today"
    REMOVAL_DUE = "removal_due"
    WINDOW_THIN = "window_thin"
    WINDOW_LOST = "window_lost"
    SILENT = "silent"
    BASELINE_SHORT = "baseline_short"
    BASELINE_LOST = "baseline_lost"
    PLACEMENT_DUE = "placement_due"
    CARD_VOID = "card_void"
    CARD_MISSING = "card_missing"
    CARD_UNUSED = "card_unused"
    DEVICE_SHUT = "device_shut"
    SIGN_NEXT_TIME = "sign_next_time"
    CONFLICT = "conflict"
    CORRECTION_ASKED = "correction_asked"


@dataclass(frozen=True, slots=True)
class Matter:
    """Something that stands until somebody deals with it.

    `subject_id` is what its one action is about; which page that is, `web/clinic/deals.py` says by
    kind. `person` and `phone` hold what the viewer may see. `words`: what it is, in one line; empty
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
    withdrawn = exists().where(Withdrawal.trial_id == Trial.id)
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
