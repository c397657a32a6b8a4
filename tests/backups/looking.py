"""What stands in a database, looked at past everything that makes or restores a backup."""

from collections.abc import Callable
from typing import Any, TypeVar

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.pool import NullPool

from trialtrack.backups.place import Place
from trialtrack.db import engine_url
from trialtrack.models import Base

Found = TypeVar("Found")
Rows = dict[str, list[tuple[Any, ...]]]


def rows_of(place: Place) -> Rows:
    """Every row of every table; nothing at all where there is no file."""
    return look(place, _rows)


def triggers_of(place: Place) -> set[tuple[str, str]]:
    return look(place, _triggers)


def unlike_the_models(place: Place) -> list[Any]:
    return look(place, _unlike_the_models)


def is_empty(place: Place) -> bool:
    if place.kind.value == "SQLite":
        left = [path.name for path in place.work_parent.iterdir()]
        return left == [] or (left == ["restored.db"] and not place.sqlite_file.stat().st_size)
    return look(place, lambda connection: inspect(connection).get_table_names() == [])


def look(place: Place, ask: Callable[[Connection], Found]) -> Found:
    engine = create_engine(engine_url(place.database_url), poolclass=NullPool)
    with engine.connect() as connection:
        return ask(connection)


def _rows(connection: Connection) -> Rows:
    names = inspect(connection).get_table_names()
    return {
        name: sorted(
            (tuple(row) for row in connection.execute(text(f"SELECT * FROM {name}"))), key=repr
        )
        for name in names
    }


def _triggers(connection: Connection) -> set[tuple[str, str]]:
    query = (
        "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'"
        if connection.dialect.name == "sqlite"
        else "SELECT event_object_table, trigger_name FROM information_schema.triggers"
    )
    return {(str(table), str(name)) for table, name in connection.execute(text(query))}


def _unlike_the_models(connection: Connection) -> list[Any]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, Base.metadata))
