"""The protocol of a trial, by version. METHOD section 2; frozen at placement by triggers."""

from datetime import date, datetime
from fractions import Fraction
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

from trialtrack.clinical.diary import Domain, Measure
from trialtrack.clinical.opioids import OpioidTable
from trialtrack.clinical.protocol import FIELD_NAMES, Protocol
from trialtrack.models.base import Base, both_or_neither, one_of, primary_key, to

_RANGES = {
    "threshold_percent": "CAST(threshold_percent AS NUMERIC) BETWEEN 0 AND 100",
    "baseline_days": "baseline_days BETWEEN 1 AND 28",
    "baseline_min_days": "baseline_min_days BETWEEN 1 AND baseline_days",
    "washout_days": "washout_days BETWEEN 0 AND 14",
    "window_days": "window_days BETWEEN 1 AND 28",
    "window_min_days": "window_min_days BETWEEN 1 AND window_days",
    "late_hours": "late_hours >= 0",
}


class ProtocolVersion(Base):
    """One version of a trial's protocol; the highest counts.

    `is_deviation`: made after placement, with its reason (a personal text) and its digest.
    """

    __tablename__ = "protocol"
    __table_args__ = (
        UniqueConstraint("trial_id", "version"),
        ForeignKeyConstraint(
            ["trial_id", "primary_site_id"], ["trial_site.trial_id", "trial_site.id"]
        ),
        CheckConstraint(
            "is_deviation = (deviation_text_id IS NOT NULL)", name="deviation_has_a_reason"
        ),
        both_or_neither("deviation_text_id", "deviation_digest", "reason_has_a_digest"),
        *(CheckConstraint(rule, name=f"{name}_in_range") for name, rule in _RANGES.items()),
    )

    id: Mapped[UUID] = primary_key()
    trial_id: Mapped[UUID] = to("trial.id")
    version: Mapped[int] = mapped_column(Integer)
    primary_site_id: Mapped[UUID] = mapped_column(Uuid())
    opioid_table: Mapped[OpioidTable] = mapped_column(one_of(OpioidTable, "opioid_table"))
    created_at: Mapped[datetime]
    created_by_id: Mapped[UUID] = to("staff.id")
    is_deviation: Mapped[bool]
    deviation_text_id: Mapped[UUID | None] = to("personal_text.id")
    deviation_digest: Mapped[str | None] = mapped_column(String(64))

    threshold_percent: Mapped[Fraction]
    measure: Mapped[Measure] = mapped_column(one_of(Measure, "measure"))
    baseline_days: Mapped[int] = mapped_column(Integer)
    baseline_min_days: Mapped[int] = mapped_column(Integer)
    baseline_ends_on: Mapped[date | None]
    baseline_floor: Mapped[Fraction]
    washout_days: Mapped[int] = mapped_column(Integer)
    window_days: Mapped[int] = mapped_column(Integer)
    window_min_days: Mapped[int] = mapped_column(Integer)
    window_min_share: Mapped[Fraction]
    activity_measure: Mapped[Domain] = mapped_column(one_of(Domain, "activity_measure"))
    late_hours: Mapped[int] = mapped_column(Integer)
    count_late: Mapped[bool]
    autocorrelation: Mapped[Fraction]
    day_sd: Mapped[Fraction]
    day_sd_df: Mapped[Fraction]

    def rules(self) -> Protocol:
        """The fields of METHOD section 2, as the clinical core reads them."""
        return Protocol(**{name: getattr(self, name) for name in FIELD_NAMES})
