"""What a patient wants to reach with the treatment, in their own words. Append-only."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from trialtrack.models.base import AppendOnly, Base, primary_key, to


class TrialGoal(AppendOnly, Base):
    """The patient's goal for one trial; of several the newest counts. The words may be erased."""

    __tablename__ = "trial_goal"

    id: Mapped[UUID] = primary_key()
    trial_id: Mapped[UUID] = to("trial.id", index=True)
    set_at: Mapped[datetime]
    set_by_id: Mapped[UUID] = to("staff.id")
    words_text_id: Mapped[UUID] = to("personal_text.id")
    words_digest: Mapped[str] = mapped_column(String(64))
