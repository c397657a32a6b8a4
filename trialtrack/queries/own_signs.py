"""The advice on warning signs, and what a patient has reported."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from trialtrack.access import Action, Viewer, require
from trialtrack.db import reading
from trialtrack.models import Clinic, Trial, WarningFlag
from trialtrack.store.scope import newest_first, trials_within
from trialtrack.store.signs import Advice, FlagFacts, advice_of_clinics, as_advice, read_flags


@dataclass(frozen=True, slots=True)
class OwnSigns:
    """The newest trial of the patient (None: there is none), and all that they reported."""

    trial_id: UUID | None
    time_zone: str
    advice: Advice
    flags: tuple[FlagFacts, ...]


@reading
def own_signs(session: Session, *, viewer: Viewer) -> OwnSigns:
    """For the patient who looks, in three SELECTs; in every state of their trial."""
    require(viewer, Action.SEE_OWN_DIARY)
    trial = session.execute(
        select(Trial.id, Trial.time_zone)
        .where(Trial.id.in_(trials_within(viewer)))
        .order_by(*newest_first())
        .limit(1)
    ).first()
    found = session.execute(advice_of_clinics().where(Clinic.id == viewer.clinic_id)).one()
    flags = read_flags(session, WarningFlag.trial_id.in_(trials_within(viewer)))
    trial_id, zone = (None, found[0].time_zone) if trial is None else trial
    return OwnSigns(trial_id, zone, as_advice(*found), flags)


@reading
def own_advice(session: Session, *, viewer: Viewer) -> Advice:
    """What the viewer's clinic says, in one SELECT."""
    require(viewer, Action.RAISE_FLAG)
    row = session.execute(advice_of_clinics().where(Clinic.id == viewer.clinic_id)).one()
    return as_advice(*row)


@reading
def advice_for_anyone(session: Session) -> tuple[Advice, ...]:
    """What every clinic of the installation says, by name, in one SELECT.

    For nobody signed in: the numbers of a clinic are on its letters, and name no person.
    """
    rows = session.execute(advice_of_clinics().order_by(Clinic.name, Clinic.id))
    return tuple(as_advice(clinic, row) for clinic, row in rows)
