"""What a patient has agreed to, and the notices of a clinic."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from trialtrack.access import Action, NotFound, Viewer, require
from trialtrack.db import reading
from trialtrack.models import Consent, ConsentNotice, Staff, Trial
from trialtrack.store.scope import newest_first, trials_within


@dataclass(frozen=True, slots=True)
class Notice:
    """One version of a clinic's notice. `by_name` None: it came with the installation."""

    id: UUID
    version: int
    body: str
    since: datetime
    by_name: str | None


@dataclass(frozen=True, slots=True)
class ConsentState:
    """A patient's newest trial, the notice of today, and when they agreed to it, if they did."""

    trial_id: UUID
    notice: Notice
    given_at: datetime | None


@reading
def consent_state(session: Session, *, viewer: Viewer) -> ConsentState | None:
    """For the patient who looks, in one SELECT; None without a trial."""
    require(viewer, Action.SEE_OWN_DIARY)
    row = session.execute(
        select(Trial.id, ConsentNotice, Consent.given_at)
        .join(ConsentNotice, ConsentNotice.clinic_id == Trial.clinic_id)
        .outerjoin(
            Consent,
            and_(
                Consent.trial_id == Trial.id,
                Consent.notice_id == ConsentNotice.id,
                Consent.patient_id == Trial.patient_id,
            ),
        )
        .where(Trial.id.in_(trials_within(viewer)))
        .order_by(*newest_first(), ConsentNotice.version.desc())
        .limit(1)
    ).first()
    if row is None:
        return None
    trial_id, notice, given_at = row
    return ConsentState(trial_id, _notice(notice, None), given_at)


@reading
def notices(session: Session, *, viewer: Viewer) -> tuple[Notice, ...]:
    """Every version of the viewer's clinic, the newest first."""
    require(viewer, Action.PUBLISH_NOTICE)
    rows = session.execute(
        select(ConsentNotice, Staff.name)
        .outerjoin(Staff, Staff.id == ConsentNotice.created_by_id)
        .where(ConsentNotice.clinic_id == viewer.clinic_id)
        .order_by(ConsentNotice.version.desc())
    ).all()
    if not rows:
        raise NotFound
    return tuple(_notice(notice, name) for notice, name in rows)


def _notice(row: ConsentNotice, by_name: str | None) -> Notice:
    return Notice(row.id, row.version, row.body, row.created_at, by_name)
