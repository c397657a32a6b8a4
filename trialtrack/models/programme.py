"""Stimulation programmes, and when each was on. METHOD section 8."""

from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column

from trialtrack.models.base import AppendOnly, Base, one_of, primary_key, to

_OPEN = "ends_at IS NULL"


class StimulationMode(StrEnum):
    """How a programme stimulates."""

    TONIC = "tonic"
    BURST = "burst"
    HIGH_FREQUENCY = "high_frequency"


class Programme(Base):
    """A programme of one trial, with its settings as far as they are known.

    An amplitude is in mA or in V, whichever the device is set in. `contacts`: as the field
    writes them, such as "E1 -, E3 +".
    """

    __tablename__ = "programme"
    __table_args__ = (
        UniqueConstraint("trial_id", "id"),
        UniqueConstraint("trial_id", "name"),
        CheckConstraint(
            "amplitude_ma IS NULL OR amplitude_v IS NULL", name="amplitude_in_one_unit"
        ),
    )

    id: Mapped[UUID] = primary_key()
    trial_id: Mapped[UUID] = to("trial.id")
    name: Mapped[str] = mapped_column(String(80))
    mode: Mapped[StimulationMode | None] = mapped_column(one_of(StimulationMode, "mode"))
    contacts: Mapped[str | None] = mapped_column(String(80))
    amplitude_ma: Mapped[Fraction | None]
    amplitude_v: Mapped[Fraction | None]
    pulse_width_us: Mapped[Fraction | None]
    frequency_hz: Mapped[Fraction | None]
    created_at: Mapped[datetime]


class ProgrammeInterval(Base):
    """From when until when a programme was on; without a programme: stimulation was off.

    `ends_at` None: still so. A trial has one such interval at most. What a correction changed
    stands in `ProgrammeCorrection`.
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


class ProgrammeCorrection(AppendOnly, Base):
    """That a programme (None: off) was on from then to then after all. Append-only.

    `ends_at` None: and still is. `before`: every interval of the trial as it was recorded until
    then, as JSON: a list of [programme's id or null, start, end or null].
    """

    __tablename__ = "programme_correction"
    __table_args__ = (
        ForeignKeyConstraint(["trial_id", "programme_id"], ["programme.trial_id", "programme.id"]),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
    )

    id: Mapped[UUID] = primary_key()
    trial_id: Mapped[UUID] = to("trial.id", index=True)
    programme_id: Mapped[UUID | None] = mapped_column(Uuid())
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    before: Mapped[str] = mapped_column(Text)
    corrected_at: Mapped[datetime]
    corrected_by_id: Mapped[UUID] = to("staff.id")
    reason_text_id: Mapped[UUID] = to("personal_text.id")
    reason_digest: Mapped[str] = mapped_column(String(64))
