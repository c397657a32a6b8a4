"""A patient's sessions: how long they last, and the devices that they are on."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ScalarSelect, and_, func, or_, select
from sqlalchemy.orm import Session

from trialtrack.clock import diary_day
from trialtrack.models import Device, SignInSession, Trial


@dataclass(frozen=True, slots=True)
class DeviceFacts:
    """One device. `shut_at`: its session was ended there by five wrong dates of birth."""

    session_id: UUID
    name: str
    by_card: bool
    first_used_at: datetime
    last_seen_at: datetime
    shut_at: datetime | None

    @property
    def takes_place(self) -> bool:
        """Whether it is one of the devices that a card allows."""
        return self.by_card and self.shut_at is None


def lasting_trial() -> ScalarSelect[UUID]:
    """The trial that a patient's session follows: of those that go on the last to end."""
    removal = func.coalesce(Trial.removed_on, Trial.planned_removal_on)
    return (
        select(Trial.id)
        .where(Trial.patient_id == SignInSession.patient_id)
        .order_by(Trial.cancelled_at.is_not(None), removal.desc(), Trial.id)
        .limit(1)
        .correlate(SignInSession)
        .scalar_subquery()
    )


def lasts(opened: SignInSession, trial: Trial | None, at: datetime) -> bool:
    """Whether a session is neither ended nor over. `trial` None: a member of staff.

    Worked out from the trial as it stands, so that it follows when the leads come out earlier or
    later than planned.
    """
    if opened.ended_at is not None:
        return False
    if at < opened.expires_at:
        return True
    return trial is not None and diary_day(at, trial.time_zone) <= trial.diary_ends_on


def devices_of(session: Session, patient_id: UUID, at: datetime) -> tuple[DeviceFacts, ...]:
    """The devices that are signed in as a patient, and those shut that the team has not seen."""
    rows = session.execute(
        select(SignInSession, Device, Trial)
        .join(Device, Device.session_id == SignInSession.id)
        .outerjoin(Trial, Trial.id == lasting_trial())
        .where(
            SignInSession.patient_id == patient_id,
            or_(
                SignInSession.ended_at.is_(None),
                and_(Device.shut_at.is_not(None), Device.seen_at.is_(None)),
            ),
        )
        .order_by(SignInSession.created_at, SignInSession.id)
    )
    return tuple(
        DeviceFacts(
            opened.id,
            device.name,
            device.card_id is not None,
            opened.created_at,
            opened.last_seen_at,
            device.shut_at,
        )
        for opened, device, trial in rows
        if device.shut_at is not None or lasts(opened, trial, at)
    )
