"""Forms that were typed and not sent: each waits for the account that it was made for."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from trialtrack.models.base import Base, primary_key, to


class WaitingForm(Base):
    """What somebody typed into one form and could not send, sealed; deleted once dealt with.

    It holds free text about people, so nothing refers to it and it may go at any time. `digest`
    tells the same form sent twice.
    """

    __tablename__ = "waiting_form"
    __table_args__ = (
        CheckConstraint("(staff_id IS NULL) <> (patient_id IS NULL)", name="one_person"),
        CheckConstraint("expires_at > kept_at", name="expires_later"),
        UniqueConstraint("staff_id", "digest"),
        UniqueConstraint("patient_id", "digest"),
    )

    id: Mapped[UUID] = primary_key()
    staff_id: Mapped[UUID | None] = to("staff.id")
    patient_id: Mapped[UUID | None] = to("patient.id")
    digest: Mapped[str] = mapped_column(String(64))
    sealed: Mapped[str] = mapped_column(Text)
    kept_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
