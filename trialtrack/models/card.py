"""A patient's card, the devices that are signed in with it, and codes that nobody has."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from trialtrack.clock import diary_day
from trialtrack.models.base import Base, both_or_neither, primary_key, to
from trialtrack.models.trial import Trial

GOOD_FOR = timedelta(days=7)
MOST_WRONG_DATES = 5


class Card(Base):
    """A printed card: whoever has it and knows the date of birth can sign a phone in.

    The code itself is on the card alone; here is its keyed digest. `reference` is printed too,
    and tells whose card it is to those who may see the trial's page. Of a trial's cards at most
    one has not ended; it may be void, by five wrong dates of birth, and waits to be replaced.
    """

    __tablename__ = "card"
    __table_args__ = (
        both_or_neither("ended_at", "ended_by_id", "ended_by_someone"),
        CheckConstraint("(voided_at IS NULL) = (wrong_dates < 5)", name="void_at_five"),
        CheckConstraint("wrong_dates BETWEEN 0 AND 5", name="wrong_dates_0_to_5"),
        Index(
            "uq_card_trial_id",
            "trial_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = primary_key()
    trial_id: Mapped[UUID] = to("trial.id", index=True)
    code_digest: Mapped[str] = mapped_column(String(64), unique=True)
    reference: Mapped[str] = mapped_column(String(8))
    issued_at: Mapped[datetime]
    issued_by_id: Mapped[UUID] = to("staff.id")
    wrong_dates: Mapped[int] = mapped_column(Integer)
    voided_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[UUID | None] = to("staff.id")

    def last_day(self, trial: Trial) -> date:
        """The last diary day on which the card signs a phone in: a week after placement.

        The planned day counts until placement is recorded. A card made when that week is over,
        for someone who lost the phone in a trial of many weeks, is good for a week from then. It is
        never good for longer than the diary is open.
        """
        made_on = diary_day(self.issued_at, trial.time_zone)
        ends = trial.placed_on + GOOD_FOR
        if made_on > ends:
            ends = made_on + GOOD_FOR
        return min(ends, trial.diary_ends_on)

    def is_over(self, trial: Trial, at: datetime) -> bool:
        """Whether its last day has passed."""
        return diary_day(at, trial.time_zone) > self.last_day(trial)


class Device(Base):
    """What a patient's session runs on. `card_id` None: it was signed in without a card.

    `asks_since`: since when past answers ask for the date of birth, after half an hour in which
    nobody used the device; None while they are open. `shut_at`: five dates of birth were wrong
    there, so its session was ended; `seen_at`: the team has taken note of that.
    `browser_digest`: of the mark that the browser had before it was signed in.
    """

    __tablename__ = "device"
    __table_args__ = (
        both_or_neither("seen_at", "seen_by_id", "seen_by_someone"),
        CheckConstraint("(shut_at IS NULL) = (wrong_dates < 5)", name="shut_at_five"),
        CheckConstraint("wrong_dates BETWEEN 0 AND 5", name="wrong_dates_0_to_5"),
    )

    session_id: Mapped[UUID] = to("session.id", primary_key=True)
    card_id: Mapped[UUID | None] = to("card.id", index=True)
    name: Mapped[str] = mapped_column(String(40))
    browser_digest: Mapped[str | None] = mapped_column(String(64))
    asks_since: Mapped[datetime | None]
    wrong_dates: Mapped[int] = mapped_column(Integer)
    shut_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]
    seen_by_id: Mapped[UUID | None] = to("staff.id")


class UnknownCode(Base):
    """Someone tried a code that no card has. The address they came from is kept as a digest."""

    __tablename__ = "unknown_code"
    __table_args__ = (Index(None, "address_digest", "tried_at"),)

    id: Mapped[UUID] = primary_key()
    address_digest: Mapped[str] = mapped_column(String(64))
    tried_at: Mapped[datetime]
