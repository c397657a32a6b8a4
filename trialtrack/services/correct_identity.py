"""Correct who somebody is; what stood there before is kept where it is erased with the person."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from trialtrack.access import Action, Refusal, Viewer
from trialtrack.db import transactional
from trialtrack.models import IdentityCorrection, IdentityField, Patient, PatientIdentity
from trialtrack.services.add_patient import Identity, usable_identity
from trialtrack.services.audit import Change, Done, changed, write_audit
from trialtrack.services.find_patient import corrections_so_far, standing_patient
from trialtrack.services.personal import KeptText, keep_text, keyed_digest, reason_columns
from trialtrack.services.refusals import reasoned, staff_of
from trialtrack.store.search_keys import number_key, search_keys

NEEDS_A_REASON = frozenset({"family_name", "given_name", "born_on", "hospital_number"})
"""Who somebody is. A telephone number that changed is no mistake, and needs none."""


class NothingCorrected(Refusal):
    """Nothing is different from what is there: change what is wrong, or go back."""


class CorrectedMeanwhile(Refusal):
    """Somebody else corrected this person meanwhile.

    What they wrote stands below where you changed nothing. Look at it, then send yours again.
    """


class NumberTaken(Refusal):
    """Somebody else has this hospital number already.

    It may be the same person twice: compare the two. If it is right all the same, tick that.
    """

    def __init__(self, whose: UUID) -> None:
        super().__init__()
        self.whose = whose


@transactional
def correct_identity(
    session: Session,
    *,
    patient_id: UUID,
    identity: Identity,
    seen: int,
    reason: str | None,
    by: Viewer,
    at: datetime,
    shares_number: bool = False,
) -> tuple[IdentityField, ...]:
    """Put the identity in the place of what is there; the fields that differ.

    `seen`: how many corrections the page knew; CorrectedMeanwhile when there are more by now.
    NumberTaken names who else has the hospital number, unless that is meant.
    """
    patient = standing_patient(session, patient_id, by, Action.CORRECT_IDENTITY)
    if corrections_so_far(session, patient.id) != seen:
        raise CorrectedMeanwhile
    row = session.get_one(PatientIdentity, patient.id)
    new = asdict(usable_identity(identity, at))
    changes = changed({name: getattr(row, name) for name in new}, new)
    if not changes:
        raise NothingCorrected
    said = reasoned(reason) if NEEDS_A_REASON & set(changes) else (reason or "").strip()
    whose = number_of_another(session, patient.clinic_id, new["hospital_number"], patient.id)
    if "hospital_number" in changes and whose is not None and not shares_number:
        raise NumberTaken(whose)
    kept = _kept(session, said, patient, at) if said else None
    for name, change in changes.items():
        session.add(_correction(session, patient, IdentityField(name), change, kept, by, at))
    _put(session, row, new)
    what, where = Action.CORRECT_IDENTITY, patient.clinic_id
    done = Done(what, "patient", patient.id, where, personal=changes, reason=kept)
    write_audit(session, done, by=by, at=at)
    return tuple(IdentityField(name) for name in changes)


def _put(session: Session, row: PatientIdentity, new: dict[str, Any]) -> None:
    keys = search_keys(new["family_name"], new["given_name"], new["hospital_number"])
    for name, value in {**new, **keys}.items():
        setattr(row, name, value)
    session.flush()


def number_of_another(
    session: Session, clinic_id: UUID, number: str | None, but: UUID | None = None
) -> UUID | None:
    """Somebody of the clinic, other than `but`, with a hospital number, however it is written."""
    key = number_key(number)
    if key is None:
        return None
    return session.scalar(
        select(Patient.id)
        .join(PatientIdentity, PatientIdentity.patient_id == Patient.id)
        .where(
            PatientIdentity.number_key == key,
            Patient.clinic_id == clinic_id,
            true() if but is None else Patient.id != but,
        )
        .order_by(Patient.created_at, Patient.id)
        .limit(1)
    )


def _kept(session: Session, words: str, patient: Patient, at: datetime) -> KeptText:
    return keep_text(session, words, clinic_id=patient.clinic_id, patient_id=patient.id, at=at)


def _correction(
    session: Session,
    patient: Patient,
    field: IdentityField,
    change: Change,
    reason: KeptText | None,
    by: Viewer,
    at: datetime,
) -> IdentityCorrection:
    before, after = (None if value is None else str(value) for value in change)
    old = None if before is None else _kept(session, before, patient, at)
    return IdentityCorrection(
        id=uuid4(),
        patient_id=patient.id,
        field=field,
        old_text_id=old.id if old else None,
        old_digest=old.digest if old else None,
        new_digest=None if after is None else keyed_digest(session, after),
        corrected_at=at,
        corrected_by_id=staff_of(by),
        **reason_columns(reason),
    )
