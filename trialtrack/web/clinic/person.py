"""Whose trial a page is about: on every page on which answers are read or entered."""

from dataclasses import dataclass
from uuid import UUID

from trialtrack.store.records import TrialRecord
from trialtrack.web.clinic.naming import born_words, person_name


@dataclass(frozen=True, slots=True)
class Person:
    """Three things that tell two people of one name apart."""

    trial_id: UUID
    name: str
    born: str
    hospital_number: str


def person(record: TrialRecord) -> Person:
    """The patient of a trial."""
    patient = record.patient
    return Person(
        record.trial_id, person_name(patient), born_words(patient), patient.hospital_number or "–"
    )
