"""Who a trial is about, put right: identities, trials under the wrong person, two records of one.

Append-only. What an identity was before stands in personal_text, where it is erased with the
person; here are ids and digests.
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from trialtrack.models.base import AppendOnly, Base, both_or_neither, one_of, primary_key, to


class IdentityField(StrEnum):
    """What of an identity can be corrected; the names of its columns."""

    FAMILY_NAME = "family_name"
    GIVEN_NAME = "given_name"
    BORN_ON = "born_on"
    HOSPITAL_NUMBER = "hospital_number"
    PHONE = "phone"
    EMAIL = "email"


class IdentityCorrection(AppendOnly, Base):
    """One field of an identity was corrected. `old_text_id` None: it had been empty."""

    __tablename__ = "identity_correction"
    __table_args__ = (
        both_or_neither("old_text_id", "old_digest", "old_has_a_digest"),
        both_or_neither("reason_text_id", "reason_digest", "reason_has_a_digest"),
    )

    id: Mapped[UUID] = primary_key()
    patient_id: Mapped[UUID] = to("patient.id", index=True)
    field: Mapped[IdentityField] = mapped_column(one_of(IdentityField, "field"))
    old_text_id: Mapped[UUID | None] = to("personal_text.id")
    old_digest: Mapped[str | None] = mapped_column(String(64))
    new_digest: Mapped[str | None] = mapped_column(String(64))
    corrected_at: Mapped[datetime]
    corrected_by_id: Mapped[UUID] = to("staff.id")
    reason_text_id: Mapped[UUID | None] = to("personal_text.id")
    reason_digest: Mapped[str | None] = mapped_column(String(64))


class PatientMerge(AppendOnly, Base):
    """Two records turned out to be one person's: `merged_id` is kept, as part of `into_id`.

    It stands until a `PatientSplit` takes it back. `nth`: the how-manieth merge of that record;
    of two at the same moment the database lets one through.
    """

    __tablename__ = "patient_merge"
    __table_args__ = (
        UniqueConstraint("merged_id", "nth"),
        CheckConstraint("merged_id <> into_id", name="two_records"),
    )

    id: Mapped[UUID] = primary_key()
    merged_id: Mapped[UUID] = to("patient.id")
    nth: Mapped[int] = mapped_column(Integer)
    into_id: Mapped[UUID] = to("patient.id", index=True)
    merged_at: Mapped[datetime]
    merged_by_id: Mapped[UUID] = to("staff.id")
    reason_text_id: Mapped[UUID] = to("personal_text.id")
    reason_digest: Mapped[str] = mapped_column(String(64))


class PatientSplit(AppendOnly, Base):
    """A merge was wrong: they are two people, and the record stands for itself again."""

    __tablename__ = "patient_split"

    id: Mapped[UUID] = primary_key()
    merge_id: Mapped[UUID] = to("patient_merge.id", unique=True)
    split_at: Mapped[datetime]
    split_by_id: Mapped[UUID] = to("staff.id")
    reason_text_id: Mapped[UUID] = to("personal_text.id")
    reason_digest: Mapped[str] = mapped_column(String(64))


class TrialMove(AppendOnly, Base):
    """A trial stood under the wrong person and went to the right one.

    `merge_id`: it went, or came back, because two records were one person's.
    """

    __tablename__ = "trial_move"
    __table_args__ = (CheckConstraint("from_id <> to_id", name="moved"),)

    id: Mapped[UUID] = primary_key()
    trial_id: Mapped[UUID] = to("trial.id", index=True)
    from_id: Mapped[UUID] = to("patient.id", index=True)
    to_id: Mapped[UUID] = to("patient.id", index=True)
    moved_at: Mapped[datetime]
    moved_by_id: Mapped[UUID] = to("staff.id")
    merge_id: Mapped[UUID | None] = to("patient_merge.id", index=True)
    reason_text_id: Mapped[UUID] = to("personal_text.id")
    reason_digest: Mapped[str] = mapped_column(String(64))
