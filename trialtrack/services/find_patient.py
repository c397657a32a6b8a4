"""The patient that a service is about: found within the viewer's clinic, and held meanwhile."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from trialtrack.access import Action, NotFound, Owned, Refusal, Viewer, require
from trialtrack.models import IdentityCorrection, Patient, PatientIdentity
from trialtrack.store.find_people import patients_within
from trialtrack.store.merges import merge_of


class RecordMerged(Refusal):
    """This record is part of another one of the same person; work with that one.

    If they are two people after all, take the merge back there first.
    """


class NobodyLeft(Refusal):
    """Who this is has been erased, so nothing can be put under it any more."""


def patient_for(session: Session, patient_id: UUID, by: Viewer, action: Action) -> Patient:
    """The patient, if the viewer may do this to them; no other service changes them meanwhile.

    NotFound when it is not a patient of theirs. Whoever needs two takes them in the order of
    their ids, so that of two services at the same moment neither waits for the other for ever.
    """
    require(by, action)
    patient = session.scalar(
        select(Patient)
        .where(Patient.id == patient_id, patients_within(by))
        .with_for_update(key_share=True)
    )
    if patient is None:
        raise NotFound
    require(by, action, Owned(patient.clinic_id, patient.id))
    return patient


def standing_patient(session: Session, patient_id: UUID, by: Viewer, action: Action) -> Patient:
    """The same for a record that is to be added to: neither merged into another, nor erased."""
    patient = patient_for(session, patient_id, by, action)
    if merge_of(session, patient.id) is not None:
        raise RecordMerged
    if session.get(PatientIdentity, patient.id) is None:
        raise NobodyLeft
    return patient


def corrections_so_far(session: Session, patient_id: UUID) -> int:
    """How many fields of an identity were corrected: whoever saw fewer saw an older page."""
    of_them = IdentityCorrection.patient_id == patient_id
    return session.scalar(select(func.count()).select_from(IdentityCorrection).where(of_them)) or 0
