"""A form that waited is dealt with: it was sent, or its owner threw it away."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from trialtrack.access import Action, Viewer, require
from trialtrack.db import transactional
from trialtrack.models import WaitingForm
from trialtrack.services.audit import Done, created, write_audit
from trialtrack.store.typed_forms import waits_for


class Ending(StrEnum):
    """What became of it."""

    SENT = "sent"
    THROWN_AWAY = "thrown_away"
    REPLACED = "replaced"


@transactional
def end_waiting_form(
    session: Session, *, form_id: UUID, ending: Ending, by: Viewer, at: datetime
) -> None:
    """Delete a form of the account that acts; one that is gone, or another's, changes nothing."""
    require(by, Action.HANDLE_WAITING_FORM)
    gone = session.execute(
        delete(WaitingForm)
        .where(waits_for(by.account), WaitingForm.id == form_id)
        .returning(WaitingForm.id)
    ).first()
    if gone is None:
        return
    changes = created(ending=ending)
    done = Done(Action.HANDLE_WAITING_FORM, "waiting_form", form_id, by.clinic_id, changes)
    write_audit(session, done, by=by, at=at)
