"""What was put right about a trial, each with who, when and why. Append-only."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKeyConstraint,
    Integer,
    String,
    UniqueConstraint,
    Uuid,
)
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


class ExclusionCause(StrEnum):
    """Why a consultant leaves a day out. METHOD section 3."""

    STIMULATION_OFF = "stimulation_off"
    ILLNESS = "illness"
    TRAVEL = "travel"
    OTHER = "other"

    @property
    def words(self) -> str:
        """As a person says it."""
        return self.value.replace("_", " ")


class DayExclusion(AppendOnly, Base):
    """A day was left out of the result, or put back (`cause` None).

    `number` counts the rows of a day from 1; the highest counts.
    """

    __tablename__ = "day_exclusion"
    __table_args__ = (UniqueConstraint("trial_id", "day", "number"),)

    id: Mapped[UUID] = primary_key()
    trial_id: Mapped[UUID] = to("trial.id")
    day: Mapped[date]
    number: Mapped[int] = mapped_column(Integer)
    cause: Mapped[ExclusionCause | None] = mapped_column(one_of(ExclusionCause, "cause"))
    decided_at: Mapped[datetime]
    decided_by_id: Mapped[UUID] = to("staff.id")
    reason_text_id: Mapped[UUID] = to("personal_text.id")
    reason_digest: Mapped[str] = mapped_column(String(64))


class SiteRename(AppendOnly, Base):
    """A pain site had the wrong name. Answers hold the site's id, so that they stay its own."""

    __tablename__ = "site_rename"
    __table_args__ = (
        ForeignKeyConstraint(["trial_id", "site_id"], ["trial_site.trial_id", "trial_site.id"]),
        CheckConstraint("old_name <> new_name", name="renamed"),
    )

    id: Mapped[UUID] = primary_key()
    trial_id: Mapped[UUID] = to("trial.id", index=True)
    site_id: Mapped[UUID] = mapped_column(Uuid())
    old_name: Mapped[str] = mapped_column(String(80))
    new_name: Mapped[str] = mapped_column(String(80))
    renamed_at: Mapped[datetime]
    renamed_by_id: Mapped[UUID] = to("staff.id")
    reason_text_id: Mapped[UUID] = to("personal_text.id")
    reason_digest: Mapped[str] = mapped_column(String(64))


class MedicineChange(AppendOnly, Base):
    """From a day on the plan has another medicine: one ended, one was added, or both.

    A medicine that was wrong is ended and the right one added. Answers hold the medicine's id, and
    the day was not asked about yet, so that what was recorded keeps its meaning.
    """

    __tablename__ = "medicine_change"
    __table_args__ = (
        CheckConstraint("ended_id IS NOT NULL OR added_id IS NOT NULL", name="changes_something"),
    )

    id: Mapped[UUID] = primary_key()
    trial_id: Mapped[UUID] = to("trial.id", index=True)
    from_on: Mapped[date]
    ended_id: Mapped[UUID | None] = to("trial_medicine.id", unique=True)
    added_id: Mapped[UUID | None] = to("trial_medicine.id", unique=True)
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[UUID] = to("staff.id")
    reason_text_id: Mapped[UUID] = to("personal_text.id")
    reason_digest: Mapped[str] = mapped_column(String(64))
