"""Signing in: sessions kept on the server, single-use links, failed attempts."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from trialtrack.models.base import Base, primary_key, to

_ONE_PERSON = "(staff_id IS NULL) <> (patient_id IS NULL)"


class SignInSession(Base):
    """A signed-in person. The token itself is only with its bearer; its SHA-256 is here.

    `expires_at` ends the session of a member of staff; a patient's lasts on for as long as the
    trial says (`store/devices.py`), which is not written down here, since the trial may move.
    """

    __tablename__ = "session"
    __table_args__ = (
        CheckConstraint(_ONE_PERSON, name="one_person"),
        CheckConstraint("expires_at > created_at", name="expires_later"),
    )

    id: Mapped[UUID] = primary_key()
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    staff_id: Mapped[UUID | None] = to("staff.id", index=True)
    patient_id: Mapped[UUID | None] = to("patient.id", index=True)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class SignInLink(Base):
    """A link that signs one person in once. Only the SHA-256 of its token is here."""

    __tablename__ = "sign_in_link"
    __table_args__ = (
        CheckConstraint(_ONE_PERSON, name="one_person"),
        CheckConstraint("expires_at > issued_at", name="expires_later"),
    )

    id: Mapped[UUID] = primary_key()
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    staff_id: Mapped[UUID | None] = to("staff.id")
    patient_id: Mapped[UUID | None] = to("patient.id")
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class PasswordLink(Base):
    """A link with which one member of staff chooses a password, once. Its token is hashed.

    `ended_at`: when it was used, or gave way to another. One person has one that works.
    """

    __tablename__ = "password_link"
    __table_args__ = (
        CheckConstraint("expires_at > issued_at", name="expires_later"),
        CheckConstraint("NOT used OR ended_at IS NOT NULL", name="used_is_ended"),
        Index(
            "ix_password_link_one_open",
            "staff_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index(None, "staff_id", "issued_at"),
    )

    id: Mapped[UUID] = primary_key()
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    staff_id: Mapped[UUID] = to("staff.id")
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    used: Mapped[bool] = mapped_column(default=False)


class SignInAttempt(Base):
    """An attempt to sign in that failed or is under way, for any address, known or not."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (Index(None, "email_digest", "attempted_at"),)

    id: Mapped[UUID] = primary_key()
    email_digest: Mapped[str] = mapped_column(String(64))
    attempted_at: Mapped[datetime]
