"""The stored result of each trial. Derived, so not append-only.

The table begins empty: the method is not frozen in here, so the rows are worked out by the
program itself, which `trialtrack migrate` asks for when the schema is up to date.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

LEGS = ("relief", "activity", "analgesics", "satisfaction")
WORDS: dict[str, tuple[str, ...]] = {
    "stage": ("interim", "final"),
    "verdict": ("met", "not_met", "not_assessable", "pending"),
    "interval_reason": (
        "interim",
        "not_assessable",
        "clinic_baseline",
        "too_few_days_for_spread",
        "baseline_too_uncertain",
    ),
    "certainty": ("clear", "too_close"),
    "baseline_source": ("diary", "clinic"),
    **dict.fromkeys(LEGS, ("holds", "fails", "unknown")),
}


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "trial_outcome",
        *_figures(),
        *_grounds(),
        *(_one_of(column, words) for column, words in WORDS.items()),
        _check("interim_is_pending", "(stage = 'interim') = (verdict = 'pending')"),
        _check("reduction_is_shown", "(reduction_percent IS NULL) = (display IS NULL)"),
        _check("interval_has_two_ends", "(interval_low IS NULL) = (interval_high IS NULL)"),
        _check("agreeing_of_so_many", "(agreeing IS NULL) = (analyses IS NULL)"),
        sa.ForeignKeyConstraint(
            ["trial_id"], ["trial.id"], name=op.f("fk_trial_outcome_trial_id_trial")
        ),
        sa.ForeignKeyConstraint(
            ["trial_id", "primary_site_id"],
            ["trial_site.trial_id", "trial_site.id"],
            name=op.f("fk_trial_outcome_trial_id_primary_site_id_trial_site"),
        ),
        sa.PrimaryKeyConstraint("trial_id", name=op.f("pk_trial_outcome")),
    )


def downgrade() -> None:
    """Drop the table; nothing is lost that cannot be worked out again."""
    op.drop_table("trial_outcome")


def _figures() -> list[sa.Column[Any]]:
    return [
        sa.Column("trial_id", sa.Uuid(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("stage", sa.String(40), nullable=False),
        sa.Column("verdict", sa.String(40), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("reduction_percent", sa.Text()),
        sa.Column("display", sa.Text()),
        sa.Column("interval_low", sa.Double()),
        sa.Column("interval_high", sa.Double()),
        sa.Column("interval_reason", sa.String(40)),
        sa.Column("chance_met", sa.Double()),
        sa.Column("certainty", sa.String(40)),
        *(sa.Column(leg, sa.String(40), nullable=False) for leg in LEGS),
        sa.Column("supported", sa.Boolean()),
        sa.Column("agreeing", sa.Integer()),
        sa.Column("analyses", sa.Integer()),
    ]


def _grounds() -> list[sa.Column[Any]]:
    return [
        sa.Column("baseline_source", sa.String(40)),
        sa.Column("baseline_grade", sa.String(1)),
        sa.Column("recorded_days", sa.Integer(), nullable=False),
        sa.Column("expected_days", sa.Integer(), nullable=False),
        sa.Column("primary_site_id", sa.Uuid(), nullable=False),
        sa.Column("protocol_version", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(16), nullable=False),
        sa.Column("inputs_digest", sa.String(64), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
    ]


def _one_of(column: str, words: tuple[str, ...]) -> sa.CheckConstraint:
    listed = ", ".join(f"'{word}'" for word in words)
    return _check(column, f"{column} IN ({listed})")


def _check(name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_trial_outcome_{name}"))
