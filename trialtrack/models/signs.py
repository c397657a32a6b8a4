"""Warning signs: what a clinic says about them, each report, and who saw it. Append-only."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Integer, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from trialtrack.clinical.signs import Tier
from trialtrack.models.base import AppendOnly, Base, both_or_neither, one_of, primary_key, to


class SignAdvice(AppendOnly, Base):
    """One version of what the clinic says on each tier, and its number out of hours."""

    __tablename__ = "sign_advice"
    __table_args__ = (UniqueConstraint("clinic_id", "version"),)

    id: Mapped[UUID] = primary_key()
    clinic_id: Mapped[UUID] = to("clinic.id")
    version: Mapped[int] = mapped_column(Integer)
    emergency: Mapped[str] = mapped_column(Text)
    today: Mapped[str] = mapped_column(Text)
    next_time: Mapped[str] = mapped_column(Text)
    out_of_hours_phone: Mapped[str | None] = mapped_column(String(40))
    created_at: Mapped[datetime]
    created_by_id: Mapped[UUID | None] = to("staff.id")


class WarningFlag(AppendOnly, Base):
    """Somebody reported warning signs; never updated, and not part of any day's answers.

    `id` is made of the sender's `page_id` and what was said, so that sending again is the same
    flag and saying more is another. `signs`: their ids, a comma between, most urgent first; empty:
    they did not say which. `day`: the diary day it was reported with; that day's own answers may
    have been refused. `raised_by_id` None: the patient. `told`: the advice as it was shown.
    """

    __tablename__ = "warning_flag"
    __table_args__ = (both_or_neither("words_text_id", "words_digest", "words_have_a_digest"),)

    id: Mapped[UUID] = mapped_column(Uuid(), primary_key=True)
    trial_id: Mapped[UUID] = to("trial.id", index=True)
    page_id: Mapped[UUID] = mapped_column(Uuid())
    day: Mapped[date | None]
    signs: Mapped[str] = mapped_column(Text)
    tier: Mapped[Tier] = mapped_column(one_of(Tier, "tier"))
    raised_at: Mapped[datetime]
    raised_by_id: Mapped[UUID | None] = to("staff.id")
    advice_id: Mapped[UUID] = to("sign_advice.id")
    told: Mapped[str] = mapped_column(Text)
    words_text_id: Mapped[UUID | None] = to("personal_text.id")
    words_digest: Mapped[str | None] = mapped_column(String(64))


class WarningAcknowledgement(AppendOnly, Base):
    """A member of staff has seen a flag and says what was done about it. One a flag."""

    __tablename__ = "warning_acknowledgement"

    id: Mapped[UUID] = primary_key()
    flag_id: Mapped[UUID] = to("warning_flag.id", unique=True)
    acknowledged_at: Mapped[datetime]
    acknowledged_by_id: Mapped[UUID] = to("staff.id")
    words_text_id: Mapped[UUID] = to("personal_text.id")
    words_digest: Mapped[str] = mapped_column(String(64))
