"""Links with which a member of staff chooses a password, once."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "password_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("used", sa.Boolean(), nullable=False),
        sa.CheckConstraint("expires_at > issued_at", name=op.f("ck_password_link_expires_later")),
        sa.CheckConstraint(
            "NOT used OR ended_at IS NOT NULL", name=op.f("ck_password_link_used_is_ended")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_password_link_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_password_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_password_link_token_hash")),
    )
    # One person has one link that works, whatever happens at the same moment.
    op.create_index(
        op.f("ix_password_link_one_open"),
        "password_link",
        ["staff_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(
        op.f("ix_password_link_staff_id_issued_at"), "password_link", ["staff_id", "issued_at"]
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("password_link")
