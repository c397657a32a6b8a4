"""What was put right about a trial, each with who, when and why. Append-only."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from trialtrack.models.base import AppendOnly, Base, primary_key, to


class TrialCancellation(AppendOnly, Base):
    """A trial was cancelled, or taken up again (`cancelled` false); the newest row counts.

    `trial.cancelled_at` says the same, kept by the one service that adds these rows.
    """

    __tablename__ = "trial_cancellation"

    id: Mapped[UUID] = primary_key()
    trial_id: Mapped[UUID] = to("trial.id", index=True)
    cancelled: Mapped[bool]
    decided_at: Mapped[datetime]
    decided_by_id: Mapped[UUID] = to("staff.id")
    reason_text_id: Mapped[UUID] = to("personal_text.id")
    reason_digest: Mapped[str] = mapped_column(String(64))
