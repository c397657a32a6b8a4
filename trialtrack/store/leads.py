"""The leads of trials as they were written down: planned, as placed, and changed after all."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from trialtrack.models import Lead, LeadRecord, LeadStage, PersonalText, Side, Staff


@dataclass(frozen=True, slots=True)
class PlannedLead:
    """One lead: what sort it is, or its name ("octrode"), and where it lies or is to lie.

    The target is `level_from` ("L5"), or from there to `level_to` ("T8" to "T10"), or else a
    `nerve` in words.
    """

    kind: str
    side: Side | None = None
    level_from: str | None = None
    level_to: str | None = None
    nerve: str | None = None

    @property
    def target(self) -> str:
        """Where it lies, as the field writes it: T8–T10, L5, or the nerve."""
        levels = "–".join(level for level in (self.level_from, self.level_to) if level)
        return levels or self.nerve or ""


@dataclass(frozen=True, slots=True)
class LeadsFacts:
    """All leads of a trial as they were written down once, signed.

    `reason`: why they were changed after placement (None: they were not, or it is erased).
    """

    id: UUID
    stage: LeadStage
    at: datetime
    by_name: str
    reason: str | None
    leads: tuple[PlannedLead, ...]

    def without_words(self) -> Self:
        """The same without the reason."""
        return replace(self, reason=None)


def read_leads(session: Session, trial_ids: Collection[UUID]) -> dict[UUID, tuple[LeadsFacts, ...]]:
    """By trial every record of its leads, the one that counts last, in one SELECT."""
    rows = session.execute(
        select(LeadRecord, Lead, Staff.name, PersonalText.text)
        .join(Staff, Staff.id == LeadRecord.recorded_by_id)
        .outerjoin(Lead, Lead.record_id == LeadRecord.id)
        .outerjoin(PersonalText, PersonalText.id == LeadRecord.reason_text_id)
        .where(LeadRecord.trial_id.in_(trial_ids))
        .order_by(LeadRecord.version, Lead.position)
    )
    records: dict[UUID, tuple[LeadRecord, str, str | None]] = {}
    leads: defaultdict[UUID, list[PlannedLead]] = defaultdict(list)
    for record, lead, by_name, reason in rows:
        records[record.id] = (record, by_name, reason)
        if lead is not None:
            leads[record.id].append(as_planned(lead))
    found: defaultdict[UUID, list[LeadsFacts]] = defaultdict(list)
    for record, by_name, reason in records.values():
        found[record.trial_id].append(
            LeadsFacts(
                record.id,
                record.stage,
                record.recorded_at,
                by_name,
                reason,
                tuple(leads[record.id]),
            )
        )
    return {trial_id: tuple(written) for trial_id, written in found.items()}


def as_planned(row: Lead) -> PlannedLead:
    """The lead of a row."""
    return PlannedLead(row.kind, row.side, row.level_from, row.level_to, row.nerve)
