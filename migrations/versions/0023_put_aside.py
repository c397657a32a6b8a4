"""What needs somebody can be put aside for a while, with words; never a warning sign."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

TABLE = "put_aside"
TRIGGER = f"{TABLE}_is_append_only"
MESSAGE = f"{TABLE} is append-only"
# By what a row could be replaced on SQLite; see 0007.
THERE = "EXISTS (SELECT 1 FROM put_aside WHERE id = NEW.id OR rowid = NEW.rowid)"


def upgrade() -> None:
    """Create the table, and what guards it."""
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("trial_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("put_aside_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("put_aside_by_id", sa.Uuid(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words_text_id", sa.Uuid()),
        sa.Column("words_digest", sa.String(64)),
        sa.CheckConstraint(
            "(words_text_id IS NULL) = (words_digest IS NULL)",
            name=op.f("ck_put_aside_words_have_a_digest"),
        ),
        sa.CheckConstraint(
            "kind NOT IN ('emergency_sign', 'sign_not_said', 'sign_today', 'sign_next_time')",
            name=op.f("ck_put_aside_no_warning_sign"),
        ),
        sa.CheckConstraint(
            "(until > put_aside_at) = (words_text_id IS NOT NULL)",
            name=op.f("ck_put_aside_says_why"),
        ),
        _to("trial_id", "trial"),
        _to("put_aside_by_id", "staff"),
        _to("words_text_id", "personal_text"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_put_aside")),
    )
    op.create_index(op.f("ix_put_aside_trial_id_put_aside_at"), TABLE, ["trial_id", "put_aside_at"])
    _refuse_changes()


def downgrade() -> None:
    """Drop the table, and what guards it."""
    op.drop_table(TABLE)
    if op.get_bind().dialect.name != "sqlite":
        op.execute(f"DROP FUNCTION IF EXISTS {TRIGGER} CASCADE")


def _to(column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{TABLE}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name)


def _refuse_changes() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for suffix, event in (("", "UPDATE"), ("_delete", "DELETE")):
            op.execute(
                f"CREATE TRIGGER {TRIGGER}{suffix} BEFORE {event} ON {TABLE} FOR EACH ROW "
                f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
            )
        op.execute(
            f"CREATE TRIGGER {TRIGGER}_insert BEFORE INSERT ON {TABLE} FOR EACH ROW WHEN {THERE} "
            f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}: this row is there'); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION {TRIGGER}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION "
        f"'{MESSAGE}' USING ERRCODE = 'check_violation'; RETURN NULL; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {TRIGGER} BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW "
        f"EXECUTE FUNCTION {TRIGGER}()"
    )
    op.execute(
        f"CREATE TRIGGER {TRIGGER}_truncate BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT "
        f"EXECUTE FUNCTION {TRIGGER}()"
    )
