"""What the viewer's clinic says about warning signs, by version."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from trialtrack.access import Action, NotFound, Viewer, require
from trialtrack.db import reading
from trialtrack.models import Clinic, SignAdvice, Staff
from trialtrack.store.signs import Advice, as_advice


@dataclass(frozen=True, slots=True)
class AdviceVersion:
    """One version. `by_name` None: it came with the installation."""

    advice: Advice
    since: datetime
    by_name: str | None


@reading
def sign_advice(session: Session, *, viewer: Viewer) -> tuple[AdviceVersion, ...]:
    """Every version of the clinic's advice, the newest first, in one SELECT."""
    require(viewer, Action.PUBLISH_ADVICE)
    rows = session.execute(
        select(Clinic, SignAdvice, Staff.name)
        .join(SignAdvice, SignAdvice.clinic_id == Clinic.id)
        .outerjoin(Staff, Staff.id == SignAdvice.created_by_id)
        .where(Clinic.id == viewer.clinic_id)
        .order_by(SignAdvice.version.desc())
    ).all()
    if not rows:
        raise NotFound
    return tuple(
        AdviceVersion(as_advice(clinic, row), row.created_at, name) for clinic, row, name in rows
    )
