"""Versions of a trial's protocol: each is added, none is changed."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from trialtrack.access import Refusal
from trialtrack.clinical.opioids import OpioidTable
from trialtrack.clinical.protocol import FIELD_NAMES, Protocol, ProtocolError
from trialtrack.models import ProtocolVersion
from trialtrack.services.personal import KeptText


class ProtocolDoesNotFit(Refusal):
    """The protocol does not fit the day of placement."""


@dataclass(frozen=True, slots=True)
class NewVersion:
    """What a version lays down; `deviation`: the reason, where it comes after placement."""

    rules: Protocol
    primary_site_id: UUID
    opioid_table: OpioidTable
    deviation: KeptText | None = None

    def fields(self) -> dict[str, Any]:
        """Field names of the protocol with their values, for the audit row."""
        fields = {name: getattr(self.rules, name) for name in FIELD_NAMES}
        return {
            **fields,
            "primary_site_id": self.primary_site_id,
            "opioid_table": self.opioid_table,
        }


def usable(rules: Protocol, placed_on: date) -> None:
    """ProtocolDoesNotFit, in words, unless the protocol's baseline fits the day of placement."""
    try:
        rules.for_trial_placed_on(placed_on)
    except ProtocolError as fault:
        raise ProtocolDoesNotFit(str(fault)) from None


def add_version(
    session: Session, trial_id: UUID, new: NewVersion, version: int, *, by: UUID, at: datetime
) -> ProtocolVersion:
    """Add a version of a trial's protocol, signed by a staff member."""
    row = ProtocolVersion(
        trial_id=trial_id,
        version=version,
        created_at=at,
        created_by_id=by,
        is_deviation=new.deviation is not None,
        deviation_text_id=new.deviation.id if new.deviation else None,
        deviation_digest=new.deviation.digest if new.deviation else None,
        **new.fields(),
    )
    session.add(row)
    session.flush()
    return row


def kept_version(row: ProtocolVersion) -> NewVersion:
    """What a kept version lays down."""
    return NewVersion(row.rules(), row.primary_site_id, row.opioid_table)
