"""The protocol of a trial, and its programmes."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    _protocol()
    _programme()
    _programme_interval()


def downgrade() -> None:
    """Drop the tables."""
    for table in (
        "programme_interval",
        "programme",
        "protocol",
    ):
        op.drop_table(table)


def _protocol_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("trial_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("primary_site_id", sa.Uuid(), nullable=False),
        sa.Column("opioid_table", sa.String(40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("is_deviation", sa.Boolean(), nullable=False),
        sa.Column("deviation_text_id", sa.Uuid()),
        sa.Column("deviation_digest", sa.String(64)),
        sa.Column("threshold_percent", sa.String(40), nullable=False),
        sa.Column("measure", sa.String(40), nullable=False),
        sa.Column("baseline_days", sa.Integer(), nullable=False),
        sa.Column("baseline_min_days", sa.Integer(), nullable=False),
        sa.Column("baseline_ends_on", sa.Date()),
        sa.Column("baseline_floor", sa.String(40), nullable=False),
        sa.Column("washout_days", sa.Integer(), nullable=False),
        sa.Column("window_days", sa.Integer(), nullable=False),
        sa.Column("window_min_days", sa.Integer(), nullable=False),
        sa.Column("window_min_share", sa.String(40), nullable=False),
        sa.Column("activity_measure", sa.String(40), nullable=False),
        sa.Column("late_hours", sa.Integer(), nullable=False),
        sa.Column("count_late", sa.Boolean(), nullable=False),
        sa.Column("autocorrelation", sa.String(40), nullable=False),
        sa.Column("day_sd", sa.String(40), nullable=False),
        sa.Column("day_sd_df", sa.String(40), nullable=False),
    ]


def _protocol() -> None:
    op.create_table(
        "protocol",
        *_protocol_columns(),
        sa.CheckConstraint(
            "(deviation_text_id IS NULL) = (deviation_digest IS NULL)",
            name=op.f("ck_protocol_reason_has_a_digest"),
        ),
        sa.CheckConstraint(
            "CAST(threshold_percent AS NUMERIC) BETWEEN 0 AND 100",
            name=op.f("ck_protocol_threshold_percent_in_range"),
        ),
        sa.CheckConstraint(
            "baseline_days BETWEEN 1 AND 28", name=op.f("ck_protocol_baseline_days_in_range")
        ),
        sa.CheckConstraint(
            "baseline_min_days BETWEEN 1 AND baseline_days",
            name=op.f("ck_protocol_baseline_min_days_in_range"),
        ),
        sa.CheckConstraint(
            "is_deviation = (deviation_text_id IS NOT NULL)",
            name=op.f("ck_protocol_deviation_has_a_reason"),
        ),
        sa.CheckConstraint("late_hours >= 0", name=op.f("ck_protocol_late_hours_in_range")),
        sa.CheckConstraint(
            "washout_days BETWEEN 0 AND 14", name=op.f("ck_protocol_washout_days_in_range")
        ),
        sa.CheckConstraint(
            "window_days BETWEEN 1 AND 28", name=op.f("ck_protocol_window_days_in_range")
        ),
        sa.CheckConstraint(
            "window_min_days BETWEEN 1 AND window_days",
            name=op.f("ck_protocol_window_min_days_in_range"),
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["staff.id"], name=op.f("fk_protocol_created_by_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["deviation_text_id"],
            ["personal_text.id"],
            name=op.f("fk_protocol_deviation_text_id_personal_text"),
        ),
        sa.ForeignKeyConstraint(
            ["trial_id", "primary_site_id"],
            ["trial_site.trial_id", "trial_site.id"],
            name=op.f("fk_protocol_trial_id_primary_site_id_trial_site"),
        ),
        sa.ForeignKeyConstraint(
            ["trial_id"], ["trial.id"], name=op.f("fk_protocol_trial_id_trial")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_protocol")),
        sa.UniqueConstraint("trial_id", "version", name=op.f("uq_protocol_trial_id_version")),
        sa.CheckConstraint(
            "opioid_table IN ('cdc-2022', 'fpm-2020')", name=op.f("ck_protocol_opioid_table")
        ),
        sa.CheckConstraint(
            "measure IN ('average', 'worst', 'least', 'now')", name=op.f("ck_protocol_measure")
        ),
        sa.CheckConstraint(
            "activity_measure IN ('sleep_hours', 'sleep_quality', 'awakenings', "
            "'steps', 'walking_minutes', 'standing_minutes', "
            "'activity_interference', 'mme_per_day', 'rescue_doses')",
            name=op.f("ck_protocol_activity_measure"),
        ),
    )


def _programme() -> None:
    op.create_table(
        "programme",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("trial_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["trial_id"], ["trial.id"], name=op.f("fk_programme_trial_id_trial")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme")),
        sa.UniqueConstraint("trial_id", "id", name=op.f("uq_programme_trial_id_id")),
        sa.UniqueConstraint("trial_id", "name", name=op.f("uq_programme_trial_id_name")),
    )


def _programme_interval() -> None:
    op.create_table(
        "programme_interval",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("trial_id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid()),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint(
            "ends_at > starts_at", name=op.f("ck_programme_interval_ends_after_start")
        ),
        sa.ForeignKeyConstraint(
            ["trial_id", "programme_id"],
            ["programme.trial_id", "programme.id"],
            name=op.f("fk_programme_interval_trial_id_programme_id_programme"),
        ),
        sa.ForeignKeyConstraint(
            ["trial_id"], ["trial.id"], name=op.f("fk_programme_interval_trial_id_trial")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_interval")),
        sa.UniqueConstraint(
            "trial_id", "starts_at", name=op.f("uq_programme_interval_trial_id_starts_at")
        ),
    )
    op.create_index(
        "uq_programme_interval_one_open",
        "programme_interval",
        ["trial_id"],
        unique=True,
        sqlite_where=sa.text("ends_at IS NULL"),
        postgresql_where=sa.text("ends_at IS NULL"),
    )
