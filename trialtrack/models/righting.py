"""What was put right about a trial, each with who, when and why. Append-only."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from trialtrack.models.base import AppendOnly, Base, one_of, primary_key, to


class TrialCancellation(AppendOnly, Base):
    """A trial was cancelled, or taken up again (`cancelled` false); the newest row counts.

    `trial.cancelled_at` says the same, kept by the one service that adds these rows.
    """

    __tablename__ = "trial_cancellation"

    id: Mapped[UUID] = primary_key()
    trial_id: Mapped[UUID] = to("trial.id", index=True)
    cancelled: Mapped[bool]
    decided_at: Mapped[datetime]
    decided_by_id: Mapped[UUID] = to("staff.id")
    reason_text_id: Mapped[UUID] = to("personal_text.id")
    reason_digest: Mapped[str] = mapped_column(String(64))


class DateKind(StrEnum):
    """Which day of a trial was put right."""

    PLANNED_PLACEMENT = "planned_placement"
    PLANNED_REMOVAL = "planned_removal"
    PLACEMENT = "placement"
    REMOVAL = "removal"


class DateCorrection(AppendOnly, Base):
    """A day of a trial was another: planned ones were moved, recorded ones were wrong.

    Adding a row is the change itself: for a recorded placement or removal the database moves the
    trial's own day, and refuses to move it in any other way. `number` counts the rows of a trial
    from 1. `new_on` None: the leads are still in, the removal was recorded by mistake.
    """

    __tablename__ = "date_correction"
    __table_args__ = (
        UniqueConstraint("trial_id", "number"),
        CheckConstraint("new_on IS NULL OR new_on <> old_on", name="moved"),
        CheckConstraint("new_on IS NOT NULL OR kind = 'removal'", name="only_a_removal_is_undone"),
    )

    id: Mapped[UUID] = primary_key()
    trial_id: Mapped[UUID] = to("trial.id")
    number: Mapped[int] = mapped_column(Integer)
    kind: Mapped[DateKind] = mapped_column(one_of(DateKind, "kind"))
    old_on: Mapped[date]
    new_on: Mapped[date | None]
    corrected_at: Mapped[datetime]
    corrected_by_id: Mapped[UUID] = to("staff.id")
    reason_text_id: Mapped[UUID] = to("personal_text.id")
    reason_digest: Mapped[str] = mapped_column(String(64))
