"""Stimulation programmes, and when each was on. METHOD section 8."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from trialtrack.models.base import Base, primary_key, to

_OPEN = "ends_at IS NULL"


class Programme(Base):
    """A programme of one trial."""

    __tablename__ = "programme"
    __table_args__ = (UniqueConstraint("trial_id", "id"), UniqueConstraint("trial_id", "name"))

    id: Mapped[UUID] = primary_key()
    trial_id: Mapped[UUID] = to("trial.id")
    name: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime]


class ProgrammeInterval(Base):
    """From when until when a programme was on; without a programme: stimulation was off.

    `ends_at` None: still so. A trial has one such interval at most.
    """

    __tablename__ = "programme_interval"
    __table_args__ = (
        ForeignKeyConstraint(["trial_id", "programme_id"], ["programme.trial_id", "programme.id"]),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        UniqueConstraint("trial_id", "starts_at"),
        Index(
            "uq_programme_interval_one_open",
            "trial_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )

    id: Mapped[UUID] = primary_key()
    trial_id: Mapped[UUID] = to("trial.id")
    programme_id: Mapped[UUID | None] = mapped_column(Uuid())
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
