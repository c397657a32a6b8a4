"""Whether past answers are open on the device that looks."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from trialtrack.access import Viewer
from trialtrack.db import reading
from trialtrack.models import Device


@reading
def asks_birth_date(session: Session, *, viewer: Viewer) -> bool:
    """Whether the device was left alone for half an hour and nobody has given the date since."""
    asks = exists().where(Device.session_id == viewer.session_id, Device.asks_since.is_not(None))
    return bool(session.scalar(select(asks)))
