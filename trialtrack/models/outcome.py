"""What the method says of a trial, as it was worked out last: derived, replaced, never edited."""

from datetime import date, datetime
from fractions import Fraction
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Double,
    ForeignKeyConstraint,
    Integer,
    String,
    Text,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column

from trialtrack.clinical.results import (
    BaselineSource,
    Certainty,
    IntervalReason,
    LegState,
    Stage,
    Verdict,
)
from trialtrack.models.base import Base, ExactFraction, both_or_neither, one_of, to


class TrialOutcome(Base):
    """The result of a trial's primary site on the diary day `as_of`; one row a trial.

    Written in the transaction of whatever changes it. A trial that is cancelled has none, nor has
    one whose result could not be worked out. `reasons`: joined by commas, in the method's order.
    `agreeing` of so many `analyses` give the same answer. `inputs_digest`: keyed, of all that the
    result was worked out from.
    """

    __tablename__ = "trial_outcome"
    __table_args__ = (
        ForeignKeyConstraint(
            ["trial_id", "primary_site_id"], ["trial_site.trial_id", "trial_site.id"]
        ),
        CheckConstraint("(stage = 'interim') = (verdict = 'pending')", name="interim_is_pending"),
        both_or_neither("reduction_percent", "display", "reduction_is_shown"),
        both_or_neither("interval_low", "interval_high", "interval_has_two_ends"),
        both_or_neither("agreeing", "analyses", "agreeing_of_so_many"),
    )

    trial_id: Mapped[UUID] = to("trial.id", primary_key=True)
    as_of: Mapped[date]
    stage: Mapped[Stage] = mapped_column(one_of(Stage, "stage"))
    verdict: Mapped[Verdict] = mapped_column(one_of(Verdict, "verdict"))
    reasons: Mapped[str] = mapped_column(Text)
    reduction_percent: Mapped[Fraction | None] = mapped_column(ExactFraction())
    display: Mapped[str | None] = mapped_column(Text)
    interval_low: Mapped[float | None] = mapped_column(Double())
    interval_high: Mapped[float | None] = mapped_column(Double())
    interval_reason: Mapped[IntervalReason | None] = mapped_column(
        one_of(IntervalReason, "interval_reason")
    )
    chance_met: Mapped[float | None] = mapped_column(Double())
    certainty: Mapped[Certainty | None] = mapped_column(one_of(Certainty, "certainty"))
    baseline_source: Mapped[BaselineSource | None] = mapped_column(
        one_of(BaselineSource, "baseline_source")
    )
    baseline_grade: Mapped[str | None] = mapped_column(String(1))
    recorded_days: Mapped[int] = mapped_column(Integer)
    expected_days: Mapped[int] = mapped_column(Integer)
    relief: Mapped[LegState] = mapped_column(one_of(LegState, "relief"))
    activity: Mapped[LegState] = mapped_column(one_of(LegState, "activity"))
    analgesics: Mapped[LegState] = mapped_column(one_of(LegState, "analgesics"))
    satisfaction: Mapped[LegState] = mapped_column(one_of(LegState, "satisfaction"))
    supported: Mapped[bool | None]
    agreeing: Mapped[int | None] = mapped_column(Integer)
    analyses: Mapped[int | None] = mapped_column(Integer)
    primary_site_id: Mapped[UUID] = mapped_column(Uuid())
    protocol_version: Mapped[int] = mapped_column(Integer)
    method: Mapped[str] = mapped_column(String(16))
    inputs_digest: Mapped[str] = mapped_column(String(64))
    computed_at: Mapped[datetime]
