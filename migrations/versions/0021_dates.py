"""Recorded days are put right by a row that says old, new, who and why, and in no other way.

Adding the row moves the trial's day, by a trigger; a change of the day without such a row stays
refused. `trial.dates_corrected` counts the rows, so that none serves for a second change.
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

TABLE = "date_correction"
APPEND_ONLY = f"{TABLE} is append-only"
DOES_NOT_FOLLOW = "the correction does not follow on what is recorded"
STAYS = (
    "a recorded placement is neither moved nor taken back, nor is a removal, but by a correction"
)
THERE = (
    "EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id OR rowid = NEW.rowid "
    "OR (trial_id = NEW.trial_id AND number = NEW.number))"
)
FOLLOWS = (
    "EXISTS (SELECT 1 FROM trial WHERE id = NEW.trial_id AND dates_corrected = NEW.number - 1 "
    "AND CASE NEW.kind WHEN 'placement' THEN placement_recorded_at IS NOT NULL "
    "AND placed_on = NEW.old_on WHEN 'removal' THEN removed_on = NEW.old_on ELSE 1 = 1 END)"
)
APPLY = (
    "UPDATE trial SET dates_corrected = NEW.number, "
    "placed_on = CASE NEW.kind WHEN 'placement' THEN NEW.new_on ELSE placed_on END, "
    "removed_on = CASE NEW.kind WHEN 'removal' THEN NEW.new_on ELSE removed_on END, "
    "removal_recorded_at = CASE WHEN NEW.kind = 'removal' AND NEW.new_on IS NULL THEN NULL "
    "ELSE removal_recorded_at END, "
    "removal_recorded_by_id = CASE WHEN NEW.kind = 'removal' AND NEW.new_on IS NULL THEN NULL "
    "ELSE removal_recorded_by_id END WHERE id = NEW.trial_id"
)
PLACEMENT = ("placement_recorded_at", "placement_recorded_by_id", "placed_on")
REMOVAL = ("removal_recorded_at", "removal_recorded_by_id", "removed_on")
# {same} is IS on SQLite, and IS NOT DISTINCT FROM on PostgreSQL.
BY_A_ROW = (
    "NEW.dates_corrected = OLD.dates_corrected + 1 AND EXISTS (SELECT 1 FROM {table} "
    "WHERE trial_id = NEW.id AND number = NEW.dates_corrected AND CASE kind "
    "WHEN 'placement' THEN old_on = OLD.placed_on AND new_on = NEW.placed_on "
    "AND {placed_by} AND {removal} "
    "WHEN 'removal' THEN old_on = OLD.removed_on AND new_on {same} NEW.removed_on "
    "AND {placement} AND (NEW.removed_on IS NULL OR ({removed_by})) "
    "ELSE {placement} AND {removal} END)"
)
UNTIL_NOW = "a recorded placement is neither moved nor taken back"


def upgrade() -> None:
    """Create the table, count its rows on the trial, and let them move what is frozen."""
    op.add_column(
        "trial", sa.Column("dates_corrected", sa.Integer(), nullable=False, server_default="0")
    )
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("trial_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("old_on", sa.Date(), nullable=False),
        sa.Column("new_on", sa.Date()),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("corrected_by_id", sa.Uuid(), nullable=False),
        sa.Column("reason_text_id", sa.Uuid(), nullable=False),
        sa.Column("reason_digest", sa.String(64), nullable=False),
        sa.CheckConstraint("new_on IS NULL OR new_on <> old_on", name=op.f(f"ck_{TABLE}_moved")),
        sa.CheckConstraint(
            "new_on IS NOT NULL OR kind = 'removal'",
            name=op.f(f"ck_{TABLE}_only_a_removal_is_undone"),
        ),
        sa.CheckConstraint(
            "kind IN ('planned_placement', 'planned_removal', 'placement', 'removal')",
            name=op.f(f"ck_{TABLE}_kind"),
        ),
        _to("trial_id", "trial"),
        _to("corrected_by_id", "staff"),
        _to("reason_text_id", "personal_text"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("trial_id", "number", name=op.f(f"uq_{TABLE}_trial_id_number")),
    )
    if op.get_bind().dialect.name == "sqlite":
        _sqlite()
    else:
        _postgresql()


def downgrade() -> None:
    """Drop the table; a recorded placement is frozen for good again."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    if sqlite:
        op.execute("DROP TRIGGER placement_stays")
    op.drop_table(TABLE)
    frozen = _changed(PLACEMENT, "IS NOT" if sqlite else "IS DISTINCT FROM")
    when = f"OLD.placement_recorded_at IS NOT NULL AND ({frozen})"
    if sqlite:
        _refuse("placement_stays", "UPDATE ON trial", when, UNTIL_NOW)
    else:
        _placement_stays(when, UNTIL_NOW)
        for name in (f"{TABLE}_is_append_only", f"{TABLE}_moves_the_day"):
            op.execute(f"DROP FUNCTION IF EXISTS {name} CASCADE")
    op.drop_column("trial", "dates_corrected")


def _changed(columns: tuple[str, ...], differs: str) -> str:
    return " OR ".join(f"NEW.{name} {differs} OLD.{name}" for name in columns)


def _unchanged(columns: tuple[str, ...], same: str) -> str:
    return " AND ".join(f"NEW.{name} {same} OLD.{name}" for name in columns)


def _moved_otherwise(same: str, differs: str) -> str:
    """When a trial's update moves what is recorded without the row that says so."""
    by_a_row = BY_A_ROW.format(
        table=TABLE,
        same=same,
        placement=_unchanged(PLACEMENT, same),
        placed_by=_unchanged(PLACEMENT[:2], same),
        removal=_unchanged(REMOVAL, same),
        removed_by=_unchanged(REMOVAL[:2], same),
    )
    return (
        f"((OLD.placement_recorded_at IS NOT NULL AND ({_changed(PLACEMENT, differs)})) "
        f"OR (OLD.removed_on IS NOT NULL AND ({_changed(REMOVAL, differs)})) "
        f"OR NEW.dates_corrected {differs} OLD.dates_corrected) AND NOT ({by_a_row})"
    )


def _sqlite() -> None:
    name = f"{TABLE}_is_append_only"
    _refuse(name, f"UPDATE ON {TABLE}", "", APPEND_ONLY)
    _refuse(f"{name}_delete", f"DELETE ON {TABLE}", "", APPEND_ONLY)
    there = THERE.format(table=TABLE)
    _refuse(f"{name}_insert", f"INSERT ON {TABLE}", there, f"{APPEND_ONLY}: this row is there")
    op.execute(
        f"CREATE TRIGGER {TABLE}_moves_the_day AFTER INSERT ON {TABLE} FOR EACH ROW BEGIN "
        f"SELECT RAISE(ABORT, '{DOES_NOT_FOLLOW}') WHERE NOT {FOLLOWS}; {APPLY}; END"
    )
    op.execute("DROP TRIGGER placement_stays")
    _refuse("placement_stays", "UPDATE ON trial", _moved_otherwise("IS", "IS NOT"), STAYS)


def _refuse(name: str, event: str, when: str, message: str) -> None:
    condition = f"WHEN {when} " if when else ""
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {event} FOR EACH ROW {condition}"
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
    )


def _postgresql() -> None:
    name = f"{TABLE}_is_append_only"
    _function(name, f"{_raise(APPEND_ONLY)} RETURN NULL;")
    op.execute(
        f"CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW "
        f"EXECUTE FUNCTION {name}()"
    )
    op.execute(
        f"CREATE TRIGGER {name}_truncate BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT "
        f"EXECUTE FUNCTION {name}()"
    )
    moves = f"{TABLE}_moves_the_day"
    follows = f"IF NOT {FOLLOWS} THEN {_raise(DOES_NOT_FOLLOW)} END IF; "
    _function(moves, f"{follows}{APPLY}; RETURN NULL;")
    op.execute(
        f"CREATE TRIGGER {moves} AFTER INSERT ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {moves}()"
    )
    _placement_stays(_moved_otherwise("IS NOT DISTINCT FROM", "IS DISTINCT FROM"), STAYS)


def _placement_stays(when: str, message: str) -> None:
    refuse = _raise(message)
    _function(
        "placement_stays",
        f"IF TG_OP = 'DELETE' THEN IF OLD.placement_recorded_at IS NOT NULL THEN {refuse} END IF; "
        f"RETURN OLD; END IF; IF {when} THEN {refuse} END IF; RETURN NEW;",
    )


def _raise(message: str) -> str:
    # The code of a violated check, so that drivers report it as an integrity error.
    return f"RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation';"


def _function(name: str, body: str) -> None:
    op.execute(
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql "
        f"AS $$ BEGIN {body} END $$"
    )


def _to(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=op.f(f"fk_{TABLE}_{column}_{target}")
    )
