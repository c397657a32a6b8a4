"""A card that works: made anew at each start, since a code cannot be read once it is made."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from trialtrack import db
from trialtrack.access import Role, Viewer
from trialtrack.demo.clinic_there import people_there
from trialtrack.models import Card, PatientIdentity, Trial
from trialtrack.services.make_card import make_card
from trialtrack.store.card_codes import written

PATH = "/c/"


@dataclass(frozen=True, slots=True)
class CardThere:
    """Somebody's card, and what one needs to use it."""

    name: str
    url: str
    born_on: date


def a_card(*, clinic_id: UUID, address: str, at: datetime) -> CardThere:
    """A new card of the patient whose leads went in last; the nurse makes it.

    `address` is where the demonstration is served, without a slash at its end.
    """
    with db.transaction() as session:
        people = people_there(clinic_id=clinic_id)
        patient = next(person for person in people if person.role is Role.PATIENT)
        nurse = next(person for person in people if person.role is Role.NURSE)
        by = Viewer(Role.NURSE, clinic_id, staff_id=nurse.id)
        trial_id = _trial(session, patient.id)
        replaces = session.scalar(
            select(Card.id).where(Card.trial_id == trial_id, Card.ended_at.is_(None))
        )
        code = make_card(trial_id=trial_id, replaces=replaces, by=by, at=at)
        born_on = session.get_one(PatientIdentity, patient.id).born_on
    return CardThere(patient.name, f"{address}{PATH}{written(code)}", born_on)


def _trial(session: Session, patient_id: UUID) -> UUID:
    newest = select(Trial.id).where(Trial.patient_id == patient_id)
    return session.scalars(newest.order_by(Trial.placed_on.desc()).limit(1)).one()
