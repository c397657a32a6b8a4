"""Triggers: on SQLite no OR REPLACE, and on PostgreSQL no TRUNCATE, gets round the record.

SQLite deletes the row that OR REPLACE puts another in place of, and fires delete triggers for it
only on connections with `recursive_triggers`: other programs have none. So an insert is refused
where a row with the same key is there already, for every key that the row could be replaced by.
"""

from collections.abc import Mapping

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

# A row can be replaced by its hidden number as well, which is -1 here unless it is given.
SAME_ID = "id = NEW.id OR rowid = NEW.rowid"
SAME_ROOT = (
    "trial_id = NEW.trial_id AND day = NEW.day AND replaces_id IS NULL AND NOT conflicting "
    "AND NEW.replaces_id IS NULL AND NOT NEW.conflicting"
)
SAME_REPLACEMENT = "replaces_id = NEW.replaces_id AND NOT conflicting AND NOT NEW.conflicting"
KEYS: Mapping[str, tuple[str, ...]] = {
    "audit_event": (SAME_ID,),
    "clinic_rating": (SAME_ID,),
    "consent": (SAME_ID, "trial_id = NEW.trial_id AND notice_id = NEW.notice_id"),
    "consent_notice": (SAME_ID, "clinic_id = NEW.clinic_id AND version = NEW.version"),
    "diary_entry": (SAME_ID, SAME_ROOT, SAME_REPLACEMENT),
    "removal_move": (SAME_ID,),
    "withdrawal": (SAME_ID, "trial_id = NEW.trial_id"),
}
THERE = "EXISTS (SELECT 1 FROM {table} WHERE {key})"
PROTOCOL_IS_THERE = "protocol is frozen: there is another version under this number"
TRIAL_IS_THERE = "a recorded placement is neither moved nor taken back"


def upgrade() -> None:
    """Create the triggers."""
    if op.get_bind().dialect.name != "sqlite":
        op.execute(
            "CREATE FUNCTION protocol_is_not_emptied() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'protocol is frozen: it is not emptied' "
            "USING ERRCODE = 'check_violation'; RETURN NULL; END $$"
        )
        op.execute(
            "CREATE TRIGGER protocol_is_frozen_truncate BEFORE TRUNCATE ON protocol "
            "FOR EACH STATEMENT EXECUTE FUNCTION protocol_is_not_emptied()"
        )
        return
    for table, keys in KEYS.items():
        _refuse_existing(table, keys)
    version = f"{SAME_ID} OR (trial_id = NEW.trial_id AND version = NEW.version)"
    same = THERE.format(table="protocol", key=version)
    _refuse("protocol_is_not_replaced", "INSERT ON protocol", same, PROTOCOL_IS_THERE)
    other_id = "NEW.id IS NOT OLD.id"
    _refuse("protocol_keeps_its_id", "UPDATE ON protocol", other_id, PROTOCOL_IS_THERE)
    same = THERE.format(table="trial", key=SAME_ID)
    _refuse("trial_is_not_replaced", "INSERT ON trial", same, TRIAL_IS_THERE)
    _refuse("trial_keeps_its_id", "UPDATE ON trial", other_id, TRIAL_IS_THERE)


def downgrade() -> None:
    """Drop the triggers."""
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP TRIGGER IF EXISTS protocol_is_frozen_truncate ON protocol")
        op.execute("DROP FUNCTION IF EXISTS protocol_is_not_emptied CASCADE")
        return
    others = (
        "protocol_is_not_replaced",
        "protocol_keeps_its_id",
        "trial_is_not_replaced",
        "trial_keeps_its_id",
    )
    for name in (*(f"{table}_is_append_only_insert" for table in KEYS), *others):
        op.execute(f"DROP TRIGGER IF EXISTS {name}")


def _refuse_existing(table: str, keys: tuple[str, ...]) -> None:
    there = " OR ".join(THERE.format(table=table, key=key) for key in keys)
    name = f"{table}_is_append_only_insert"
    _refuse(name, f"INSERT ON {table}", there, f"{table} is append-only: this row is there")


def _refuse(name: str, event: str, when: str, message: str) -> None:
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {event} FOR EACH ROW WHEN {when} "
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
    )
