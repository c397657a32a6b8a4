"""Open past answers again on a device that was left alone: by the date of birth."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from trialtrack.access import Action, NotAllowed, Refusal, Viewer, require
from trialtrack.db import transactional
from trialtrack.models import Device, PatientIdentity, SignInSession
from trialtrack.models.card import MOST_WRONG_DATES
from trialtrack.services.audit import Done, write_audit


class NotYourBirthDate(Refusal):
    """That is not your date of birth as your clinic has it."""

    def __init__(self, left: int) -> None:
        super().__init__()
        self.left = left


class DeviceShut(Refusal):
    """Five dates of birth were wrong, so this device was signed out."""


def confirm_birth_date(*, born_on: date, by: Viewer, at: datetime) -> None:
    """Open past answers on this device until it is left alone again.

    NotYourBirthDate with the tries that are left; DeviceShut at the fifth, which ends this
    device's session and is told to the team. A right date forgets the wrong ones before it.
    """
    outcome = _confirm(born_on=born_on, by=by, at=at)
    # Raised only now: inside, it would take the count of the wrong try back.
    if outcome is not None:
        raise outcome


@transactional
def _confirm(session: Session, *, born_on: date, by: Viewer, at: datetime) -> Refusal | None:
    require(by, Action.SEE_OWN_DIARY)
    device = session.scalar(
        select(Device).where(Device.session_id == by.session_id).with_for_update()
    )
    if device is None:
        raise NotAllowed
    # Read once the device is held: a try at the same moment may have ended the session.
    opened = session.get_one(SignInSession, device.session_id, populate_existing=True)
    if opened.ended_at is not None:
        return DeviceShut()
    known = session.scalar(
        select(PatientIdentity.born_on).where(PatientIdentity.patient_id == by.patient_id)
    )
    before = device.wrong_dates
    if known == born_on:
        device.wrong_dates, device.asks_since = 0, None
        _audit(session, "confirm_birth_date", by, at, before, 0)
        return None
    device.wrong_dates = before + 1
    left = MOST_WRONG_DATES - device.wrong_dates
    if left > 0:
        _audit(session, "birth_date_refused", by, at, before, device.wrong_dates)
        return NotYourBirthDate(left)
    device.shut_at = opened.ended_at = at
    _audit(session, "device_shut", by, at, before, device.wrong_dates)
    return DeviceShut()


def _audit(session: Session, action: str, by: Viewer, at: datetime, old: int, new: int) -> None:
    session.flush()
    changes = {} if old == new else {"wrong_dates": (old, new)}
    done = Done(action, "session", by.session_id, by.clinic_id, changes)
    write_audit(session, done, by=by, at=at)
