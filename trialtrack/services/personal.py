"""Personal data: kept in erasable tables, and stood in for by keyed digests everywhere else."""

import hmac
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from trialtrack.models import PersonalText


@dataclass(frozen=True, slots=True)
class KeptText:
    """Where a free text stands, and the digest that an append-only row keeps of it."""

    id: UUID
    digest: str


def keyed_digest(session: Session, value: str) -> str:
    """HMAC-SHA256 under the installation's digest key: equal texts can be told, none guessed."""
    key: str = session.info["digest_key"]
    return hmac.new(key.encode(), value.encode(), "sha256").hexdigest()


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
