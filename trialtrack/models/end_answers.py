"""What the patient answers when the trial is over. METHOD section 6."""

from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column

from trialtrack.clinical.diary import WantsImplant
from trialtrack.models.base import AppendOnly, Base, both_or_neither, one_of, primary_key, to

_FIRST = "replaces_id IS NULL"


class GoalReached(StrEnum):
    """Whether the patient reached what they hoped to do again."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class EndAnswers(AppendOnly, Base):
    """The answers to the questions at the end of a trial. Append-only.

    One first row a trial; a correction is a newer row that names the one it replaces, with its
    reason, and each is replaced once at most. `recorded_by_id` None: the patient typed them.
    `answered_on`: the civil date on which the patient gave them. `impression_of_change`: 1 "very
    much better" to 7 "very much worse".
    """

    __tablename__ = "end_answers"
    __table_args__ = (
        UniqueConstraint("trial_id", "id"),
        ForeignKeyConstraint(
            ["trial_id", "replaces_id"],
            ["end_answers.trial_id", "end_answers.id"],
            name="fk_end_answers_replaces_one_of_the_same_trial",
        ),
        CheckConstraint("impression_of_change BETWEEN 1 AND 7", name="impression_1_to_7"),
        CheckConstraint(
            "CAST(own_relief_percent AS NUMERIC) BETWEEN 0 AND 100", name="own_relief_0_to_100"
        ),
        both_or_neither("words_text_id", "words_digest", "words_have_a_digest"),
        both_or_neither("reason_text_id", "reason_digest", "reason_has_a_digest"),
        both_or_neither("replaces_id", "reason_text_id", "corrected_with_a_reason"),
        Index(
            "uq_end_answers_one_first",
            "trial_id",
            unique=True,
            sqlite_where=_FIRST,
            postgresql_where=_FIRST,
        ),
    )

    id: Mapped[UUID] = primary_key()
    trial_id: Mapped[UUID] = to("trial.id")
    answered_on: Mapped[date]
    impression_of_change: Mapped[int | None] = mapped_column(Integer)
    own_relief_percent: Mapped[Fraction | None]
    wants_implant: Mapped[WantsImplant | None] = mapped_column(
        one_of(WantsImplant, "wants_implant")
    )
    goal_reached: Mapped[GoalReached | None] = mapped_column(one_of(GoalReached, "goal_reached"))
    words_text_id: Mapped[UUID | None] = to("personal_text.id")
    words_digest: Mapped[str | None] = mapped_column(String(64))
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[UUID | None] = to("staff.id")
    replaces_id: Mapped[UUID | None] = mapped_column(Uuid(), unique=True)
    reason_text_id: Mapped[UUID | None] = to("personal_text.id")
    reason_digest: Mapped[str | None] = mapped_column(String(64))
