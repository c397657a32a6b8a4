"""A trial can be cancelled and taken up again: the state on its row, beside it the history."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TABLE = "trial_cancellation"
# By what a row could be replaced on SQLite; see 0007.
THERE = "EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id OR rowid = NEW.rowid)"
# A table with triggers is not rebuilt: SQLite takes the rules with the column.
CANCELLED_BY = (
    "ALTER TABLE trial ADD COLUMN cancelled_by_id {uuid} "
    "CONSTRAINT fk_trial_cancelled_by_id_staff REFERENCES staff (id) "
    "CONSTRAINT ck_trial_cancelled_by_someone "
    "CHECK ((cancelled_at IS NULL) = (cancelled_by_id IS NULL))"
)


def upgrade() -> None:
    """Create the table and what guards it; add the columns."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    op.add_column("trial", sa.Column("cancelled_at", sa.DateTime(timezone=True)))
    op.execute(CANCELLED_BY.format(uuid="CHAR(32)" if sqlite else "UUID"))
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("trial_id", sa.Uuid(), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=False),
        sa.Column("reason_text_id", sa.Uuid(), nullable=False),
        sa.Column("reason_digest", sa.String(64), nullable=False),
        _to("trial_id", "trial"),
        _to("decided_by_id", "staff"),
        _to("reason_text_id", "personal_text"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    op.create_index(op.f(f"ix_{TABLE}_trial_id"), TABLE, ["trial_id"])
    _refuse_changes()


def downgrade() -> None:
    """Drop the table, and what guards it; the columns too."""
    op.drop_table(TABLE)
    if op.get_bind().dialect.name != "sqlite":
        op.execute(f"DROP FUNCTION IF EXISTS {TABLE}_is_append_only CASCADE")
    op.drop_column("trial", "cancelled_by_id")
    op.drop_column("trial", "cancelled_at")


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
