"""Forms that were typed and not sent, kept for their account. Not part of the record."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "waiting_form",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid()),
        sa.Column("patient_id", sa.Uuid()),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(staff_id IS NULL) <> (patient_id IS NULL)",
            name=op.f("ck_waiting_form_one_person"),
        ),
        sa.CheckConstraint("expires_at > kept_at", name=op.f("ck_waiting_form_expires_later")),
        _to("staff_id", "staff"),
        _to("patient_id", "patient"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiting_form")),
        sa.UniqueConstraint("staff_id", "digest", name=op.f("uq_waiting_form_staff_id_digest")),
        sa.UniqueConstraint("patient_id", "digest", name=op.f("uq_waiting_form_patient_id_digest")),
    )
    op.create_index(op.f("ix_waiting_form_expires_at"), "waiting_form", ["expires_at"])


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("waiting_form")


def _to(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=op.f(f"fk_waiting_form_{column}_{target}")
    )
