"""The clinic, its staff and patients, and signing in."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    _clinic()
    _staff()
    _patient()
    _patient_identity()
    _personal_text()
    _session()
    _sign_in_link()
    _sign_in_attempt()


def downgrade() -> None:
    """Drop the tables."""
    for table in (
        "sign_in_attempt",
        "sign_in_link",
        "session",
        "personal_text",
        "patient_identity",
        "patient",
        "staff",
        "clinic",
    ):
        op.drop_table(table)


def _clinic() -> None:
    op.create_table(
        "clinic",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.String(64), nullable=False),
        sa.Column("phone", sa.String(40), nullable=False),
        sa.Column("emergency_phone", sa.String(40), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.Column("opioid_table", sa.String(40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clinic")),
        sa.CheckConstraint(
            "opioid_table IN ('cdc-2022', 'fpm-2020')", name=op.f("ck_clinic_opioid_table")
        ),
    )


def _staff() -> None:
    op.create_table(
        "staff",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("password_hash", sa.Text()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True)),
        sa.Column("disabled_by_id", sa.Uuid()),
        sa.CheckConstraint(
            "role IN ('nurse', 'consultant', 'representative', 'administrator')",
            name=op.f("ck_staff_works_here"),
        ),
        sa.CheckConstraint(
            "(disabled_at IS NULL) = (disabled_by_id IS NULL)",
            name=op.f("ck_staff_disabled_by_someone"),
        ),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_staff_email_in_small_letters")),
        sa.ForeignKeyConstraint(
            ["clinic_id"], ["clinic.id"], name=op.f("fk_staff_clinic_id_clinic")
        ),
        sa.ForeignKeyConstraint(
            ["disabled_by_id"], ["staff.id"], name=op.f("fk_staff_disabled_by_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("email", name=op.f("uq_staff_email")),
        sa.CheckConstraint(
            "role IN ('patient', 'nurse', 'consultant', 'representative', "
            "'administrator', 'system')",
            name=op.f("ck_staff_role"),
        ),
    )
    op.create_index(op.f("ix_staff_clinic_id"), "staff", ["clinic_id"])


def _patient() -> None:
    op.create_table(
        "patient",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["clinic_id"], ["clinic.id"], name=op.f("fk_patient_clinic_id_clinic")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patient")),
        sa.UniqueConstraint("id", "clinic_id", name=op.f("uq_patient_id_clinic_id")),
    )
    op.create_index(op.f("ix_patient_clinic_id"), "patient", ["clinic_id"])


def _patient_identity() -> None:
    op.create_table(
        "patient_identity",
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("family_name", sa.Text(), nullable=False),
        sa.Column("given_name", sa.Text(), nullable=False),
        sa.Column("born_on", sa.Date(), nullable=False),
        sa.Column("hospital_number", sa.String(64)),
        sa.Column("phone", sa.String(40)),
        sa.Column("email", sa.String(254)),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_patient_identity_patient_id_patient")
        ),
        sa.PrimaryKeyConstraint("patient_id", name=op.f("pk_patient_identity")),
    )


def _personal_text() -> None:
    op.create_table(
        "personal_text",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid()),
        sa.Column("text", sa.Text()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint(
            "(text IS NULL) = (erased_at IS NOT NULL)",
            name=op.f("ck_personal_text_empty_once_erased"),
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id"], ["clinic.id"], name=op.f("fk_personal_text_clinic_id_clinic")
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_personal_text_patient_id_patient")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_personal_text")),
    )
    op.create_index(op.f("ix_personal_text_patient_id"), "personal_text", ["patient_id"])


def _session() -> None:
    op.create_table(
        "session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("staff_id", sa.Uuid()),
        sa.Column("patient_id", sa.Uuid()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint(
            "(staff_id IS NULL) <> (patient_id IS NULL)", name=op.f("ck_session_one_person")
        ),
        sa.CheckConstraint("expires_at > created_at", name=op.f("ck_session_expires_later")),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_session_patient_id_patient")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_session_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_session_token_hash")),
    )
    op.create_index(op.f("ix_session_patient_id"), "session", ["patient_id"])
    op.create_index(op.f("ix_session_staff_id"), "session", ["staff_id"])


def _sign_in_link() -> None:
    op.create_table(
        "sign_in_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("staff_id", sa.Uuid()),
        sa.Column("patient_id", sa.Uuid()),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint(
            "(staff_id IS NULL) <> (patient_id IS NULL)", name=op.f("ck_sign_in_link_one_person")
        ),
        sa.CheckConstraint("expires_at > issued_at", name=op.f("ck_sign_in_link_expires_later")),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_sign_in_link_patient_id_patient")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_sign_in_link_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_link_token_hash")),
    )


def _sign_in_attempt() -> None:
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email_digest", sa.String(64), nullable=False),
        sa.Column("attempted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
    )
    op.create_index(
        op.f("ix_sign_in_attempt_email_digest_attempted_at"),
        "sign_in_attempt",
        ["email_digest", "attempted_at"],
    )
