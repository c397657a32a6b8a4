"""The clinic's own notice on consent and privacy, one version after another."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from trialtrack.access import Action, NotAllowed, Owned, Refusal, Viewer, require
from trialtrack.db import transactional
from trialtrack.models import ConsentNotice
from trialtrack.services.audit import Done, created, write_audit

MOST_CHARACTERS = 20_000
FIRST_NOTICE = (
    "Your clinic asks you to keep a daily diary of pain, sleep, activity and medicines while you "
    "try out the treatment. Your team reads it to judge, together with you, whether it helps.\n\n"
    "Only your team sees your answers. They are kept with your record as the law asks. Nobody "
    "watches them as you enter them: when something is wrong, call the clinic.\n\n"
    "You can stop at any time, here or by telling your team, and need not say why. Your care does "
    "not depend on it. Ask your team if anything is unclear."
)
"""What stands until the clinic writes its own."""


class NoticeMissing(Refusal):
    """Write the notice: patients agree to it before they begin."""


class NoticeTooLong(Refusal):
    """Shorten the notice to 20,000 characters: it is read on a phone."""


@transactional
def publish_notice(session: Session, *, body: str, by: Viewer, at: datetime) -> int:
    """A new version of the notice of the viewer's clinic; its number.

    Who agreed to an earlier one is asked again; that they agreed to it stays.
    """
    if by.clinic_id is None:
        raise NotAllowed
    require(by, Action.PUBLISH_NOTICE, Owned(by.clinic_id))
    return add_notice(session, by.clinic_id, body, by=by, at=at)


def add_notice(session: Session, clinic_id: UUID, body: str, *, by: Viewer, at: datetime) -> int:
    """Add the next version, with its audit row."""
    said = body.strip()
    if not said:
        raise NoticeMissing
    if len(said) > MOST_CHARACTERS:
        raise NoticeTooLong
    newest = session.scalar(
        select(func.max(ConsentNotice.version)).where(ConsentNotice.clinic_id == clinic_id)
    )
    notice = ConsentNotice(
        id=uuid4(),
        clinic_id=clinic_id,
        version=(newest or 0) + 1,
        body=said,
        created_at=at,
        created_by_id=by.staff_id,
    )
    session.add(notice)
    session.flush()
    done = Done(
        Action.PUBLISH_NOTICE,
        "consent_notice",
        notice.id,
        clinic_id,
        created(version=notice.version, body=said),
    )
    write_audit(session, done, by=by, at=at)
    return notice.version
