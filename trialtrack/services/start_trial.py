"""Take in a new patient, or one who is here, with all that is planned for one trial: once.

The ids come from the page. The same page sent again is the same patient and the same trial.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from trialtrack.access import Action, NotFound, Refusal, Viewer, require
from trialtrack.db import transactional
from trialtrack.models import Clinic, Trial
from trialtrack.services.add_patient import Identity, add_patient
from trialtrack.services.find_patient import standing_patient
from trialtrack.services.leads import PlannedLead, record_leads
from trialtrack.services.personal import keyed_digest
from trialtrack.services.plan_trial import TrialPlan, plan_trial
from trialtrack.services.programme_settings import ProgrammeSettings
from trialtrack.services.programmes import add_programme
from trialtrack.services.set_goal import set_goal
from trialtrack.store.same_person import people_like


class SomebodyLikeThisIsHere(Refusal):
    """Somebody with this number, or this date of birth and name or telephone, is here already."""


class OtherTrialNotOver(Refusal):
    """This patient has a trial that is not over: record its removal, or cancel it, first."""


class DiariesOverlap(Refusal):
    """The baseline of this trial would begin before the leads of the one before it were out."""


class SavedWithOtherAnswers(Refusal):
    """This page was saved already, with something else in it: change that in the trial itself."""


@dataclass(frozen=True, slots=True)
class PlannedProgramme:
    """A programme that is planned, with its settings as far as they are known."""

    name: str
    settings: ProgrammeSettings


@dataclass(frozen=True, slots=True)
class NewTrial:
    """All that one page says. `trial_id` is made with it, and so is the plan's `patient_id`.

    `identity` None: the patient is here already. `others`: people like them whom somebody looked
    at, and said that this is another person.
    """

    trial_id: UUID
    plan: TrialPlan
    identity: Identity | None = None
    others: frozenset[UUID] = frozenset()
    goal: str | None = None
    leads: tuple[PlannedLead, ...] = ()
    programmes: tuple[PlannedProgramme, ...] = ()


@transactional
def start_trial(session: Session, *, new: NewTrial, by: Viewer, at: datetime) -> UUID:
    """Keep all of it, or nothing; the id of the trial. Sent again it is the same trial.

    SavedWithOtherAnswers when the page was saved before with another content.
    """
    require(by, Action.PLAN_TRIAL)
    # Pages of one clinic take turns: the same page sent twice, and one person on two pages.
    held = select(Clinic).where(Clinic.id == by.clinic_id).with_for_update(key_share=True)
    if session.scalar(held) is None:
        raise NotFound
    digest = keyed_digest(session, repr(replace(new, others=frozenset())))
    kept = session.get(Trial, new.trial_id)
    if kept is not None:
        return _again(kept, digest, by)
    _keep(session, new, digest, by=by, at=at)
    return new.trial_id


def _again(kept: Trial, digest: str, by: Viewer) -> UUID:
    if kept.clinic_id != by.clinic_id:
        raise NotFound
    if kept.page_digest != digest:
        raise SavedWithOtherAnswers
    return kept.id


def _keep(session: Session, new: NewTrial, digest: str, *, by: Viewer, at: datetime) -> None:
    if new.identity is None:
        _no_other_trial(session, new.plan, by)
    else:
        _add_person(session, new, new.identity, by=by, at=at)
    trial_id = plan_trial(plan=new.plan, by=by, at=at, trial_id=new.trial_id)
    session.get_one(Trial, trial_id).page_digest = digest
    for programme in new.programmes:
        add_programme(
            trial_id=trial_id, name=programme.name, settings=programme.settings, by=by, at=at
        )
    if new.leads:
        record_leads(trial_id=trial_id, leads=new.leads, by=by, at=at)
    if new.goal and new.goal.strip():
        set_goal(trial_id=trial_id, words=new.goal, by=by, at=at)


def _add_person(
    session: Session, new: NewTrial, identity: Identity, *, by: Viewer, at: datetime
) -> None:
    if by.clinic_id is None:
        raise NotFound
    like = people_like(
        session,
        by.clinic_id,
        family_name=identity.family_name,
        given_name=identity.given_name,
        born_on=identity.born_on,
        hospital_number=identity.hospital_number,
        phone=identity.phone,
    )
    if {each.patient_id for each in like} - new.others:
        raise SomebodyLikeThisIsHere
    add_patient(
        clinic_id=by.clinic_id, identity=identity, by=by, at=at, patient_id=new.plan.patient_id
    )


def _no_other_trial(session: Session, plan: TrialPlan, by: Viewer) -> None:
    """Of a patient one trial at most goes on: the diary that they open is the newest."""
    standing_patient(session, plan.patient_id, by, Action.PLAN_TRIAL)
    ends_on = plan.protocol.baseline_ends_on or plan.placed_on
    begins_on = ends_on - timedelta(days=plan.protocol.baseline_days)
    others = session.scalars(
        select(Trial).where(Trial.patient_id == plan.patient_id, Trial.cancelled_at.is_(None))
    )
    for other in others:
        if other.removed_on is None:
            raise OtherTrialNotOver
        if other.removed_on > begins_on:
            raise DiariesOverlap
