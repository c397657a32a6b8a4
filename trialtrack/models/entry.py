"""The diary entry: what one person answered for one day. Append-only, by triggers."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column

from trialtrack.models.base import AppendOnly, Base, both_or_neither, one_of, primary_key, to


class Origin(StrEnum):
    """How the answers came here: typed by the patient, copied from paper, said on the telephone."""

    PATIENT = "patient"
    TRANSCRIBED = "transcribed"
    TELEPHONE = "telephone"


_ROOT = "replaces_id IS NULL AND NOT conflicting"
_REPLACEMENT = "replaces_id IS NOT NULL AND NOT conflicting"


class DiaryEntry(AppendOnly, Base):
    """One set of answers for one diary day; never updated. `id` comes from the sender.

    A day has one root; a correction names the entry that it replaces, of the same trial and
    day. A second root or a second replacement is kept and is `conflicting`. `entered_by_id`
    None: the patient. `clock_skew_seconds`: by how much the device's clock was ahead of ours
    when it sent (behind: negative); None: it did not say. `written_on`: the date that stands on
    the paper it was copied from.
    """

    __tablename__ = "diary_entry"
    __table_args__ = (
        UniqueConstraint("trial_id", "day", "id"),
        ForeignKeyConstraint(
            ["trial_id", "day", "replaces_id"],
            ["diary_entry.trial_id", "diary_entry.day", "diary_entry.id"],
            name="fk_diary_entry_replaces_one_of_the_same_day",
        ),
        CheckConstraint("replaces_id <> id", name="replaces_another"),
        CheckConstraint(
            "(origin = 'patient') = (entered_by_id IS NULL)", name="patient_types_own_answers"
        ),
        both_or_neither("note_text_id", "note_digest", "note_has_a_digest"),
        both_or_neither("reason_text_id", "reason_digest", "reason_has_a_digest"),
        Index(
            "uq_diary_entry_one_root_a_day",
            "trial_id",
            "day",
            unique=True,
            sqlite_where=_ROOT,
            postgresql_where=_ROOT,
        ),
        Index(
            "uq_diary_entry_one_replacement",
            "replaces_id",
            unique=True,
            sqlite_where=_REPLACEMENT,
            postgresql_where=_REPLACEMENT,
        ),
    )

    id: Mapped[UUID] = mapped_column(Uuid(), primary_key=True)
    reference: Mapped[str] = mapped_column(String(8))
    trial_id: Mapped[UUID] = to("trial.id")
    day: Mapped[date]
    answers: Mapped[str] = mapped_column(Text)
    salt: Mapped[str] = mapped_column(String(32))
    answers_hash: Mapped[str] = mapped_column(String(64))
    entered_at: Mapped[datetime]
    received_at: Mapped[datetime]
    late: Mapped[bool]
    origin: Mapped[Origin] = mapped_column(one_of(Origin, "origin"))
    entered_by_id: Mapped[UUID | None] = to("staff.id")
    replaces_id: Mapped[UUID | None] = mapped_column(Uuid())
    conflicting: Mapped[bool]
    note_text_id: Mapped[UUID | None] = to("personal_text.id")
    note_digest: Mapped[str | None] = mapped_column(String(64))
    reason_text_id: Mapped[UUID | None] = to("personal_text.id")
    reason_digest: Mapped[str | None] = mapped_column(String(64))
    clock_skew_seconds: Mapped[int | None]
    written_on: Mapped[date | None]


class TextKind(StrEnum):
    """What a free text of an entry is about."""

    SIDE_EFFECTS = "side_effects"
    OTHER_MEDICINE = "other_medicine"


class EntryText(AppendOnly, Base):
    """A free text of a diary entry beside its note: where it stands, and its digest. Append-only.

    `position`: of several of a kind, the place of what it names among the answers, from 0.
    """

    __tablename__ = "entry_text"
    __table_args__ = (UniqueConstraint("entry_id", "kind", "position"),)

    id: Mapped[UUID] = primary_key()
    entry_id: Mapped[UUID] = to("diary_entry.id")
    kind: Mapped[TextKind] = mapped_column(one_of(TextKind, "kind"))
    position: Mapped[int]
    text_id: Mapped[UUID] = to("personal_text.id")
    digest: Mapped[str] = mapped_column(String(64))
