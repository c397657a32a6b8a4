"""What a day's entry holds beside its answers: more free texts, and how wrong a clock was."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# On SQLite OR REPLACE puts a row in another's place and fires no delete trigger.
IS_THERE = (
    "EXISTS (SELECT 1 FROM entry_text WHERE id = NEW.id OR rowid = NEW.rowid OR "
    "(entry_id = NEW.entry_id AND kind = NEW.kind AND position = NEW.position))"
)
NAME, MESSAGE = "entry_text_is_append_only", "entry_text is append-only"


def upgrade() -> None:
    """Add the column and the table; entries that are there have neither."""
    op.add_column("diary_entry", sa.Column("clock_skew_seconds", sa.Integer()))
    op.create_table(
        "entry_text",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.CheckConstraint(
            "kind IN ('side_effects', 'other_medicine')", name=op.f("ck_entry_text_kind")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["diary_entry.id"], name=op.f("fk_entry_text_entry_id_diary_entry")
        ),
        sa.ForeignKeyConstraint(
            ["text_id"], ["personal_text.id"], name=op.f("fk_entry_text_text_id_personal_text")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry_text")),
        sa.UniqueConstraint(
            "entry_id", "kind", "position", name=op.f("uq_entry_text_entry_id_kind_position")
        ),
    )
    _refuse_changes()


def downgrade() -> None:
    """Drop the table and the column."""
    op.drop_table("entry_text")
    if op.get_bind().dialect.name != "sqlite":
        op.execute(f"DROP FUNCTION IF EXISTS {NAME} CASCADE")
    op.drop_column("diary_entry", "clock_skew_seconds")


def _refuse_changes() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for suffix, event in (("", "UPDATE"), ("_delete", "DELETE")):
            op.execute(
                f"CREATE TRIGGER {NAME}{suffix} BEFORE {event} ON entry_text FOR EACH ROW "
                f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
            )
        op.execute(
            f"CREATE TRIGGER {NAME}_insert BEFORE INSERT ON entry_text FOR EACH ROW "
            f"WHEN {IS_THERE} BEGIN SELECT RAISE(ABORT, '{MESSAGE}: this row is there'); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION "
        f"'{MESSAGE}' USING ERRCODE = 'check_violation'; RETURN NULL; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {NAME} BEFORE UPDATE OR DELETE ON entry_text FOR EACH ROW "
        f"EXECUTE FUNCTION {NAME}()"
    )
    op.execute(
        f"CREATE TRIGGER {NAME}_truncate BEFORE TRUNCATE ON entry_text FOR EACH STATEMENT "
        f"EXECUTE FUNCTION {NAME}()"
    )
