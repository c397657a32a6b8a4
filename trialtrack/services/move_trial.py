"""A trial was planned, or even carried out, under the wrong person: put it under the right one."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from trialtrack.access import Action, Refusal, Viewer
from trialtrack.db import transactional
from trialtrack.services.add_patient import Identity, add_patient, usable_identity
from trialtrack.services.correct_identity import NumberTaken, number_of_another
from trialtrack.services.find_patient import patient_for, standing_patient
from trialtrack.services.find_trial import trial_for
from trialtrack.services.hand_over import HandOver, hand_over
from trialtrack.services.personal import keep_text
from trialtrack.services.refusals import reasoned


class SamePerson(Refusal):
    """The trial is under this person already."""


class MovedMeanwhile(Refusal):
    """The trial was put under another person meanwhile. Look at whose it is now."""


@transactional
def move_trial(
    session: Session,
    *,
    trial_id: UUID,
    from_id: UUID,
    to_id: UUID,
    reason: str,
    by: Viewer,
    at: datetime,
) -> None:
    """Put the trial under another patient of the clinic; after placement it is a deviation.

    `from_id`: whose it was on the page that this was decided on; MovedMeanwhile otherwise. The
    card of the trial ends, its devices are signed out, the right person is asked for consent.
    """
    said = reasoned(reason)
    if from_id == to_id:
        raise SamePerson
    first, second = sorted((from_id, to_id))
    for each in (first, second):
        patient_for(session, each, by, Action.MOVE_TRIAL)
    right = standing_patient(session, to_id, by, Action.MOVE_TRIAL)
    trial = trial_for(session, trial_id, by, Action.MOVE_TRIAL)
    if trial.patient_id == to_id:
        raise SamePerson
    if trial.patient_id != from_id:
        raise MovedMeanwhile
    why = keep_text(session, said, clinic_id=right.clinic_id, patient_id=right.id, at=at)
    hand_over(session, HandOver(trial, right.id, why), by=by, at=at)


@transactional
def move_trial_to_new(
    session: Session,
    *,
    trial_id: UUID,
    from_id: UUID,
    identity: Identity,
    reason: str,
    by: Viewer,
    at: datetime,
    shares_number: bool = False,
) -> UUID:
    """The same for somebody who is not known yet: both are added, or neither.

    NumberTaken names who has the hospital number already, unless that is meant.
    """
    trial = trial_for(session, trial_id, by, Action.MOVE_TRIAL)
    new = usable_identity(identity, at)
    whose = number_of_another(session, trial.clinic_id, new.hospital_number)
    if whose is not None and not shares_number:
        raise NumberTaken(whose)
    to_id = add_patient(clinic_id=trial.clinic_id, identity=new, by=by, at=at)
    move_trial(trial_id=trial_id, from_id=from_id, to_id=to_id, reason=reason, by=by, at=at)
    return to_id
