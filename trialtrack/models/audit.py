"""The audit trail: one row for everything that was done. Append-only, by triggers."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Integer, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from trialtrack.access import Role
from trialtrack.models.base import AppendOnly, Base, both_or_neither, one_of, to


class AuditEvent(AppendOnly, Base):
    """Who did what to which thing, when, from which session and why.

    `changes` is JSON: field to [old, new], with keyed digests in place of personal values. The
    reason in words stands in personal_text; here is its digest.
    """

    __tablename__ = "audit_event"
    __table_args__ = (both_or_neither("reason_text_id", "reason_digest", "reason_has_a_digest"),)

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer(), "sqlite"), primary_key=True, autoincrement=True
    )
    happened_at: Mapped[datetime]
    clinic_id: Mapped[UUID | None] = to("clinic.id", index=True)
    actor_role: Mapped[Role] = mapped_column(one_of(Role, "actor_role"))
    actor_staff_id: Mapped[UUID | None] = to("staff.id")
    actor_patient_id: Mapped[UUID | None] = to("patient.id")
    session_id: Mapped[UUID | None] = to("session.id")
    action: Mapped[str] = mapped_column(String(40))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[UUID | None] = mapped_column(Uuid(), index=True)
    changes: Mapped[str] = mapped_column(Text)
    reason_text_id: Mapped[UUID | None] = to("personal_text.id")
    reason_digest: Mapped[str | None] = mapped_column(String(64))
