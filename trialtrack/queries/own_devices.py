"""The devices on which a patient is signed in, for the patient."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from trialtrack.access import Action, Viewer, require
from trialtrack.db import reading
from trialtrack.models import Clinic
from trialtrack.store.devices import DeviceFacts, devices_of


@dataclass(frozen=True, slots=True)
class OwnDevices:
    """The devices, the one first used first; times are said in the clinic's zone."""

    devices: tuple[DeviceFacts, ...]
    time_zone: str


@reading
def own_devices(session: Session, *, viewer: Viewer, at: datetime) -> OwnDevices:
    """In two SELECTs; only what is signed in now."""
    require(viewer, Action.SEE_OWN_DIARY)
    if viewer.patient_id is None:
        raise TypeError("a patient who is signed in has an id")
    zone = session.scalars(select(Clinic.time_zone).where(Clinic.id == viewer.clinic_id)).one()
    found = devices_of(session, viewer.patient_id, at)
    return OwnDevices(tuple(device for device in found if device.shut_at is None), zone)
