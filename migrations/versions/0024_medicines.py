"""Medicines of a plan that end or are added from a day on."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

TABLE = "medicine_change"
# By what a row could be replaced on SQLite; see 0007.
THERE = (
    "EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id OR rowid = NEW.rowid "
    "OR ended_id = NEW.ended_id OR added_id = NEW.added_id)"
)


def upgrade() -> None:
    """Create the table and what guards it."""
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("trial_id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("ended_id", sa.Uuid()),
        sa.Column("added_id", sa.Uuid()),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Uuid(), nullable=False),
        sa.Column("reason_text_id", sa.Uuid(), nullable=False),
        sa.Column("reason_digest", sa.String(64), nullable=False),
        sa.CheckConstraint(
            "ended_id IS NOT NULL OR added_id IS NOT NULL",
            name=op.f(f"ck_{TABLE}_changes_something"),
        ),
        _to("trial_id", "trial"),
        _to("ended_id", "trial_medicine"),
        _to("added_id", "trial_medicine"),
        _to("changed_by_id", "staff"),
        _to("reason_text_id", "personal_text"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("ended_id", name=op.f(f"uq_{TABLE}_ended_id")),
        sa.UniqueConstraint("added_id", name=op.f(f"uq_{TABLE}_added_id")),
    )
    op.create_index(op.f(f"ix_{TABLE}_trial_id"), TABLE, ["trial_id"])
    _refuse_changes()


def downgrade() -> None:
    """Drop the table, and what guards it."""
    op.drop_table(TABLE)
    if op.get_bind().dialect.name != "sqlite":
        op.execute(f"DROP FUNCTION IF EXISTS {TABLE}_is_append_only CASCADE")


def _to(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=op.f(f"fk_{TABLE}_{column}_{target}")
    )


def _refuse_changes() -> None:
    name, message = f"{TABLE}_is_append_only", f"{TABLE} is append-only"
    if op.get_bind().dialect.name == "sqlite":
        for suffix, event in (("", "UPDATE"), ("_delete", "DELETE")):
            op.execute(
                f"CREATE TRIGGER {name}{suffix} BEFORE {event} ON {TABLE} FOR EACH ROW "
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )
        there = THERE.format(table=TABLE)
        op.execute(
            f"CREATE TRIGGER {name}_insert BEFORE INSERT ON {TABLE} FOR EACH ROW WHEN {there} "
            f"BEGIN SELECT RAISE(ABORT, '{message}: this row is there'); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION "
        f"'{message}' USING ERRCODE = 'check_violation'; RETURN NULL; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW "
        f"EXECUTE FUNCTION {name}()"
    )
    op.execute(
        f"CREATE TRIGGER {name}_truncate BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT "
        f"EXECUTE FUNCTION {name}()"
    )
