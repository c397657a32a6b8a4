"""Whose trial a page is about: on every page on which answers are read or entered."""

from dataclasses import dataclass
from uuid import UUID

from trialtrack.store.records import PatientFacts, TrialRecord
from trialtrack.web.clinic.naming import born_words, person_name


@dataclass(frozen=True, slots=True)
class Person:
    """Three things that tell two people of one name apart.

    `patient_id` leads to their page; None where the viewer is not shown who it is.
    """

    trial_id: UUID
    name: str
    born: str
    hospital_number: str
    patient_id: UUID | None = None


def person(record: TrialRecord) -> Person:
    """The patient of a trial."""
    return person_of(record.trial_id, record.patient)


def person_of(trial_id: UUID, patient: PatientFacts) -> Person:
    """The same where only the person was read."""
    return Person(
        trial_id,
        person_name(patient),
        born_words(patient),
        patient.hospital_number or "–",
        None if patient.family_name is None else patient.id,
    )
