"""What the team settles: which of two answers counts, and corrections that patients ask for.

Append-only: a settlement is a new row beside what it settles, and nothing else changes.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from trialtrack.models.base import AppendOnly, Base, both_or_neither, primary_key, to

_ENTRY_OF_THE_DAY = ["diary_entry.trial_id", "diary_entry.day", "diary_entry.id"]
_DISPLACES = "winner_id <> standing_id"


class ConflictSettlement(AppendOnly, Base):
    """Which of two answers for a day counts: `standing_id`, which did, or `conflicting_id`.

    A conflicting answer is settled once; an answer that counts is set aside once at most.
    """

    __tablename__ = "conflict_settlement"
    __table_args__ = (
        ForeignKeyConstraint(
            ["trial_id", "day", "conflicting_id"],
            _ENTRY_OF_THE_DAY,
            name="fk_conflict_settlement_conflicting_of_the_day",
        ),
        ForeignKeyConstraint(
            ["trial_id", "day", "standing_id"],
            _ENTRY_OF_THE_DAY,
            name="fk_conflict_settlement_standing_of_the_day",
        ),
        CheckConstraint("conflicting_id <> standing_id", name="two_answers"),
        CheckConstraint("winner_id IN (conflicting_id, standing_id)", name="one_of_the_two"),
        Index(
            "uq_conflict_settlement_set_aside_once",
            "standing_id",
            unique=True,
            sqlite_where=_DISPLACES,
            postgresql_where=_DISPLACES,
        ),
    )

    id: Mapped[UUID] = primary_key()
    trial_id: Mapped[UUID] = to("trial.id", index=True)
    day: Mapped[date]
    conflicting_id: Mapped[UUID] = mapped_column(Uuid(), unique=True)
    standing_id: Mapped[UUID] = mapped_column(Uuid())
    winner_id: Mapped[UUID] = mapped_column(Uuid())
    settled_at: Mapped[datetime]
    settled_by_id: Mapped[UUID] = to("staff.id")
    reason_text_id: Mapped[UUID] = to("personal_text.id")
    reason_digest: Mapped[str] = mapped_column(String(64))


class CorrectionRequest(AppendOnly, Base):
    """Answers that a patient asks to have for a closed day; `id` comes from the sender.

    `replaces_id`: the answers that counted when they asked; None: the day had none. `words`: what
    they would have written about the day, all of it in one text.
    """

    __tablename__ = "correction_request"
    __table_args__ = (
        ForeignKeyConstraint(
            ["trial_id", "day", "replaces_id"],
            _ENTRY_OF_THE_DAY,
            name="fk_correction_request_replaces_one_of_the_same_day",
        ),
        both_or_neither("words_text_id", "words_digest", "words_has_a_digest"),
        both_or_neither("reason_text_id", "reason_digest", "reason_has_a_digest"),
    )

    id: Mapped[UUID] = mapped_column(Uuid(), primary_key=True)
    reference: Mapped[str] = mapped_column(String(8))
    trial_id: Mapped[UUID] = to("trial.id", index=True)
    day: Mapped[date]
    answers: Mapped[str] = mapped_column(Text)
    salt: Mapped[str] = mapped_column(String(32))
    answers_hash: Mapped[str] = mapped_column(String(64))
    asked_at: Mapped[datetime]
    received_at: Mapped[datetime]
    replaces_id: Mapped[UUID | None] = mapped_column(Uuid())
    words_text_id: Mapped[UUID | None] = to("personal_text.id")
    words_digest: Mapped[str | None] = mapped_column(String(64))
    reason_text_id: Mapped[UUID | None] = to("personal_text.id")
    reason_digest: Mapped[str | None] = mapped_column(String(64))


class CorrectionSettlement(AppendOnly, Base):
    """What the team decided of a request, once. `entry_id`: the entry that it became."""

    __tablename__ = "correction_settlement"
    __table_args__ = (
        CheckConstraint("accepted = (entry_id IS NOT NULL)", name="accepted_is_an_entry"),
    )

    id: Mapped[UUID] = primary_key()
    request_id: Mapped[UUID] = to("correction_request.id", unique=True)
    accepted: Mapped[bool]
    entry_id: Mapped[UUID | None] = to("diary_entry.id", unique=True)
    settled_at: Mapped[datetime]
    settled_by_id: Mapped[UUID] = to("staff.id")
    reason_text_id: Mapped[UUID] = to("personal_text.id")
    reason_digest: Mapped[str] = mapped_column(String(64))
