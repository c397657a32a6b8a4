"""A trial: its dates, its pain sites, the medicines of its plan, ratings taken in clinic."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKeyConstraint,
    Integer,
    String,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column

from trialtrack.access import TrialState
from trialtrack.clinical.medicine_list import MedicineKind
from trialtrack.clinical.opioids import Form
from trialtrack.models.base import AppendOnly, Base, both_or_neither, one_of, primary_key, to

DIARY_OPEN_AFTER_REMOVAL = timedelta(days=30)
"""Infection can show later: METHOD section 10."""


class Modality(StrEnum):
    """What is tried. METHOD section 1."""

    SCS_TONIC = "scs_tonic"
    SCS_BURST = "scs_burst"
    SCS_HIGH_FREQUENCY = "scs_high_frequency"
    DRG = "drg"
    PNS = "pns"
    INTRATHECAL_PUMP = "intrathecal_pump"
    TENS = "tens"


class Trial(Base):
    """One person's trial period.

    `placed_on` is the day planned until `placement_recorded_at` is set; then it is day 0 and
    frozen, by the database, as `removed_on` is once it is recorded; only a `DateCorrection` moves
    them, and `dates_corrected` counts those. `trial_drug`: the drug in the pump, left out of opioid
    totals.
    `page_digest`: of the page that it was planned with, so that the same page sent twice is one
    trial; None: it was not planned with a page.
    """

    __tablename__ = "trial"
    __table_args__ = (
        ForeignKeyConstraint(["patient_id", "clinic_id"], ["patient.id", "patient.clinic_id"]),
        both_or_neither("placement_recorded_at", "placement_recorded_by_id", "placed_by_someone"),
        both_or_neither("removal_recorded_at", "removal_recorded_by_id", "removed_by_someone"),
        both_or_neither("removed_on", "removal_recorded_at", "removed_when_recorded"),
        both_or_neither("cancelled_at", "cancelled_by_id", "cancelled_by_someone"),
        CheckConstraint("planned_removal_on >= placed_on", name="planned_removal_after_placement"),
        CheckConstraint("removed_on >= placed_on", name="removed_after_placement"),
        CheckConstraint(
            "removed_on IS NULL OR placement_recorded_at IS NOT NULL", name="removed_once_placed"
        ),
    )

    id: Mapped[UUID] = primary_key()
    clinic_id: Mapped[UUID] = to("clinic.id", index=True)
    patient_id: Mapped[UUID] = mapped_column(Uuid(), index=True)
    modality: Mapped[Modality] = mapped_column(one_of(Modality, "modality"))
    trial_drug: Mapped[str | None] = mapped_column(Text)
    time_zone: Mapped[str] = mapped_column(String(64))
    placed_on: Mapped[date]
    planned_removal_on: Mapped[date]
    removed_on: Mapped[date | None]
    placement_recorded_at: Mapped[datetime | None]
    placement_recorded_by_id: Mapped[UUID | None] = to("staff.id")
    removal_recorded_at: Mapped[datetime | None]
    removal_recorded_by_id: Mapped[UUID | None] = to("staff.id")
    page_digest: Mapped[str | None] = mapped_column(String(64))
    cancelled_at: Mapped[datetime | None]
    cancelled_by_id: Mapped[UUID | None] = to("staff.id")
    dates_corrected: Mapped[int] = mapped_column(Integer, default=0)
    created_at: Mapped[datetime]

    @property
    def state(self) -> TrialState:
        """How far the trial is; one that was cancelled goes no further."""
        if self.cancelled_at is not None:
            return TrialState.CANCELLED
        if self.removed_on is not None:
            return TrialState.REMOVED
        return TrialState.PLANNED if self.placement_recorded_at is None else TrialState.PLACED

    @property
    def diary_ends_on(self) -> date:
        """The last diary day on which the patient can be signed in.

        The planned removal counts until the leads are out.
        """
        return (self.removed_on or self.planned_removal_on) + DIARY_OPEN_AFTER_REMOVAL


class TrialSite(Base):
    """A pain region with its own scores."""

    __tablename__ = "trial_site"
    __table_args__ = (
        UniqueConstraint("trial_id", "id"),
        UniqueConstraint("trial_id", "position"),
        UniqueConstraint("trial_id", "name"),
    )

    id: Mapped[UUID] = primary_key()
    trial_id: Mapped[UUID] = to("trial.id")
    name: Mapped[str] = mapped_column(String(80))
    position: Mapped[int] = mapped_column(Integer)


class TrialMedicine(Base):
    """A medicine of the plan, which the diary asks about.

    `strength` of one unit: mg by mouth, mcg/h for a patch. `usual_count`: units on a usual day.
    """

    __tablename__ = "trial_medicine"
    __table_args__ = (
        UniqueConstraint("trial_id", "position"),
        CheckConstraint("kind <> 'opioid' OR strength IS NOT NULL", name="opioid_has_a_strength"),
    )

    id: Mapped[UUID] = primary_key()
    trial_id: Mapped[UUID] = to("trial.id")
    name: Mapped[str] = mapped_column(Text)
    drug: Mapped[str] = mapped_column(Text)
    strength: Mapped[Fraction | None]
    form: Mapped[Form] = mapped_column(one_of(Form, "form"))
    unit_label: Mapped[str] = mapped_column(String(40))
    kind: Mapped[MedicineKind] = mapped_column(one_of(MedicineKind, "kind"))
    usual_count: Mapped[Fraction | None]
    position: Mapped[int] = mapped_column(Integer)


class ClinicRating(AppendOnly, Base):
    """A single rating of a site taken in clinic, "on average, over the last week". Append-only.

    The newest of a site counts.
    """

    __tablename__ = "clinic_rating"
    __table_args__ = (
        ForeignKeyConstraint(["trial_id", "site_id"], ["trial_site.trial_id", "trial_site.id"]),
        CheckConstraint("CAST(score AS NUMERIC) BETWEEN 0 AND 10", name="score_0_to_10"),
    )

    id: Mapped[UUID] = primary_key()
    trial_id: Mapped[UUID] = to("trial.id", index=True)
    site_id: Mapped[UUID] = mapped_column(Uuid())
    score: Mapped[Fraction]
    rated_on: Mapped[date]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[UUID] = to("staff.id")


class RemovalMove(AppendOnly, Base):
    """A planned removal day that was moved once the leads were in: a deviation. Append-only."""

    __tablename__ = "removal_move"
    __table_args__ = (CheckConstraint("moved_from <> moved_to", name="moved"),)

    id: Mapped[UUID] = primary_key()
    trial_id: Mapped[UUID] = to("trial.id", index=True)
    moved_from: Mapped[date]
    moved_to: Mapped[date]
    moved_at: Mapped[datetime]
    moved_by_id: Mapped[UUID] = to("staff.id")
    reason_text_id: Mapped[UUID] = to("personal_text.id")
    reason_digest: Mapped[str] = mapped_column(String(64))
