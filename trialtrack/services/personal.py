"""Personal data: kept in erasable tables, and stood in for by keyed digests everywhere else."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from trialtrack.models import PersonalText, Trial
from trialtrack.store.digests import keyed_digest

__all__ = [
    "KeptText",
    "digest_if_any",
    "keep_if_any",
    "keep_text",
    "keyed_digest",
    "reason_columns",
]


@dataclass(frozen=True, slots=True)
class KeptText:
    """Where a free text stands, and the digest that an append-only row keeps of it."""

    id: UUID
    digest: str


def keep_text(
    session: Session, text: str, *, clinic_id: UUID, patient_id: UUID | None, at: datetime
) -> KeptText:
    """Put a free text where it can be erased."""
    row = PersonalText(
        id=uuid4(), clinic_id=clinic_id, patient_id=patient_id, text=text, created_at=at
    )
    session.add(row)
    session.flush()
    return KeptText(row.id, keyed_digest(session, text))


def reason_columns(reason: KeptText | None) -> dict[str, Any]:
    """The two columns of an append-only row that say why."""
    return {
        "reason_text_id": reason.id if reason else None,
        "reason_digest": reason.digest if reason else None,
    }


def digest_if_any(session: Session, text: str | None) -> str | None:
    """What a row would keep of what somebody may have written; None when nothing was."""
    said = (text or "").strip()
    return keyed_digest(session, said) if said else None


def keep_if_any(session: Session, text: str | None, trial: Trial, at: datetime) -> KeptText | None:
    """The same for what somebody may have written about a trial; None when nothing was."""
    said = (text or "").strip()
    if not said:
        return None
    return keep_text(session, said, clinic_id=trial.clinic_id, patient_id=trial.patient_id, at=at)
