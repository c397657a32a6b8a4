"""What a clinic says on each tier of warning signs, one version after another."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from trialtrack.access import Action, NotAllowed, Owned, Refusal, Viewer, require
from trialtrack.clinical.signs import Tier
from trialtrack.db import transactional
from trialtrack.models import SignAdvice
from trialtrack.services.audit import Done, created, write_audit
from trialtrack.services.refusals import dialled

MOST_CHARACTERS = 600
FIRST_ADVICE: Mapping[Tier, str] = {
    Tier.EMERGENCY: (
        "This may be an emergency. Call now, or go to the nearest emergency department. "
        "Do not drive yourself."
    ),
    Tier.TODAY: (
        "Call today, even if it seems small. If nobody answers, or it gets worse, do not wait: "
        "call the emergency number."
    ),
    Tier.NEXT_TIME: (
        "Tell the team when you next see or speak to them. If it gets worse or worries you, call."
    ),
}
"""What stands until the clinic writes its own."""


class AdviceMissing(Refusal):
    """Write what to do for each of the three: somebody reads it when something is wrong."""


class AdviceTooLong(Refusal):
    """Shorten each of the three to 600 characters: it is read by somebody who is frightened."""


@transactional
def publish_sign_advice(
    session: Session,
    *,
    words: Mapping[Tier, str],
    out_of_hours_phone: str | None,
    by: Viewer,
    at: datetime,
) -> int:
    """A new version of the advice of the viewer's clinic; its number. What was told stays told."""
    if by.clinic_id is None:
        raise NotAllowed
    require(by, Action.PUBLISH_ADVICE, Owned(by.clinic_id))
    return add_sign_advice(session, by.clinic_id, words, out_of_hours_phone, by=by, at=at)


def add_sign_advice(
    session: Session,
    clinic_id: UUID,
    words: Mapping[Tier, str],
    out_of_hours_phone: str | None,
    *,
    by: Viewer,
    at: datetime,
) -> int:
    """Add the next version, with its audit row."""
    said = {tier: words[tier].strip() for tier in Tier}
    given = (out_of_hours_phone or "").strip()
    phone = dialled(given) if given else None
    if not all(said.values()):
        raise AdviceMissing
    if max(map(len, said.values())) > MOST_CHARACTERS:
        raise AdviceTooLong
    newest = session.scalar(
        select(func.max(SignAdvice.version)).where(SignAdvice.clinic_id == clinic_id)
    )
    fields = {
        "version": (newest or 0) + 1,
        **{tier.value: text for tier, text in said.items()},
        "out_of_hours_phone": phone,
    }
    advice = SignAdvice(
        id=uuid4(), clinic_id=clinic_id, created_at=at, created_by_id=by.staff_id, **fields
    )
    session.add(advice)
    session.flush()
    done = Done(Action.PUBLISH_ADVICE, "sign_advice", advice.id, clinic_id, created(**fields))
    write_audit(session, done, by=by, at=at)
    return advice.version
