"""Warning signs: the clinic's advice by version, what was reported, and who saw it."""

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

# By what a row could be replaced on SQLite; see 0007.
THERE = "EXISTS (SELECT 1 FROM {table} WHERE {key})"
SAME_ID = "id = NEW.id OR rowid = NEW.rowid"
APPEND_ONLY = {
    "sign_advice": (SAME_ID, "clinic_id = NEW.clinic_id AND version = NEW.version"),
    "warning_flag": (SAME_ID,),
    "warning_acknowledgement": (SAME_ID, "flag_id = NEW.flag_id"),
}
# What a clinic says until it writes its own; frozen here as it was at this revision.
FIRST_ADVICE = {
    "emergency": (
        "This may be an emergency. Call now, or go to the nearest emergency department. "
        "Do not drive yourself."
    ),
    "today": (
        "Call today, even if it seems small. If nobody answers, or it gets worse, do not wait: "
        "call the emergency number."
    ),
    "next_time": (
        "Tell the team when you next see or speak to them. If it gets worse or worries you, call."
    ),
}


def upgrade() -> None:
    """Create the tables; every clinic has its advice from the start."""
    _sign_advice()
    _warning_flag()
    _warning_acknowledgement()
    _first_advice()
    for table in APPEND_ONLY:
        _refuse_changes(table)


def downgrade() -> None:
    """Drop the tables, and what guards them."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table in reversed(APPEND_ONLY):
        op.drop_table(table)
        if not sqlite:
            op.execute(f"DROP FUNCTION IF EXISTS {table}_is_append_only CASCADE")


def _sign_advice() -> None:
    op.create_table(
        "sign_advice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("emergency", sa.Text(), nullable=False),
        sa.Column("today", sa.Text(), nullable=False),
        sa.Column("next_time", sa.Text(), nullable=False),
        sa.Column("out_of_hours_phone", sa.String(40)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Uuid()),
        _to("sign_advice", "clinic_id", "clinic"),
        _to("sign_advice", "created_by_id", "staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_advice")),
        sa.UniqueConstraint("clinic_id", "version", name=op.f("uq_sign_advice_clinic_id_version")),
    )


def _warning_flag() -> None:
    op.create_table(
        "warning_flag",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("trial_id", sa.Uuid(), nullable=False),
        sa.Column("page_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date()),
        sa.Column("signs", sa.Text(), nullable=False),
        sa.Column("tier", sa.String(40), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("raised_by_id", sa.Uuid()),
        sa.Column("advice_id", sa.Uuid(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("words_text_id", sa.Uuid()),
        sa.Column("words_digest", sa.String(64)),
        sa.CheckConstraint(
            "tier IN ('emergency', 'today', 'next_time')", name=op.f("ck_warning_flag_tier")
        ),
        sa.CheckConstraint(
            "(words_text_id IS NULL) = (words_digest IS NULL)",
            name=op.f("ck_warning_flag_words_have_a_digest"),
        ),
        _to("warning_flag", "trial_id", "trial"),
        _to("warning_flag", "raised_by_id", "staff"),
        _to("warning_flag", "advice_id", "sign_advice"),
        _to("warning_flag", "words_text_id", "personal_text"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_warning_flag")),
    )
    op.create_index(op.f("ix_warning_flag_trial_id"), "warning_flag", ["trial_id"])


def _warning_acknowledgement() -> None:
    op.create_table(
        "warning_acknowledgement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("flag_id", sa.Uuid(), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledged_by_id", sa.Uuid(), nullable=False),
        sa.Column("words_text_id", sa.Uuid(), nullable=False),
        sa.Column("words_digest", sa.String(64), nullable=False),
        _to("warning_acknowledgement", "flag_id", "warning_flag"),
        _to("warning_acknowledgement", "acknowledged_by_id", "staff"),
        _to("warning_acknowledgement", "words_text_id", "personal_text"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_warning_acknowledgement")),
        sa.UniqueConstraint("flag_id", name=op.f("uq_warning_acknowledgement_flag_id")),
    )


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}")
    )


def _first_advice() -> None:
    """The advice of clinics that are there already, dated as the clinic is."""
    connection = op.get_bind()
    clinic = sa.table(
        "clinic", sa.column("id", sa.Uuid()), sa.column("created_at", sa.DateTime(timezone=True))
    )
    advice = sa.table(
        "sign_advice",
        sa.column("id", sa.Uuid()),
        sa.column("clinic_id", sa.Uuid()),
        sa.column("version", sa.Integer()),
        *(sa.column(tier, sa.Text()) for tier in FIRST_ADVICE),
        sa.column("created_at", sa.DateTime(timezone=True)),
    )
    for row in connection.execute(sa.select(clinic.c.id, clinic.c.created_at)).all():
        connection.execute(
            advice.insert().values(
                id=uuid4(),
                clinic_id=row.id,
                version=1,
                created_at=row.created_at,
                **FIRST_ADVICE,
            )
        )


def _refuse_changes(table: str) -> None:
    name, message = f"{table}_is_append_only", f"{table} is append-only"
    if op.get_bind().dialect.name == "sqlite":
        for suffix, event in (("", "UPDATE"), ("_delete", "DELETE")):
            op.execute(
                f"CREATE TRIGGER {name}{suffix} BEFORE {event} ON {table} FOR EACH ROW "
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )
        keys = APPEND_ONLY[table]
        there = " OR ".join(THERE.format(table=table, key=key) for key in keys)
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
