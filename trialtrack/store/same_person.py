"""Who is here already and may be the same person: asked before somebody is added."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from trialtrack.models import Patient, PatientIdentity
from trialtrack.store.merges import merge_of
from trialtrack.store.search_keys import number_key, spellings

_TOLD_APART = 9
_LEAST_FIGURES = 6


@dataclass(frozen=True, slots=True)
class Likeness:
    """Somebody of the clinic, and in what they are like the one who is to be added."""

    patient_id: UUID
    family_name: str
    given_name: str
    born_on: date
    hospital_number: str | None
    same_number: bool
    same_name_and_birth: bool
    same_family_and_birth: bool
    same_phone_and_birth: bool

    @property
    def is_near(self) -> bool:
        """Whether it may be the same person."""
        return (
            self.same_number
            or self.same_name_and_birth
            or self.same_family_and_birth
            or self.same_phone_and_birth
        )


def people_like(
    session: Session,
    clinic_id: UUID,
    *,
    family_name: str,
    given_name: str,
    born_on: date,
    hospital_number: str | None,
    phone: str | None = None,
) -> tuple[Likeness, ...]:
    """Those with the same hospital number, or one date of birth and a family name or telephone.

    Blanks, dashes, capitals and accents make no difference, nor which of the two names comes
    first. A record that is part of another of the same person stands for that one. Whether the
    viewer may see who they are is the caller's to say.
    """
    number = number_key(hospital_number)
    like = [PatientIdentity.born_on == born_on]
    if number is not None:
        like.append(PatientIdentity.number_key == number)
    rows = session.scalars(
        select(PatientIdentity)
        .join(Patient, Patient.id == PatientIdentity.patient_id)
        .where(Patient.clinic_id == clinic_id, or_(*like))
        .order_by(PatientIdentity.family_name, PatientIdentity.given_name, Patient.id)
    )
    found = (_likeness(row, number, born_on, (family_name, given_name), phone) for row in rows)
    alike = [each for each in found if each.is_near]
    standing = {_standing(session, each.patient_id): each for each in reversed(alike)}
    return tuple(replace(each, patient_id=one) for one, each in reversed(standing.items()))


def _standing(session: Session, patient_id: UUID) -> UUID:
    while (merge := merge_of(session, patient_id)) is not None:
        patient_id = merge.into_id
    return patient_id


def _likeness(
    row: PatientIdentity,
    number: str | None,
    born_on: date,
    names: Sequence[str],
    phone: str | None,
) -> Likeness:
    theirs, of_the_day = (row.family_name, row.given_name), row.born_on == born_on
    return Likeness(
        patient_id=row.patient_id,
        family_name=row.family_name,
        given_name=row.given_name,
        born_on=row.born_on,
        hospital_number=row.hospital_number,
        same_number=number is not None and row.number_key == number,
        same_name_and_birth=of_the_day and (_alike(theirs, names) or _alike(theirs[::-1], names)),
        same_family_and_birth=of_the_day and _alike(theirs[:1], names[:1]),
        same_phone_and_birth=of_the_day and _same_phone(row.phone, phone),
    )


def _same_phone(one: str | None, other: str | None) -> bool:
    """By the last figures, however it is written, with the country or without."""
    some, others = (re.sub("[^0-9]", "", each or "")[-_TOLD_APART:] for each in (one, other))
    return len(some) >= _LEAST_FIGURES and some == others


def _alike(some: Sequence[str], others: Sequence[str]) -> bool:
    return all(
        set(spellings(one)) & set(spellings(other)) for one, other in zip(some, others, strict=True)
    )
