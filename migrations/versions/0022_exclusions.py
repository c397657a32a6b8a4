"""Days that a consultant leaves out of a result, and names of pain sites that were wrong."""

from collections.abc import Mapping

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

# By what a row could be replaced on SQLite; see 0007.
THERE = "EXISTS (SELECT 1 FROM {table} WHERE {key})"
SAME_ID = "id = NEW.id OR rowid = NEW.rowid"
SAME_NUMBER = "trial_id = NEW.trial_id AND day = NEW.day AND number = NEW.number"
KEYS: Mapping[str, str] = {
    "day_exclusion": f"{SAME_ID} OR ({SAME_NUMBER})",
    "site_rename": SAME_ID,
}
SIGNED: Mapping[str, str] = {"day_exclusion": "decided", "site_rename": "renamed"}


def upgrade() -> None:
    """Create the tables and what guards them."""
    op.create_table(
        "day_exclusion",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("trial_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(40)),
        *_signed("day_exclusion"),
        sa.CheckConstraint(
            "cause IN ('stimulation_off', 'illness', 'travel', 'other')",
            name=op.f("ck_day_exclusion_cause"),
        ),
        _to("day_exclusion", "trial_id", "trial"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_exclusion")),
        sa.UniqueConstraint(
            "trial_id", "day", "number", name=op.f("uq_day_exclusion_trial_id_day_number")
        ),
    )
    op.create_table(
        "site_rename",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("trial_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("old_name", sa.String(80), nullable=False),
        sa.Column("new_name", sa.String(80), nullable=False),
        *_signed("site_rename"),
        sa.CheckConstraint("old_name <> new_name", name=op.f("ck_site_rename_renamed")),
        sa.ForeignKeyConstraint(
            ["trial_id", "site_id"],
            ["trial_site.trial_id", "trial_site.id"],
            name=op.f("fk_site_rename_trial_id_site_id_trial_site"),
        ),
        _to("site_rename", "trial_id", "trial"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_rename")),
    )
    op.create_index(op.f("ix_site_rename_trial_id"), "site_rename", ["trial_id"])
    for table in SIGNED:
        _refuse_changes(table)


def downgrade() -> None:
    """Drop the tables, and what guards them."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table in SIGNED:
        op.drop_table(table)
        if not sqlite:
            op.execute(f"DROP FUNCTION IF EXISTS {table}_is_append_only CASCADE")


def _signed(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    verb = SIGNED[table]
    return (
        sa.Column(f"{verb}_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(f"{verb}_by_id", sa.Uuid(), nullable=False),
        sa.Column("reason_text_id", sa.Uuid(), nullable=False),
        sa.Column("reason_digest", sa.String(64), nullable=False),
        _to(table, f"{verb}_by_id", "staff"),
        _to(table, "reason_text_id", "personal_text"),
    )


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}")
    )


def _refuse_changes(table: str) -> None:
    name, message = f"{table}_is_append_only", f"{table} is append-only"
    if op.get_bind().dialect.name == "sqlite":
        for suffix, event in (("", "UPDATE"), ("_delete", "DELETE")):
            op.execute(
                f"CREATE TRIGGER {name}{suffix} BEFORE {event} ON {table} FOR EACH ROW "
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )
        there = THERE.format(table=table, key=KEYS[table])
        op.execute(
            f"CREATE TRIGGER {name}_insert BEFORE INSERT ON {table} FOR EACH ROW WHEN {there} "
            f"BEGIN SELECT RAISE(ABORT, '{message}: this row is there'); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION "
        f"'{message}' USING ERRCODE = 'check_violation'; RETURN NULL; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW "
        f"EXECUTE FUNCTION {name}()"
    )
    op.execute(
        f"CREATE TRIGGER {name}_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT "
        f"EXECUTE FUNCTION {name}()"
    )
