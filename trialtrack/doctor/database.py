"""The database: there, private, whole, safe against a power cut, and of today's schema."""

import stat
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from config import Settings
from trialtrack.db import Database, engine_url
from trialtrack.db_file import BESIDE_IT, OWNER_ONLY, database_file, keep_private
from trialtrack.doctor.finding import Finding, fine, wrong
from trialtrack.models.migrate import NewerDatabase, pending_migrations, revisions_after

SQLITE_WANTED = {"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1"}
POSTGRESQL_WANTED = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
STRICTER = ("remote_write", "remote_apply")
MOST_FAULTS = 3


def files(settings: Settings) -> Iterator[Finding]:
    """One line of a SQLite file, before anything opens it; none for PostgreSQL."""
    file = database_file(engine_url(settings.database_url))
    if file is None:
        return
    if not file.exists():
        remedy = "Check TRIALTRACK_DATABASE_URL; make a new one with: trialtrack migrate"
        yield wrong("database file", f"{file} is not there.", remedy)
        return
    beside = [file.with_name(f"{file.name}{suffix}") for suffix in BESIDE_IT]
    readable = [each for each in (file, *beside) if _others_read(each)]
    if readable:
        yield _readable(settings, readable)
    elif file.parent.stat().st_mode & stat.S_IWOTH:
        said = f"any user of this machine can replace it: {file.parent} is open to all."
        yield wrong("database file", said, f"chmod o-w {file.parent}")
    else:
        yield fine("database file", f"{file}, its owner's alone.")


def _readable(settings: Settings, readable: list[Path]) -> Finding:
    keep_private(engine_url(settings.database_url))
    names = " ".join(str(each) for each in readable)
    said = f"other users of this machine could read {names}."
    if any(_others_read(each) for each in readable):
        return wrong("database file", said, f"chmod {OWNER_ONLY:o} {names}")
    return wrong("database file", said, "They cannot any more; find out whether one did.")


def migrations(settings: Settings) -> Iterator[Finding]:
    """One line: the database can be reached, and lacks no migration."""
    try:
        pending = pending_migrations(settings.database_url)
    except NewerDatabase as newer:
        yield wrong("migrations", str(newer), "Install that version.")
        return
    except SQLAlchemyError as problem:
        said = _words_of(problem)
        remedy = "Check TRIALTRACK_DATABASE_URL, and that the database runs."
        yield wrong("database", f"it cannot be opened: {said}.", remedy)
        return
    if pending and pending == revisions_after(None):
        yield wrong("migrations", "the database is empty.", "Run: trialtrack migrate")
        return
    if pending:
        said = f"{len(pending)} to do ({', '.join(pending)})."
        yield wrong("migrations", said, "Make a backup, then run: trialtrack migrate")
        return
    yield fine("migrations", "none to do.")


def durability(database: Database) -> Iterator[Finding]:
    """Two lines: what a power cut would leave, and whether the data is whole."""
    with database.engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        yield _settings(connection, sqlite=sqlite)
        if sqlite:
            yield _whole(connection)


def _settings(connection: Connection, *, sqlite: bool) -> Finding:
    wanted = SQLITE_WANTED if sqlite else POSTGRESQL_WANTED
    asked = "PRAGMA" if sqlite else "SHOW"
    found = {name: str(connection.execute(text(f"{asked} {name}")).scalar()) for name in wanted}
    off = [name for name, value in found.items() if value not in (wanted[name], *STRICTER)]
    if off:
        said = f"{', '.join(f'{name} is {found[name]}' for name in off)}: "
        remedy = "Set " + ", ".join(f"{name} = {wanted[name]}" for name in off)
        return wrong("database", f"{said}a power cut can lose what was acknowledged.", remedy)
    kind = "SQLite" if sqlite else "PostgreSQL"
    return fine("database", f"{kind}; what is acknowledged survives a power cut.")


def _whole(connection: Connection) -> Finding:
    said = [str(row[0]) for row in connection.execute(text("PRAGMA quick_check"))]
    broken = [] if said == ["ok"] else said
    broken += [
        f"{row[0]} row {row[1]}" for row in connection.execute(text("PRAGMA foreign_key_check"))
    ]
    if broken:
        remedy = "Stop the service and restore the newest backup."
        return wrong("data", f"damaged: {'; '.join(broken[:MOST_FAULTS])}.", remedy)
    return fine("data", "whole.")


def damaged(problem: SQLAlchemyError) -> Finding:
    """The database was opened and cannot be read."""
    remedy = "Stop the service and restore the newest backup."
    return wrong("data", f"it cannot be read: {_words_of(problem)}.", remedy)


def _words_of(problem: SQLAlchemyError) -> str:
    """The database's own, without the statement and without the address."""
    return " ".join(str(getattr(problem, "orig", None) or type(problem).__name__).split())


def _others_read(file: Path) -> bool:
    return file.exists() and bool(file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))
