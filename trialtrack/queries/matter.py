"""One thing that needs somebody at the clinic, and how a source of such things reads them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from trialtrack.access import Action, Viewer, allowed
from trialtrack.models import Clinic, PatientIdentity, Trial
from trialtrack.store.records import PatientFacts
from trialtrack.store.scope import trials_within


class MatterKind(StrEnum):
    """What kind of thing it is; the order here is the order of the list."""

    EMERGENCY_SIGN = "emergency_sign"
    SIGN_NOT_SAID = "sign_not_said"
    SIGN_TODAY = "sign_today"
    CARD_VOID = "card_void"
    DEVICE_SHUT = "device_shut"
    SIGN_NEXT_TIME = "sign_next_time"
    CONFLICT = "conflict"
    CORRECTION_ASKED = "correction_asked"


@dataclass(frozen=True, slots=True)
class Matter:
    """Something that stands until somebody deals with it.

    `subject_id` is what its one action is about; which page that is, `web/clinic/matters.py`
    says by kind. `person` holds what the viewer may see. `words`: what it is, in one line.
    `time_zone`: the clinic's, in which its staff read `since`.
    """

    kind: MatterKind
    subject_id: UUID
    trial_id: UUID
    person: PatientFacts
    since: datetime
    time_zone: str
    words: str


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
