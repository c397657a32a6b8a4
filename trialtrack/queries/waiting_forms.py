"""What an account typed and has not sent yet: for its own eyes only."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from trialtrack.access import Action, Viewer, require
from trialtrack.db import reading
from trialtrack.models import Clinic, WaitingForm
from trialtrack.store.sealed import unseal
from trialtrack.store.typed_forms import TypedForm, waits_for


@dataclass(frozen=True, slots=True)
class Waiting:
    """One form that waits, and until when. Times are to be said in `time_zone`."""

    id: UUID
    typed: TypedForm
    kept_at: datetime
    expires_at: datetime
    time_zone: str


@reading
def waiting_forms(session: Session, *, viewer: Viewer, at: datetime) -> tuple[Waiting, ...]:
    """The viewer's own, the newest first. One SELECT."""
    require(viewer, Action.HANDLE_WAITING_FORM)
    found = session.execute(
        select(WaitingForm, Clinic.time_zone)
        .join(Clinic, Clinic.id == viewer.clinic_id)
        .where(_own(viewer, at))
        .order_by(WaitingForm.kept_at.desc(), WaitingForm.id)
    )
    read = []
    for row, time_zone in found:
        text = unseal(session, row.sealed)
        if text is not None:
            typed = TypedForm.from_text(text)
            read.append(Waiting(row.id, typed, row.kept_at, row.expires_at, time_zone))
    return tuple(read)


@reading
def something_waits(session: Session, *, viewer: Viewer, at: datetime) -> bool:
    """Whether there is any, for the notice on every page. One SELECT."""
    own = select(WaitingForm.id).where(_own(viewer, at)).limit(1)
    return session.scalar(own) is not None


def _own(viewer: Viewer, at: datetime) -> ColumnElement[bool]:
    return and_(waits_for(viewer.account), WaitingForm.expires_at > at)
