"""Triggers: append-only tables, and the protocol that is frozen at placement.

A change of a recorded answer or of a frozen protocol is refused here whatever program asks.
"""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

APPEND_ONLY = ("diary_entry", "clinic_rating", "removal_move", "audit_event")
PLACED = (
    "EXISTS (SELECT 1 FROM trial WHERE id = {row}.trial_id AND placement_recorded_at IS NOT NULL)"
)
FROZEN = "the protocol is frozen: the placement of this trial is recorded"
PLACEMENT_STAYS = "a recorded placement is neither moved nor taken back"
# IS DISTINCT FROM on PostgreSQL, IS NOT on SQLite.
PLACEMENT_CHANGES = (
    "OLD.placement_recorded_at IS NOT NULL AND (NEW.placement_recorded_at {differs} "
    "OLD.placement_recorded_at OR NEW.placement_recorded_by_id {differs} "
    "OLD.placement_recorded_by_id OR NEW.placed_on {differs} OLD.placed_on)"
)


def upgrade() -> None:
    """Create the triggers."""
    if op.get_bind().dialect.name == "sqlite":
        _sqlite()
    else:
        _postgresql()


def downgrade() -> None:
    """Drop the triggers."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    names = [(f"{table}_is_append_only", table) for table in APPEND_ONLY]
    names += [("protocol_is_frozen", "protocol"), ("placement_stays", "trial")]
    for name, table in names:
        for suffix in ("", "_delete", "_insert") if sqlite else ("", "_truncate"):
            on = "" if sqlite else f" ON {table}"
            op.execute(f"DROP TRIGGER IF EXISTS {name}{suffix}{on}")
        if not sqlite:
            op.execute(f"DROP FUNCTION IF EXISTS {name} CASCADE")


def _sqlite() -> None:
    for table in APPEND_ONLY:
        name = f"{table}_is_append_only"
        _refuse_on_sqlite(name, f"UPDATE ON {table}", "", f"{table} is append-only")
        _refuse_on_sqlite(f"{name}_delete", f"DELETE ON {table}", "", f"{table} is append-only")
    old, new = PLACED.format(row="OLD"), PLACED.format(row="NEW")
    _refuse_on_sqlite("protocol_is_frozen", "UPDATE ON protocol", f"{old} OR {new}", FROZEN)
    _refuse_on_sqlite("protocol_is_frozen_delete", "DELETE ON protocol", old, FROZEN)
    _refuse_on_sqlite(
        "protocol_is_frozen_insert", "INSERT ON protocol", f"NOT NEW.is_deviation AND {new}", FROZEN
    )
    changes = PLACEMENT_CHANGES.format(differs="IS NOT")
    _refuse_on_sqlite("placement_stays", "UPDATE ON trial", changes, PLACEMENT_STAYS)
    _refuse_on_sqlite(
        "placement_stays_delete",
        "DELETE ON trial",
        "OLD.placement_recorded_at IS NOT NULL",
        PLACEMENT_STAYS,
    )


def _refuse_on_sqlite(name: str, event: str, when: str, message: str) -> None:
    condition = f"WHEN {when} " if when else ""
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {event} FOR EACH ROW {condition}"
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
    )


def _postgresql() -> None:
    for table in APPEND_ONLY:
        name, refuse = f"{table}_is_append_only", _raise(f"{table} is append-only")
        _function(name, f"{refuse} RETURN NULL;")
        _trigger(name, f"UPDATE OR DELETE ON {table} FOR EACH ROW", name)
        _trigger(f"{name}_truncate", f"TRUNCATE ON {table} FOR EACH STATEMENT", name)
    _function("protocol_is_frozen", _protocol_on_postgresql())
    _trigger(
        "protocol_is_frozen",
        "INSERT OR UPDATE OR DELETE ON protocol FOR EACH ROW",
        "protocol_is_frozen",
    )
    _function("placement_stays", _placement_on_postgresql())
    _trigger("placement_stays", "UPDATE OR DELETE ON trial FOR EACH ROW", "placement_stays")


def _protocol_on_postgresql() -> str:
    # FOR SHARE waits for a placement that is being recorded at this moment.
    old, new = (
        f"PERFORM 1 FROM trial WHERE id = {row}.trial_id FOR SHARE; "
        f"IF {PLACED.format(row=row)} THEN {_raise(FROZEN)} END IF; "
        for row in ("OLD", "NEW")
    )
    return (
        f"IF TG_OP <> 'INSERT' THEN {old} END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; "
        f"IF TG_OP = 'UPDATE' OR NOT NEW.is_deviation THEN {new} END IF; "
        "RETURN NEW;"
    )


def _placement_on_postgresql() -> str:
    refuse = _raise(PLACEMENT_STAYS)
    changes = PLACEMENT_CHANGES.format(differs="IS DISTINCT FROM")
    return (
        f"IF TG_OP = 'DELETE' THEN IF OLD.placement_recorded_at IS NOT NULL THEN {refuse} END IF; "
        f"RETURN OLD; END IF; IF {changes} THEN {refuse} END IF; RETURN NEW;"
    )


def _raise(message: str) -> str:
    # The code of a violated check, so that drivers report it as an integrity error.
    return f"RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation';"


def _function(name: str, body: str) -> None:
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"
    )


def _trigger(name: str, event: str, function: str) -> None:
    op.execute(f"CREATE TRIGGER {name} BEFORE {event} EXECUTE FUNCTION {function}()")
