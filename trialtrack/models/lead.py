"""Leads: which are to go in where, and where they went. All of them are recorded anew each time.

What counts is the newest record of a trial; the earlier ones say what was planned, and what was
corrected after placement, by whom, when and why.
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from trialtrack.models.base import AppendOnly, Base, both_or_neither, one_of, primary_key, to

MOST_LEVEL_CHARACTERS = 4


class Side(StrEnum):
    """On which side a lead lies."""

    LEFT = "left"
    RIGHT = "right"
    MIDLINE = "midline"


class LeadStage(StrEnum):
    """What a record of leads says: what is planned, what was placed, or a later change of it."""

    PLANNED = "planned"
    PLACED = "placed"
    CHANGED = "changed"


class LeadRecord(AppendOnly, Base):
    """That the leads of a trial were written down. Append-only; the highest version counts.

    A change after placement has a reason.
    """

    __tablename__ = "lead_record"
    __table_args__ = (
        UniqueConstraint("trial_id", "version"),
        both_or_neither("reason_text_id", "reason_digest", "reason_has_a_digest"),
        CheckConstraint(
            "(stage = 'changed') = (reason_text_id IS NOT NULL)", name="changed_with_a_reason"
        ),
    )

    id: Mapped[UUID] = primary_key()
    trial_id: Mapped[UUID] = to("trial.id")
    version: Mapped[int] = mapped_column(Integer)
    stage: Mapped[LeadStage] = mapped_column(one_of(LeadStage, "stage"))
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[UUID] = to("staff.id")
    reason_text_id: Mapped[UUID | None] = to("personal_text.id")
    reason_digest: Mapped[str | None] = mapped_column(String(64))


class Lead(Base):
    """One lead of a record; its target is a level, or from one level to another, or a nerve.

    `kind`: what sort of lead, or its name, such as "octrode". Kind and nerve are free words, so
    that this table may be erased.
    """

    __tablename__ = "lead"
    __table_args__ = (
        UniqueConstraint("record_id", "position"),
        CheckConstraint("(level_from IS NULL) <> (nerve IS NULL)", name="one_target"),
        CheckConstraint("level_to IS NULL OR level_from IS NOT NULL", name="from_before_to"),
    )

    id: Mapped[UUID] = primary_key()
    record_id: Mapped[UUID] = to("lead_record.id")
    position: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(80))
    side: Mapped[Side | None] = mapped_column(one_of(Side, "side"))
    level_from: Mapped[str | None] = mapped_column(String(MOST_LEVEL_CHARACTERS))
    level_to: Mapped[str | None] = mapped_column(String(MOST_LEVEL_CHARACTERS))
    nerve: Mapped[str | None] = mapped_column(String(80))
