"""What a patient was told and agreed to, by version, and that they withdrew. Append-only."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from trialtrack.models.base import AppendOnly, Base, both_or_neither, primary_key, to


class ConsentNotice(AppendOnly, Base):
    """One version of the clinic's own notice on consent and privacy; the highest is shown."""

    __tablename__ = "consent_notice"
    __table_args__ = (UniqueConstraint("clinic_id", "version"),)

    id: Mapped[UUID] = primary_key()
    clinic_id: Mapped[UUID] = to("clinic.id")
    version: Mapped[int] = mapped_column(Integer)
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    created_by_id: Mapped[UUID | None] = to("staff.id")


class Consent(AppendOnly, Base):
    """A patient agreed to one version of the notice, for one trial.

    `patient_id`: whose trial it was then; once it is another's, they are asked themselves.
    """

    __tablename__ = "consent"
    __table_args__ = (UniqueConstraint("trial_id", "notice_id", "patient_id"),)

    id: Mapped[UUID] = primary_key()
    trial_id: Mapped[UUID] = to("trial.id")
    notice_id: Mapped[UUID] = to("consent_notice.id")
    patient_id: Mapped[UUID] = to("patient.id")
    given_at: Mapped[datetime]
    session_id: Mapped[UUID | None] = to("session.id")


class Withdrawal(AppendOnly, Base):
    """A patient left a trial. `recorded_by_id` None: they did it themselves.

    `patient_id`: whose trial it was then; it does not bind another whose it turns out to be.
    """

    __tablename__ = "withdrawal"
    __table_args__ = (
        UniqueConstraint("trial_id", "patient_id"),
        both_or_neither("reason_text_id", "reason_digest", "reason_has_a_digest"),
    )

    id: Mapped[UUID] = primary_key()
    trial_id: Mapped[UUID] = to("trial.id")
    patient_id: Mapped[UUID] = to("patient.id")
    withdrawn_at: Mapped[datetime]
    recorded_by_id: Mapped[UUID | None] = to("staff.id")
    reason_text_id: Mapped[UUID | None] = to("personal_text.id")
    reason_digest: Mapped[str | None] = mapped_column(String(64))
