"""What is done to a trial: leads, programmes' settings and corrections, answers at the end."""

from collections.abc import Mapping

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

# By what a row could be replaced; on SQLite OR REPLACE fires no delete trigger.
SAME_ID = "id = NEW.id OR rowid = NEW.rowid"
SAME_FIRST = "trial_id = NEW.trial_id AND replaces_id IS NULL AND NEW.replaces_id IS NULL"
KEYS: Mapping[str, tuple[str, ...]] = {
    "lead_record": (SAME_ID, "trial_id = NEW.trial_id AND version = NEW.version"),
    "programme_correction": (SAME_ID,),
    "end_answers": (SAME_ID, "replaces_id = NEW.replaces_id", SAME_FIRST),
}
THERE = "EXISTS (SELECT 1 FROM {table} WHERE {key})"
MODES = "'tonic', 'burst', 'high_frequency'"
# A check stands with the last column that it names, and goes with it.
SETTINGS: Mapping[str, str] = {
    "mode": f"VARCHAR(40) CONSTRAINT ck_programme_mode CHECK (mode IN ({MODES}))",
    "contacts": "VARCHAR(80)",
    "amplitude_ma": "VARCHAR(40)",
    "amplitude_v": (
        "VARCHAR(40) CONSTRAINT ck_programme_amplitude_in_one_unit "
        "CHECK (amplitude_ma IS NULL OR amplitude_v IS NULL)"
    ),
    "pulse_width_us": "VARCHAR(40)",
    "frequency_hz": "VARCHAR(40)",
}


def upgrade() -> None:
    """Add the columns and the tables; programmes that are there have no settings."""
    for column, kind in SETTINGS.items():
        op.execute(f"ALTER TABLE programme ADD COLUMN {column} {kind}")
    _lead_record()
    _lead()
    _programme_correction()
    _end_answers()
    for table in KEYS:
        _refuse_changes(table)


def downgrade() -> None:
    """Drop the tables and the columns."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table in ("end_answers", "programme_correction", "lead", "lead_record"):
        op.drop_table(table)
        if not sqlite:
            op.execute(f"DROP FUNCTION IF EXISTS {table}_is_append_only CASCADE")
    for column in reversed([*SETTINGS]):
        op.execute(f"ALTER TABLE programme DROP COLUMN {column}")


def _lead_record() -> None:
    table = "lead_record"
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("trial_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(40), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
        *_reason(table),
        sa.CheckConstraint(
            "stage IN ('planned', 'placed', 'changed')", name=op.f(f"ck_{table}_stage")
        ),
        sa.CheckConstraint(
            "(stage = 'changed') = (reason_text_id IS NOT NULL)",
            name=op.f(f"ck_{table}_changed_with_a_reason"),
        ),
        _to(table, "trial_id", "trial"),
        _to(table, "recorded_by_id", "staff"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("trial_id", "version", name=op.f(f"uq_{table}_trial_id_version")),
    )


def _lead() -> None:
    op.create_table(
        "lead",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(80), nullable=False),
        sa.Column("side", sa.String(40)),
        sa.Column("level_from", sa.String(4)),
        sa.Column("level_to", sa.String(4)),
        sa.Column("nerve", sa.String(80)),
        sa.CheckConstraint("side IN ('left', 'right', 'midline')", name=op.f("ck_lead_side")),
        sa.CheckConstraint(
            "(level_from IS NULL) <> (nerve IS NULL)", name=op.f("ck_lead_one_target")
        ),
        sa.CheckConstraint(
            "level_to IS NULL OR level_from IS NOT NULL", name=op.f("ck_lead_from_before_to")
        ),
        _to("lead", "record_id", "lead_record"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead")),
        sa.UniqueConstraint("record_id", "position", name=op.f("uq_lead_record_id_position")),
    )


def _programme_correction() -> None:
    table = "programme_correction"
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("trial_id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid()),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True)),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("corrected_by_id", sa.Uuid(), nullable=False),
        sa.Column("reason_text_id", sa.Uuid(), nullable=False),
        sa.Column("reason_digest", sa.String(64), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f(f"ck_{table}_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["trial_id", "programme_id"],
            ["programme.trial_id", "programme.id"],
            name=op.f(f"fk_{table}_trial_id_programme_id_programme"),
        ),
        _to(table, "trial_id", "trial"),
        _to(table, "corrected_by_id", "staff"),
        _to(table, "reason_text_id", "personal_text"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_trial_id"), table, ["trial_id"])


def _end_answers() -> None:
    table = "end_answers"
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("trial_id", sa.Uuid(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("impression_of_change", sa.Integer()),
        sa.Column("own_relief_percent", sa.String(40)),
        sa.Column("wants_implant", sa.String(40)),
        sa.Column("goal_reached", sa.String(40)),
        sa.Column("words_text_id", sa.Uuid()),
        sa.Column("words_digest", sa.String(64)),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid()),
        sa.Column("replaces_id", sa.Uuid()),
        *_reason(table),
        *_what_the_end_is(table),
        sa.ForeignKeyConstraint(
            ["trial_id", "replaces_id"],
            [f"{table}.trial_id", f"{table}.id"],
            name=f"fk_{table}_replaces_one_of_the_same_trial",
        ),
        _to(table, "trial_id", "trial"),
        _to(table, "words_text_id", "personal_text"),
        _to(table, "recorded_by_id", "staff"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("trial_id", "id", name=op.f(f"uq_{table}_trial_id_id")),
        sa.UniqueConstraint("replaces_id", name=op.f(f"uq_{table}_replaces_id")),
    )
    op.create_index(
        f"uq_{table}_one_first",
        table,
        ["trial_id"],
        unique=True,
        sqlite_where=sa.text("replaces_id IS NULL"),
        postgresql_where=sa.text("replaces_id IS NULL"),
    )


def _what_the_end_is(table: str) -> tuple[sa.CheckConstraint, ...]:
    checks = {
        "impression_1_to_7": "impression_of_change BETWEEN 1 AND 7",
        "own_relief_0_to_100": "CAST(own_relief_percent AS NUMERIC) BETWEEN 0 AND 100",
        "wants_implant": "wants_implant IN ('yes', 'no', 'unsure')",
        "goal_reached": "goal_reached IN ('yes', 'partly', 'no')",
        "words_have_a_digest": "(words_text_id IS NULL) = (words_digest IS NULL)",
        "corrected_with_a_reason": "(replaces_id IS NULL) = (reason_text_id IS NULL)",
    }
    return tuple(
        sa.CheckConstraint(check, name=op.f(f"ck_{table}_{name}")) for name, check in checks.items()
    )


def _reason(table: str) -> tuple[sa.Column[object] | sa.Constraint, ...]:
    return (
        sa.Column("reason_text_id", sa.Uuid()),
        sa.Column("reason_digest", sa.String(64)),
        sa.CheckConstraint(
            "(reason_text_id IS NULL) = (reason_digest IS NULL)",
            name=op.f(f"ck_{table}_reason_has_a_digest"),
        ),
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
