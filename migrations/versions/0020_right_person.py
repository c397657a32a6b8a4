"""The right person: identities corrected, trials moved, records merged; who agreed, who left."""

from collections.abc import Mapping

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

# By what a row could be replaced; on SQLite OR REPLACE fires no delete trigger.
SAME_ID = "id = NEW.id OR rowid = NEW.rowid"
NEW_TABLES: Mapping[str, tuple[str, ...]] = {
    "identity_correction": (SAME_ID,),
    "patient_merge": (SAME_ID, "merged_id = NEW.merged_id AND nth = NEW.nth"),
    "patient_split": (SAME_ID, "merge_id = NEW.merge_id"),
    "trial_move": (SAME_ID,),
}
# Consent and withdrawal are a person's: a trial that goes to another is asked about anew.
BEFORE: Mapping[str, tuple[str, ...]] = {
    "consent": ("trial_id", "notice_id"),
    "withdrawal": ("trial_id",),
}
THERE = "EXISTS (SELECT 1 FROM {table} WHERE {key})"
WHOSE = (
    "UPDATE {table} SET patient_id = "
    "(SELECT patient_id FROM trial WHERE trial.id = {table}.trial_id)"
)
ONLY_ONE = (
    "DELETE FROM {table} WHERE EXISTS "
    "(SELECT 1 FROM {table} AS first WHERE {same} AND first.id < {table}.id)"
)
FIELDS = "'family_name', 'given_name', 'born_on', 'hospital_number', 'phone', 'email'"


def upgrade() -> None:
    """Create the tables and what guards them; say of consents and withdrawals whose they are."""
    _identity_correction()
    _patient_merge()
    _patient_split()
    _trial_move()
    for table, keys in NEW_TABLES.items():
        _refuse_changes(table, keys)
    for table, key in BEFORE.items():
        _of_a_person(table, key)


def downgrade() -> None:
    """Drop the tables, and what guards them; of two people's consents the first stays."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table, key in BEFORE.items():
        _of_a_trial(table, key)
    for table in ("trial_move", "patient_split", "patient_merge", "identity_correction"):
        op.drop_table(table)
        if not sqlite:
            op.execute(f"DROP FUNCTION IF EXISTS {table}_is_append_only CASCADE")


def _identity_correction() -> None:
    table = "identity_correction"
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("field", sa.String(40), nullable=False),
        sa.Column("old_text_id", sa.Uuid()),
        sa.Column("old_digest", sa.String(64)),
        sa.Column("new_digest", sa.String(64)),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("corrected_by_id", sa.Uuid(), nullable=False),
        sa.Column("reason_text_id", sa.Uuid()),
        sa.Column("reason_digest", sa.String(64)),
        sa.CheckConstraint(f"field IN ({FIELDS})", name=op.f(f"ck_{table}_field")),
        *(
            sa.CheckConstraint(
                f"({name}_text_id IS NULL) = ({name}_digest IS NULL)",
                name=op.f(f"ck_{table}_{name}_has_a_digest"),
            )
            for name in ("old", "reason")
        ),
        _to(table, "patient_id", "patient"),
        _to(table, "old_text_id", "personal_text"),
        _to(table, "corrected_by_id", "staff"),
        _to(table, "reason_text_id", "personal_text"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_patient_id"), table, ["patient_id"])


def _patient_merge() -> None:
    table = "patient_merge"
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("merged_id", sa.Uuid(), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("into_id", sa.Uuid(), nullable=False),
        *_signed(table, "merged"),
        sa.CheckConstraint("merged_id <> into_id", name=op.f(f"ck_{table}_two_records")),
        _to(table, "merged_id", "patient"),
        _to(table, "into_id", "patient"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("merged_id", "nth", name=op.f(f"uq_{table}_merged_id_nth")),
    )
    op.create_index(op.f(f"ix_{table}_into_id"), table, ["into_id"])


def _patient_split() -> None:
    table = "patient_split"
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("merge_id", sa.Uuid(), nullable=False),
        *_signed(table, "split"),
        _to(table, "merge_id", "patient_merge"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("merge_id", name=op.f(f"uq_{table}_merge_id")),
    )


def _trial_move() -> None:
    table = "trial_move"
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("trial_id", sa.Uuid(), nullable=False),
        sa.Column("from_id", sa.Uuid(), nullable=False),
        sa.Column("to_id", sa.Uuid(), nullable=False),
        *_signed(table, "moved"),
        sa.Column("merge_id", sa.Uuid()),
        sa.CheckConstraint("from_id <> to_id", name=op.f(f"ck_{table}_moved")),
        _to(table, "trial_id", "trial"),
        _to(table, "from_id", "patient"),
        _to(table, "to_id", "patient"),
        _to(table, "merge_id", "patient_merge"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    for column in ("trial_id", "from_id", "to_id", "merge_id"):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _signed(table: str, verb: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column(f"{verb}_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(f"{verb}_by_id", sa.Uuid(), nullable=False),
        sa.Column("reason_text_id", sa.Uuid(), nullable=False),
        sa.Column("reason_digest", sa.String(64), nullable=False),
        _to(table, f"{verb}_by_id", "staff"),
        _to(table, "reason_text_id", "personal_text"),
    )


def _of_a_person(table: str, key: tuple[str, ...]) -> None:
    """Add whose it is, from the trial, and count by person what was counted by trial."""
    _unguard(table)
    op.add_column(table, sa.Column("patient_id", sa.Uuid()))
    op.execute(WHOSE.format(table=table))
    with op.batch_alter_table(table, table_args=_checks(table)) as changed:
        changed.alter_column("patient_id", existing_type=sa.Uuid(), nullable=False)
        changed.drop_constraint(op.f(f"uq_{table}_{'_'.join(key)}"), type_="unique")
        changed.create_unique_constraint(
            op.f(f"uq_{table}_{'_'.join(key)}_patient_id"), [*key, "patient_id"]
        )
        changed.create_foreign_key(
            op.f(f"fk_{table}_patient_id_patient"), "patient", ["patient_id"], ["id"]
        )
    same = " AND ".join(f"{column} = NEW.{column}" for column in (*key, "patient_id"))
    _guard(table, (SAME_ID, same))


def _of_a_trial(table: str, key: tuple[str, ...]) -> None:
    _unguard(table)
    same = " AND ".join(f"first.{column} = {table}.{column}" for column in key)
    op.execute(ONLY_ONE.format(table=table, same=same))
    with op.batch_alter_table(table, table_args=_checks(table)) as changed:
        changed.drop_constraint(op.f(f"fk_{table}_patient_id_patient"), type_="foreignkey")
        changed.drop_constraint(op.f(f"uq_{table}_{'_'.join(key)}_patient_id"), type_="unique")
        changed.create_unique_constraint(op.f(f"uq_{table}_{'_'.join(key)}"), [*key])
        changed.drop_column("patient_id")
    _guard(table, (SAME_ID, " AND ".join(f"{column} = NEW.{column}" for column in key)))


def _checks(table: str) -> tuple[sa.CheckConstraint, ...]:
    """What SQLite's rebuilding of a table would leave out."""
    if table == "consent" or op.get_bind().dialect.name != "sqlite":
        return ()
    words = "(reason_text_id IS NULL) = (reason_digest IS NULL)"
    return (sa.CheckConstraint(words, name=op.f("ck_withdrawal_reason_has_a_digest")),)


def _unguard(table: str) -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        return
    for suffix in ("", "_delete", "_insert"):
        op.execute(f"DROP TRIGGER {table}_is_append_only{suffix}")


def _guard(table: str, keys: tuple[str, ...]) -> None:
    if op.get_bind().dialect.name == "sqlite":
        _refuse_changes(table, keys)
    else:
        op.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}")
    )


def _refuse_changes(table: str, keys: tuple[str, ...]) -> None:
    name, message = f"{table}_is_append_only", f"{table} is append-only"
    if op.get_bind().dialect.name == "sqlite":
        for suffix, event in (("", "UPDATE"), ("_delete", "DELETE")):
            op.execute(
                f"CREATE TRIGGER {name}{suffix} BEFORE {event} ON {table} FOR EACH ROW "
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )
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
