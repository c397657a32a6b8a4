"""The record: diary entries and the audit trail."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    _diary_entry()
    _audit_event()


def downgrade() -> None:
    """Drop the tables."""
    for table in (
        "audit_event",
        "diary_entry",
    ):
        op.drop_table(table)


def _diary_entry_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(8), nullable=False),
        sa.Column("trial_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.Column("answers_hash", sa.String(64), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("origin", sa.String(40), nullable=False),
        sa.Column("entered_by_id", sa.Uuid()),
        sa.Column("replaces_id", sa.Uuid()),
        sa.Column("conflicting", sa.Boolean(), nullable=False),
        sa.Column("note_text_id", sa.Uuid()),
        sa.Column("note_digest", sa.String(64)),
        sa.Column("reason_text_id", sa.Uuid()),
        sa.Column("reason_digest", sa.String(64)),
    ]


def _diary_entry() -> None:
    op.create_table(
        "diary_entry",
        *_diary_entry_columns(),
        sa.CheckConstraint(
            "(origin = 'patient') = (entered_by_id IS NULL)",
            name=op.f("ck_diary_entry_patient_types_own_answers"),
        ),
        sa.CheckConstraint(
            "(note_text_id IS NULL) = (note_digest IS NULL)",
            name=op.f("ck_diary_entry_note_has_a_digest"),
        ),
        sa.CheckConstraint(
            "(reason_text_id IS NULL) = (reason_digest IS NULL)",
            name=op.f("ck_diary_entry_reason_has_a_digest"),
        ),
        sa.CheckConstraint("replaces_id <> id", name=op.f("ck_diary_entry_replaces_another")),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["staff.id"], name=op.f("fk_diary_entry_entered_by_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["note_text_id"],
            ["personal_text.id"],
            name=op.f("fk_diary_entry_note_text_id_personal_text"),
        ),
        sa.ForeignKeyConstraint(
            ["reason_text_id"],
            ["personal_text.id"],
            name=op.f("fk_diary_entry_reason_text_id_personal_text"),
        ),
        sa.ForeignKeyConstraint(
            ["trial_id", "day", "replaces_id"],
            ["diary_entry.trial_id", "diary_entry.day", "diary_entry.id"],
            name="fk_diary_entry_replaces_one_of_the_same_day",
        ),
        sa.ForeignKeyConstraint(
            ["trial_id"], ["trial.id"], name=op.f("fk_diary_entry_trial_id_trial")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_diary_entry")),
        sa.UniqueConstraint("trial_id", "day", "id", name=op.f("uq_diary_entry_trial_id_day_id")),
        sa.CheckConstraint(
            "origin IN ('patient', 'transcribed', 'telephone')", name=op.f("ck_diary_entry_origin")
        ),
    )
    op.create_index(
        "uq_diary_entry_one_replacement",
        "diary_entry",
        ["replaces_id"],
        unique=True,
        sqlite_where=sa.text("replaces_id IS NOT NULL AND NOT conflicting"),
        postgresql_where=sa.text("replaces_id IS NOT NULL AND NOT conflicting"),
    )
    op.create_index(
        "uq_diary_entry_one_root_a_day",
        "diary_entry",
        ["trial_id", "day"],
        unique=True,
        sqlite_where=sa.text("replaces_id IS NULL AND NOT conflicting"),
        postgresql_where=sa.text("replaces_id IS NULL AND NOT conflicting"),
    )


def _audit_event_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clinic_id", sa.Uuid()),
        sa.Column("actor_role", sa.String(40), nullable=False),
        sa.Column("actor_staff_id", sa.Uuid()),
        sa.Column("actor_patient_id", sa.Uuid()),
        sa.Column("session_id", sa.Uuid()),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("subject_kind", sa.String(40), nullable=False),
        sa.Column("subject_id", sa.Uuid()),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.Column("reason_text_id", sa.Uuid()),
        sa.Column("reason_digest", sa.String(64)),
    ]


def _audit_event() -> None:
    op.create_table(
        "audit_event",
        *_audit_event_columns(),
        sa.CheckConstraint(
            "(reason_text_id IS NULL) = (reason_digest IS NULL)",
            name=op.f("ck_audit_event_reason_has_a_digest"),
        ),
        sa.ForeignKeyConstraint(
            ["actor_patient_id"],
            ["patient.id"],
            name=op.f("fk_audit_event_actor_patient_id_patient"),
        ),
        sa.ForeignKeyConstraint(
            ["actor_staff_id"], ["staff.id"], name=op.f("fk_audit_event_actor_staff_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id"], ["clinic.id"], name=op.f("fk_audit_event_clinic_id_clinic")
        ),
        sa.ForeignKeyConstraint(
            ["reason_text_id"],
            ["personal_text.id"],
            name=op.f("fk_audit_event_reason_text_id_personal_text"),
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name=op.f("fk_audit_event_session_id_session")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
        sa.CheckConstraint(
            "actor_role IN ('patient', 'nurse', 'consultant', 'representative', "
            "'administrator', 'system')",
            name=op.f("ck_audit_event_actor_role"),
        ),
    )
    op.create_index(op.f("ix_audit_event_clinic_id"), "audit_event", ["clinic_id"])
    op.create_index(op.f("ix_audit_event_subject_id"), "audit_event", ["subject_id"])
