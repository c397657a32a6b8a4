"""The patient's card, the devices signed in with it, and codes that nobody has."""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

# Until now a session's end was worked out once, at sign-in; from now on it follows the trial, and
# this is only the earliest end.
LASTS_AT_LEAST = timedelta(hours=12)


def upgrade() -> None:
    """Create the tables; sessions of patients that are there already become devices."""
    _card()
    _device()
    _unknown_code()
    _sessions_there()


def downgrade() -> None:
    """Drop the tables. Sessions of patients then end early, and a new sign-in mends that."""
    for table in ("unknown_code", "device", "card"):
        op.drop_table(table)


def _card() -> None:
    op.create_table(
        "card",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("trial_id", sa.Uuid(), nullable=False),
        sa.Column("code_digest", sa.String(64), nullable=False),
        sa.Column("reference", sa.String(8), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by_id", sa.Uuid(), nullable=False),
        sa.Column("wrong_dates", sa.Integer(), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True)),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("ended_by_id", sa.Uuid()),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by_id IS NULL)", name=op.f("ck_card_ended_by_someone")
        ),
        sa.CheckConstraint(
            "(voided_at IS NULL) = (wrong_dates < 5)", name=op.f("ck_card_void_at_five")
        ),
        sa.CheckConstraint("wrong_dates BETWEEN 0 AND 5", name=op.f("ck_card_wrong_dates_0_to_5")),
        _to("card", "trial_id", "trial"),
        _to("card", "issued_by_id", "staff"),
        _to("card", "ended_by_id", "staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card")),
        sa.UniqueConstraint("code_digest", name=op.f("uq_card_code_digest")),
    )
    op.create_index(op.f("ix_card_trial_id"), "card", ["trial_id"])
    op.create_index(
        "uq_card_trial_id",
        "card",
        ["trial_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def _device() -> None:
    op.create_table(
        "device",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("card_id", sa.Uuid()),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("asks_since", sa.DateTime(timezone=True)),
        sa.Column("wrong_dates", sa.Integer(), nullable=False),
        sa.Column("shut_at", sa.DateTime(timezone=True)),
        sa.Column("seen_at", sa.DateTime(timezone=True)),
        sa.Column("seen_by_id", sa.Uuid()),
        sa.CheckConstraint(
            "(seen_at IS NULL) = (seen_by_id IS NULL)", name=op.f("ck_device_seen_by_someone")
        ),
        sa.CheckConstraint(
            "(shut_at IS NULL) = (wrong_dates < 5)", name=op.f("ck_device_shut_at_five")
        ),
        sa.CheckConstraint(
            "wrong_dates BETWEEN 0 AND 5", name=op.f("ck_device_wrong_dates_0_to_5")
        ),
        _to("device", "session_id", "session"),
        _to("device", "card_id", "card"),
        _to("device", "seen_by_id", "staff"),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_device")),
    )
    op.create_index(op.f("ix_device_card_id"), "device", ["card_id"])


def _unknown_code() -> None:
    op.create_table(
        "unknown_code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("address_digest", sa.String(64), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unknown_code")),
    )
    op.create_index(
        op.f("ix_unknown_code_address_digest_tried_at"),
        "unknown_code",
        ["address_digest", "tried_at"],
    )


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}")
    )


def _sessions_there() -> None:
    connection = op.get_bind()
    instant = sa.DateTime(timezone=True)
    opened = sa.table(
        "session",
        sa.column("id", sa.Uuid()),
        sa.column("patient_id", sa.Uuid()),
        sa.column("created_at", instant),
        sa.column("expires_at", instant),
    )
    device = sa.table(
        "device",
        sa.column("session_id", sa.Uuid()),
        sa.column("name", sa.String()),
        sa.column("wrong_dates", sa.Integer()),
    )
    of_patients = sa.select(opened.c.id, opened.c.created_at).where(
        opened.c.patient_id.is_not(None)
    )
    for row in connection.execute(of_patients).all():
        connection.execute(
            opened.update()
            .where(opened.c.id == row.id)
            .values(expires_at=row.created_at + LASTS_AT_LEAST)
        )
        connection.execute(
            device.insert().values(session_id=row.id, name="A device", wrong_dates=0)
        )
