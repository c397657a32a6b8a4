"""A trial: its dates, sites, plan of medicines, ratings taken in clinic."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    _trial()
    _trial_site()
    _trial_medicine()
    _clinic_rating()
    _removal_move()


def downgrade() -> None:
    """Drop the tables."""
    for table in (
        "removal_move",
        "clinic_rating",
        "trial_medicine",
        "trial_site",
        "trial",
    ):
        op.drop_table(table)


def _trial_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("modality", sa.String(40), nullable=False),
        sa.Column("trial_drug", sa.Text()),
        sa.Column("time_zone", sa.String(64), nullable=False),
        sa.Column("placed_on", sa.Date(), nullable=False),
        sa.Column("planned_removal_on", sa.Date(), nullable=False),
        sa.Column("removed_on", sa.Date()),
        sa.Column("placement_recorded_at", sa.DateTime(timezone=True)),
        sa.Column("placement_recorded_by_id", sa.Uuid()),
        sa.Column("removal_recorded_at", sa.DateTime(timezone=True)),
        sa.Column("removal_recorded_by_id", sa.Uuid()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    ]


def _trial() -> None:
    op.create_table(
        "trial",
        *_trial_columns(),
        sa.CheckConstraint(
            "(placement_recorded_at IS NULL) = (placement_recorded_by_id IS NULL)",
            name=op.f("ck_trial_placed_by_someone"),
        ),
        sa.CheckConstraint(
            "(removal_recorded_at IS NULL) = (removal_recorded_by_id IS NULL)",
            name=op.f("ck_trial_removed_by_someone"),
        ),
        sa.CheckConstraint(
            "(removed_on IS NULL) = (removal_recorded_at IS NULL)",
            name=op.f("ck_trial_removed_when_recorded"),
        ),
        sa.CheckConstraint(
            "planned_removal_on >= placed_on", name=op.f("ck_trial_planned_removal_after_placement")
        ),
        sa.CheckConstraint(
            "removed_on >= placed_on", name=op.f("ck_trial_removed_after_placement")
        ),
        sa.CheckConstraint(
            "removed_on IS NULL OR placement_recorded_at IS NOT NULL",
            name=op.f("ck_trial_removed_once_placed"),
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id"], ["clinic.id"], name=op.f("fk_trial_clinic_id_clinic")
        ),
        sa.ForeignKeyConstraint(
            ["patient_id", "clinic_id"],
            ["patient.id", "patient.clinic_id"],
            name=op.f("fk_trial_patient_id_clinic_id_patient"),
        ),
        sa.ForeignKeyConstraint(
            ["placement_recorded_by_id"],
            ["staff.id"],
            name=op.f("fk_trial_placement_recorded_by_id_staff"),
        ),
        sa.ForeignKeyConstraint(
            ["removal_recorded_by_id"],
            ["staff.id"],
            name=op.f("fk_trial_removal_recorded_by_id_staff"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trial")),
        sa.CheckConstraint(
            "modality IN ('scs_tonic', 'scs_burst', 'scs_high_frequency', 'drg', "
            "'pns', 'intrathecal_pump', 'tens')",
            name=op.f("ck_trial_modality"),
        ),
    )
    op.create_index(op.f("ix_trial_clinic_id"), "trial", ["clinic_id"])
    op.create_index(op.f("ix_trial_patient_id"), "trial", ["patient_id"])


def _trial_site() -> None:
    op.create_table(
        "trial_site",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("trial_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["trial_id"], ["trial.id"], name=op.f("fk_trial_site_trial_id_trial")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trial_site")),
        sa.UniqueConstraint("trial_id", "id", name=op.f("uq_trial_site_trial_id_id")),
        sa.UniqueConstraint("trial_id", "name", name=op.f("uq_trial_site_trial_id_name")),
        sa.UniqueConstraint("trial_id", "position", name=op.f("uq_trial_site_trial_id_position")),
    )


def _trial_medicine() -> None:
    op.create_table(
        "trial_medicine",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("trial_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("drug", sa.Text(), nullable=False),
        sa.Column("strength", sa.String(40)),
        sa.Column("form", sa.String(40), nullable=False),
        sa.Column("unit_label", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("usual_count", sa.String(40)),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind <> 'opioid' OR strength IS NOT NULL",
            name=op.f("ck_trial_medicine_opioid_has_a_strength"),
        ),
        sa.ForeignKeyConstraint(
            ["trial_id"], ["trial.id"], name=op.f("fk_trial_medicine_trial_id_trial")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trial_medicine")),
        sa.UniqueConstraint(
            "trial_id", "position", name=op.f("uq_trial_medicine_trial_id_position")
        ),
        sa.CheckConstraint("form IN ('oral', 'patch')", name=op.f("ck_trial_medicine_form")),
        sa.CheckConstraint(
            "kind IN ('opioid', 'painkiller', 'other')", name=op.f("ck_trial_medicine_kind")
        ),
    )


def _clinic_rating() -> None:
    op.create_table(
        "clinic_rating",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("trial_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("score", sa.String(40), nullable=False),
        sa.Column("rated_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "CAST(score AS NUMERIC) BETWEEN 0 AND 10", name=op.f("ck_clinic_rating_score_0_to_10")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["staff.id"], name=op.f("fk_clinic_rating_recorded_by_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["trial_id", "site_id"],
            ["trial_site.trial_id", "trial_site.id"],
            name=op.f("fk_clinic_rating_trial_id_site_id_trial_site"),
        ),
        sa.ForeignKeyConstraint(
            ["trial_id"], ["trial.id"], name=op.f("fk_clinic_rating_trial_id_trial")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clinic_rating")),
    )
    op.create_index(op.f("ix_clinic_rating_trial_id"), "clinic_rating", ["trial_id"])


def _removal_move() -> None:
    op.create_table(
        "removal_move",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("trial_id", sa.Uuid(), nullable=False),
        sa.Column("moved_from", sa.Date(), nullable=False),
        sa.Column("moved_to", sa.Date(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moved_by_id", sa.Uuid(), nullable=False),
        sa.Column("reason_text_id", sa.Uuid(), nullable=False),
        sa.Column("reason_digest", sa.String(64), nullable=False),
        sa.CheckConstraint("moved_from <> moved_to", name=op.f("ck_removal_move_moved")),
        sa.ForeignKeyConstraint(
            ["moved_by_id"], ["staff.id"], name=op.f("fk_removal_move_moved_by_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["reason_text_id"],
            ["personal_text.id"],
            name=op.f("fk_removal_move_reason_text_id_personal_text"),
        ),
        sa.ForeignKeyConstraint(
            ["trial_id"], ["trial.id"], name=op.f("fk_removal_move_trial_id_trial")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_removal_move")),
    )
    op.create_index(op.f("ix_removal_move_trial_id"), "removal_move", ["trial_id"])
