"""The migrations make what the models say, on both databases."""

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import CheckConstraint, Connection, Engine, create_engine, inspect, text

from trialtrack.models import Base
from trialtrack.models.migrate import alembic_config, migrate, pending_migrations

EXPECTED_TRIGGERS = {
    "diary_entry": "diary_entry_is_append_only",
    "clinic_rating": "clinic_rating_is_append_only",
    "removal_move": "removal_move_is_append_only",
    "audit_event": "audit_event_is_append_only",
    "consent_notice": "consent_notice_is_append_only",
    "consent": "consent_is_append_only",
    "withdrawal": "withdrawal_is_append_only",
    "sign_advice": "sign_advice_is_append_only",
    "warning_flag": "warning_flag_is_append_only",
    "warning_acknowledgement": "warning_acknowledgement_is_append_only",
    "conflict_settlement": "conflict_settlement_is_append_only",
    "correction_request": "correction_request_is_append_only",
    "correction_settlement": "correction_settlement_is_append_only",
    "put_aside": "put_aside_is_append_only",
    "trial_goal": "trial_goal_is_append_only",
    "lead_record": "lead_record_is_append_only",
    "programme_correction": "programme_correction_is_append_only",
    "end_answers": "end_answers_is_append_only",
    "trial_cancellation": "trial_cancellation_is_append_only",
    "identity_correction": "identity_correction_is_append_only",
    "patient_merge": "patient_merge_is_append_only",
    "patient_split": "patient_split_is_append_only",
    "trial_move": "trial_move_is_append_only",
    "date_correction": "date_correction_is_append_only",
    "day_exclusion": "day_exclusion_is_append_only",
    "site_rename": "site_rename_is_append_only",
    "medicine_change": "medicine_change_is_append_only",
    "protocol": "protocol_is_frozen",
    "trial": "placement_stays",
}


@pytest.fixture
def engine(migrated_database_url: str) -> Engine:
    return create_engine(migrated_database_url)


def test_a_migrated_database_differs_in_nothing_from_the_models(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_a_migrated_database_has_every_check_of_the_models(engine: Engine) -> None:
    there = {
        str(check["name"])
        for table in Base.metadata.tables
        for check in inspect(engine).get_check_constraints(table)
    }
    named = {
        str(constraint.name)
        for table in Base.metadata.tables.values()
        for constraint in table.constraints
        if isinstance(constraint, CheckConstraint)
    }
    assert len(named) > 30
    assert there == named


def test_the_words_that_a_column_may_hold_are_those_of_its_enum(engine: Engine) -> None:
    written = {
        str(check["name"]): str(check["sqltext"])
        for table in Base.metadata.tables
        for check in inspect(engine).get_check_constraints(table)
    }
    for table in Base.metadata.tables.values():
        for column in table.columns:
            for word in getattr(column.type, "enums", ()):
                name = getattr(column.type, "name", None)
                assert f"'{word}'" in written[f"ck_{table.name}_{name}"]


def test_every_trigger_is_there(engine: Engine) -> None:
    with engine.connect() as connection:
        assert set(_triggers(connection)) >= set(EXPECTED_TRIGGERS.items())


def _triggers(connection: Connection) -> list[tuple[str, str]]:
    query = (
        "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'"
        if connection.dialect.name == "sqlite"
        else "SELECT event_object_table, trigger_name FROM information_schema.triggers"
    )
    return [(str(table), str(name)) for table, name in connection.execute(text(query))]


def test_pending_migrations_are_named_and_then_done(database_url: str) -> None:
    files = (Path(__file__).parents[2] / "migrations/versions").glob("[0-9]*.py")
    every = tuple(sorted(file.name[:4] for file in files))
    assert every[:2] == ("0001", "0002")
    assert pending_migrations(database_url) == every
    assert migrate(database_url) == every
    assert pending_migrations(database_url) == ()
    assert migrate(database_url) == ()


def test_the_migrations_can_be_taken_back(database_url: str) -> None:
    migrate(database_url)
    command.downgrade(alembic_config(database_url), "base")
    assert inspect(create_engine(database_url)).get_table_names() == ["alembic_version"]
