"""The clinic and the people who work there."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from trialtrack.access import STAFF_ROLES, Role
from trialtrack.clinical.opioids import OpioidTable
from trialtrack.models.base import Base, both_or_neither, one_of, primary_key, to


class Clinic(Base):
    """A clinic; `is_demonstration` marks the one whose people are made up."""

    __tablename__ = "clinic"

    id: Mapped[UUID] = primary_key()
    name: Mapped[str] = mapped_column(Text)
    time_zone: Mapped[str] = mapped_column(String(64))
    phone: Mapped[str] = mapped_column(String(40))
    emergency_phone: Mapped[str] = mapped_column(String(40))
    is_demonstration: Mapped[bool]
    opioid_table: Mapped[OpioidTable] = mapped_column(one_of(OpioidTable, "opioid_table"))
    created_at: Mapped[datetime]


class Staff(Base):
    """Someone who works at a clinic. `email` is kept in small letters and is unique everywhere."""

    __tablename__ = "staff"
    __table_args__ = (
        CheckConstraint(
            "role IN (" + ", ".join(f"'{role}'" for role in STAFF_ROLES) + ")", name="works_here"
        ),
        CheckConstraint("email = lower(email)", name="email_in_small_letters"),
        both_or_neither("disabled_at", "disabled_by_id", "disabled_by_someone"),
    )

    id: Mapped[UUID] = primary_key()
    clinic_id: Mapped[UUID] = to("clinic.id", index=True)
    role: Mapped[Role] = mapped_column(one_of(Role, "role"))
    name: Mapped[str] = mapped_column(Text)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    password_hash: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
    disabled_by_id: Mapped[UUID | None] = to("staff.id")
