"""The audit row that every service writes in its own transaction."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from trialtrack.access import Viewer
from trialtrack.clinical.protocol import text
from trialtrack.models import AuditEvent
from trialtrack.services.personal import KeptText, keyed_digest

Change = tuple[Any, Any]


@dataclass(frozen=True, slots=True)
class Done:
    """What was done to which thing. `changes` and `personal`: field to (old, new).

    Of personal values the row keeps keyed digests only.
    """

    action: str
    kind: str
    subject_id: UUID | None
    clinic_id: UUID | None
    changes: Mapping[str, Change] = field(default_factory=dict)
    personal: Mapping[str, Change] = field(default_factory=dict)
    reason: KeptText | None = None


def write_audit(session: Session, done: Done, *, by: Viewer, at: datetime) -> None:
    """Add the row; it is committed, or not, with what it tells of."""
    said = {name: [_plain(old), _plain(new)] for name, (old, new) in done.changes.items()}
    for name, (old, new) in done.personal.items():
        said[name] = [_digest(session, old), _digest(session, new)]
    session.add(
        AuditEvent(
            happened_at=at,
            clinic_id=done.clinic_id,
            actor_role=by.role,
            actor_staff_id=by.staff_id,
            actor_patient_id=by.patient_id,
            session_id=by.session_id,
            action=done.action,
            subject_kind=done.kind,
            subject_id=done.subject_id,
            changes=json.dumps(said, sort_keys=True, separators=(",", ":")),
            reason_text_id=done.reason.id if done.reason else None,
            reason_digest=done.reason.digest if done.reason else None,
        )
    )
    session.flush()


def created(**fields: Any) -> dict[str, Change]:
    """The changes of something new: every field from nothing."""
    return {name: (None, value) for name, value in fields.items()}


def changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Change]:
    """The fields whose values differ."""
    return {name: (old[name], new[name]) for name in new if old[name] != new[name]}


def _plain(value: object) -> object:
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    return text(value) if isinstance(value, Fraction) else str(value)


def _digest(session: Session, value: object) -> str | None:
    return None if value is None else f"digest:{keyed_digest(session, str(value))}"
