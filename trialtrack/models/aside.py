"""What needs somebody, and that it was put aside for a while. Append-only."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from trialtrack.models.base import AppendOnly, Base, both_or_neither, primary_key, to


class MatterKind(StrEnum):
    """What kind of thing it is that needs somebody; the order here is the order of the list."""

    EMERGENCY_SIGN = "emergency_sign"
    SIGN_NOT_SAID = "sign_not_said"
    SIGN_TODAY = "sign_today"
    REMOVAL_DUE = "removal_due"
    WINDOW_THIN = "window_thin"
    WINDOW_LOST = "window_lost"
    SILENT = "silent"
    BASELINE_SHORT = "baseline_short"
    BASELINE_LOST = "baseline_lost"
    PLACEMENT_DUE = "placement_due"
    CARD_VOID = "card_void"
    CARD_MISSING = "card_missing"
    CARD_UNUSED = "card_unused"
    DEVICE_SHUT = "device_shut"
    SIGN_NEXT_TIME = "sign_next_time"
    END_QUESTIONS = "end_questions"
    CONFLICT = "conflict"
    CORRECTION_ASKED = "correction_asked"


SIGN_KINDS = frozenset(
    {
        MatterKind.EMERGENCY_SIGN,
        MatterKind.SIGN_NOT_SAID,
        MatterKind.SIGN_TODAY,
        MatterKind.SIGN_NEXT_TIME,
    }
)
"""Warning signs: acknowledged with words, and never put aside."""

_NEVER_ASIDE = ", ".join(f"'{kind}'" for kind in MatterKind if kind in SIGN_KINDS)


class PutAside(AppendOnly, Base):
    """A matter was put aside `until` an instant, with what was tried; the newest row counts.

    A row without words brings it back at once. Whether the matter stands is worked out anew each
    time, so a row says nothing of one that began later.
    """

    __tablename__ = "put_aside"
    __table_args__ = (
        both_or_neither("words_text_id", "words_digest", "words_have_a_digest"),
        CheckConstraint(f"kind NOT IN ({_NEVER_ASIDE})", name="no_warning_sign"),
        CheckConstraint("(until > put_aside_at) = (words_text_id IS NOT NULL)", name="says_why"),
        Index(None, "trial_id", "put_aside_at"),
    )

    id: Mapped[UUID] = primary_key()
    trial_id: Mapped[UUID] = to("trial.id")
    kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[UUID] = mapped_column(Uuid())
    put_aside_at: Mapped[datetime]
    put_aside_by_id: Mapped[UUID] = to("staff.id")
    until: Mapped[datetime]
    words_text_id: Mapped[UUID | None] = to("personal_text.id")
    words_digest: Mapped[str | None] = mapped_column(String(64))
