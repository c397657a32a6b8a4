"""Settling: which of two answers counts, corrections asked for, and the day a paper names."""

from collections.abc import Mapping

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

# By what a row could be replaced; on SQLite OR REPLACE fires no delete trigger.
SAME_ID = "id = NEW.id OR rowid = NEW.rowid"
SET_ASIDE = (
    "standing_id = NEW.standing_id AND winner_id <> standing_id "
    "AND NEW.winner_id <> NEW.standing_id"
)
KEYS: Mapping[str, tuple[str, ...]] = {
    "conflict_settlement": (SAME_ID, "conflicting_id = NEW.conflicting_id", SET_ASIDE),
    "correction_request": (SAME_ID,),
    "correction_settlement": (
        SAME_ID,
        "request_id = NEW.request_id",
        "entry_id = NEW.entry_id",
    ),
}
THERE = "EXISTS (SELECT 1 FROM {table} WHERE {key})"
ENTRY_OF_THE_DAY = ["diary_entry.trial_id", "diary_entry.day", "diary_entry.id"]


def upgrade() -> None:
    """Create the tables and what guards them; an entry may say when its paper was written."""
    op.add_column("diary_entry", sa.Column("written_on", sa.Date()))
    _conflict_settlement()
    _correction_request()
    _correction_settlement()
    for table in KEYS:
        _refuse_changes(table)


def downgrade() -> None:
    """Drop the tables, and what guards them."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table in reversed([*KEYS]):
        op.drop_table(table)
        if not sqlite:
            op.execute(f"DROP FUNCTION IF EXISTS {table}_is_append_only CASCADE")
    op.drop_column("diary_entry", "written_on")


def _conflict_settlement() -> None:
    op.create_table(
        "conflict_settlement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("trial_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("conflicting_id", sa.Uuid(), nullable=False),
        sa.Column("standing_id", sa.Uuid(), nullable=False),
        sa.Column("winner_id", sa.Uuid(), nullable=False),
        *_settled(),
        sa.CheckConstraint(
            "conflicting_id <> standing_id", name=op.f("ck_conflict_settlement_two_answers")
        ),
        sa.CheckConstraint(
            "winner_id IN (conflicting_id, standing_id)",
            name=op.f("ck_conflict_settlement_one_of_the_two"),
        ),
        _of_the_day("conflicting_id", "fk_conflict_settlement_conflicting_of_the_day"),
        _of_the_day("standing_id", "fk_conflict_settlement_standing_of_the_day"),
        _to("conflict_settlement", "trial_id", "trial"),
        *_signed("conflict_settlement"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict_settlement")),
        sa.UniqueConstraint("conflicting_id", name=op.f("uq_conflict_settlement_conflicting_id")),
    )
    op.create_index(op.f("ix_conflict_settlement_trial_id"), "conflict_settlement", ["trial_id"])
    op.create_index(
        "uq_conflict_settlement_set_aside_once",
        "conflict_settlement",
        ["standing_id"],
        unique=True,
        sqlite_where=sa.text("winner_id <> standing_id"),
        postgresql_where=sa.text("winner_id <> standing_id"),
    )


def _correction_request() -> None:
    table = "correction_request"
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(8), nullable=False),
        sa.Column("trial_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.Column("answers_hash", sa.String(64), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaces_id", sa.Uuid()),
        sa.Column("words_text_id", sa.Uuid()),
        sa.Column("words_digest", sa.String(64)),
        sa.Column("reason_text_id", sa.Uuid()),
        sa.Column("reason_digest", sa.String(64)),
        *(
            sa.CheckConstraint(
                f"({name}_text_id IS NULL) = ({name}_digest IS NULL)",
                name=op.f(f"ck_{table}_{name}_has_a_digest"),
            )
            for name in ("words", "reason")
        ),
        _of_the_day("replaces_id", "fk_correction_request_replaces_one_of_the_same_day"),
        _to(table, "trial_id", "trial"),
        _to(table, "words_text_id", "personal_text"),
        _to(table, "reason_text_id", "personal_text"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction_request")),
    )
    op.create_index(op.f("ix_correction_request_trial_id"), table, ["trial_id"])


def _correction_settlement() -> None:
    table = "correction_settlement"
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("entry_id", sa.Uuid()),
        *_settled(),
        sa.CheckConstraint(
            "accepted = (entry_id IS NOT NULL)", name=op.f(f"ck_{table}_accepted_is_an_entry")
        ),
        _to(table, "request_id", "correction_request"),
        _to(table, "entry_id", "diary_entry"),
        *_signed(table),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction_settlement")),
        sa.UniqueConstraint("request_id", name=op.f("uq_correction_settlement_request_id")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_correction_settlement_entry_id")),
    )


def _settled() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_by_id", sa.Uuid(), nullable=False),
        sa.Column("reason_text_id", sa.Uuid(), nullable=False),
        sa.Column("reason_digest", sa.String(64), nullable=False),
    )


def _signed(table: str) -> tuple[sa.ForeignKeyConstraint, ...]:
    return (
        _to(table, "settled_by_id", "staff"),
        _to(table, "reason_text_id", "personal_text"),
    )


def _of_the_day(column: str, name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["trial_id", "day", column], ENTRY_OF_THE_DAY, name=name)


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
        there = " OR ".join(THERE.format(table=table, key=key) for key in KEYS[table])
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
