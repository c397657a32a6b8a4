"""Who is here already and may be the same person: asked before somebody is added."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from trialtrack.models import Patient, PatientIdentity
from trialtrack.store.merges import merge_of
from trialtrack.store.search_keys import number_key, spellings


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


def people_like(
    session: Session,
    clinic_id: UUID,
    *,
    family_name: str,
    given_name: str,
    born_on: date,
    hospital_number: str | None,
) -> tuple[Likeness, ...]:
    """Those with the same hospital number, or the same name and date of birth.

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
    found = (_likeness(row, number, born_on, (family_name, given_name)) for row in rows)
    alike = [each for each in found if each.same_number or each.same_name_and_birth]
    standing = {_standing(session, each.patient_id): each for each in reversed(alike)}
    return tuple(replace(each, patient_id=one) for one, each in reversed(standing.items()))


def _standing(session: Session, patient_id: UUID) -> UUID:
    while (merge := merge_of(session, patient_id)) is not None:
        patient_id = merge.into_id
    return patient_id


def _likeness(
    row: PatientIdentity, number: str | None, born_on: date, names: Sequence[str]
) -> Likeness:
    theirs = (row.family_name, row.given_name)
    return Likeness(
        patient_id=row.patient_id,
        family_name=row.family_name,
        given_name=row.given_name,
        born_on=row.born_on,
        hospital_number=row.hospital_number,
        same_number=number is not None and row.number_key == number,
        same_name_and_birth=row.born_on == born_on
        and (_alike(theirs, names) or _alike(theirs[::-1], names)),
    )


def _alike(some: Sequence[str], others: Sequence[str]) -> bool:
    return all(
        set(spellings(one)) & set(spellings(other)) for one, other in zip(some, others, strict=True)
    )
