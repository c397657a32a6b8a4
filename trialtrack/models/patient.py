"""Patients, and apart from them, in tables that may be erased, who they are and what they wrote."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from trialtrack.models.base import Base, primary_key, to


class Patient(Base):
    """A patient of one clinic, without a name."""

    __tablename__ = "patient"
    __table_args__ = (UniqueConstraint("id", "clinic_id"),)

    id: Mapped[UUID] = primary_key()
    clinic_id: Mapped[UUID] = to("clinic.id", index=True)
    created_at: Mapped[datetime]


class PatientIdentity(Base):
    """Who a patient is. The row may be erased; the record stays whole without it.

    `name_key` and `number_key` are what a search reads: see `store/search_keys.py`. Whoever writes
    a name or a number writes them too.
    """

    __tablename__ = "patient_identity"
    __table_args__ = (Index(None, "born_on"), Index(None, "number_key"))

    patient_id: Mapped[UUID] = to("patient.id", primary_key=True)
    family_name: Mapped[str] = mapped_column(Text)
    given_name: Mapped[str] = mapped_column(Text)
    born_on: Mapped[date]
    hospital_number: Mapped[str | None] = mapped_column(String(64))
    phone: Mapped[str | None] = mapped_column(String(40))
    email: Mapped[str | None] = mapped_column(String(254))
    name_key: Mapped[str] = mapped_column(Text)
    number_key: Mapped[str | None] = mapped_column(Text)


class PersonalText(Base):
    """Free text about a person: a note, a reason in words.

    To erase it empties the text and keeps the row, so that append-only rows go on pointing at
    something; they hold a keyed digest and never the text.
    """

    __tablename__ = "personal_text"
    __table_args__ = (
        CheckConstraint("(text IS NULL) = (erased_at IS NOT NULL)", name="empty_once_erased"),
    )

    id: Mapped[UUID] = primary_key()
    clinic_id: Mapped[UUID] = to("clinic.id")
    patient_id: Mapped[UUID | None] = to("patient.id", index=True)
    text: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]
