"""Who somebody is, put right in the demonstration: put in twice, and a new telephone."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial

from trialtrack.demo.trial_story import Step, TrialStory
from trialtrack.services.add_patient import Identity, add_patient
from trialtrack.services.correct_identity import correct_identity
from trialtrack.services.merge_patients import merge_patients

PUT_IN_TWICE = "met clearly"
NEW_TELEPHONE = "failed clearly"
NEW_PHONE = "07700 900871"
LATER = timedelta(hours=2)


def right_person(story: TrialStory) -> Iterator[Step]:
    """What was put right about the person of one trial, soon after it was planned."""
    at = story.plan.planned_at + LATER
    if story.plan.scenario == PUT_IN_TWICE:
        yield Step(at, partial(_merged, story))
    if story.plan.scenario == NEW_TELEPHONE:
        yield Step(at, partial(_corrected, story))


def _identity(story: TrialStory) -> Identity:
    person = story.plan.person
    return Identity(
        person.family_name,
        person.given_name,
        person.born_on,
        person.hospital_number,
        person.phone,
    )


def _merged(story: TrialStory) -> None:
    """The referral was put in under a number of its own, and with the name misspelt."""
    who, at, nurse = _identity(story), story.plan.planned_at + LATER, story.team.nurse
    again = replace(
        who, family_name=f"{who.family_name}e", hospital_number=f"X{who.hospital_number}"
    )
    twice = add_patient(clinic_id=story.team.clinic_id, identity=again, by=nurse, at=at)
    into = story.patient.patient_id
    if into is not None:
        merge_patients(
            merged_id=twice,
            into_id=into,
            same_person=True,
            reason="The referral was put in twice: same date of birth, same telephone, rang her.",
            by=nurse,
            at=at,
        )


def _corrected(story: TrialStory) -> None:
    """A new telephone: no slip, so it needs no reason."""
    patient_id = story.patient.patient_id
    if patient_id is not None:
        correct_identity(
            patient_id=patient_id,
            identity=replace(_identity(story), phone=NEW_PHONE),
            seen=0,
            reason=None,
            by=story.team.nurse,
            at=story.plan.planned_at + LATER,
        )
