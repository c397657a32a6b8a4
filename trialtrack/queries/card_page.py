"""A trial's card and the devices signed in with it, for the team."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from trialtrack.access import Action, NotFound, Viewer, require
from trialtrack.clock import diary_day
from trialtrack.db import reading
from trialtrack.models import (
    Card,
    Clinic,
    Device,
    PatientIdentity,
    SignInSession,
    Staff,
    Trial,
)
from trialtrack.store.devices import DeviceFacts, devices_of
from trialtrack.store.scope import trials_within
from trialtrack.store.withdrawals import of_its_patient


@dataclass(frozen=True, slots=True)
class CardFacts:
    """The card that has not ended. `last_day` moves with the day of placement.

    `used_at`: when it first signed a device in; None: not yet.
    """

    id: UUID
    reference: str
    issued_at: datetime
    by_name: str
    last_day: date
    is_over: bool
    wrong_dates: int
    voided_at: datetime | None
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class CardPage:
    """Whose card it is, the clinic's numbers that stand on it, and the devices.

    `family_name` and the like are None once the identity is erased. `diary_is_over`: a new card
    would open nothing any more.
    """

    trial_id: UUID
    patient_id: UUID
    family_name: str | None
    given_name: str | None
    born_on: date | None
    hospital_number: str | None
    time_zone: str
    phone: str
    emergency_phone: str
    withdrawn: bool
    cancelled: bool
    diary_is_over: bool
    card: CardFacts | None
    devices: tuple[DeviceFacts, ...]
    shut: tuple[DeviceFacts, ...]


@reading
def card_page(session: Session, *, viewer: Viewer, trial_id: UUID, at: datetime) -> CardPage:
    """In three SELECTs; NotFound when the trial is not one of the viewer's clinic."""
    require(viewer, Action.MAKE_CARD)
    row = session.execute(
        select(Trial, Clinic, PatientIdentity, exists().where(of_its_patient()))
        .join(Clinic, Clinic.id == Trial.clinic_id)
        .outerjoin(PatientIdentity, PatientIdentity.patient_id == Trial.patient_id)
        .where(Trial.id == trial_id, Trial.id.in_(trials_within(viewer)))
    ).first()
    if row is None:
        raise NotFound
    trial, clinic, withdrawn = row.Trial, row.Clinic, row[3]
    identity: PatientIdentity | None = row.PatientIdentity
    devices = devices_of(session, trial.patient_id, at)
    return CardPage(
        trial_id=trial.id,
        patient_id=trial.patient_id,
        family_name=identity.family_name if identity else None,
        given_name=identity.given_name if identity else None,
        born_on=identity.born_on if identity else None,
        hospital_number=identity.hospital_number if identity else None,
        time_zone=trial.time_zone,
        phone=clinic.phone,
        emergency_phone=clinic.emergency_phone,
        withdrawn=withdrawn,
        cancelled=trial.cancelled_at is not None,
        diary_is_over=diary_day(at, trial.time_zone) > trial.diary_ends_on,
        card=_card(session, trial, at),
        devices=tuple(device for device in devices if device.shut_at is None),
        shut=tuple(device for device in devices if device.shut_at is not None),
    )


def _card(session: Session, trial: Trial, at: datetime) -> CardFacts | None:
    first_used = (
        select(func.min(SignInSession.created_at))
        .join(Device, Device.session_id == SignInSession.id)
        .where(Device.card_id == Card.id)
        .correlate(Card)
        .scalar_subquery()
    )
    row = session.execute(
        select(Card, Staff.name, first_used)
        .join(Staff, Staff.id == Card.issued_by_id)
        .where(Card.trial_id == trial.id, Card.ended_at.is_(None))
    ).first()
    if row is None:
        return None
    card, by_name, used_at = row
    return CardFacts(
        id=card.id,
        reference=card.reference,
        issued_at=card.issued_at,
        by_name=by_name,
        last_day=card.last_day(trial),
        is_over=card.is_over(trial, at),
        wrong_dates=card.wrong_dates,
        voided_at=card.voided_at,
        used_at=used_at,
    )
