"""Bring a database to the schema of today, and say what is still to be done."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from trialtrack.access import Refusal
from trialtrack.db import engine_url
from trialtrack.db_file import keep_private

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


class NewerDatabase(Refusal):
    """This database was made by a newer trialtrack; serve it with that one, or a later."""


def alembic_config(url: str) -> Config:
    """Alembic's configuration for one database."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


def migrate(url: str) -> tuple[str, ...]:
    """Run the pending migrations in one transaction; their names, oldest first."""
    pending = pending_migrations(url)
    if pending:
        command.upgrade(alembic_config(url), "head")
    return pending


def pending_migrations(url: str) -> tuple[str, ...]:
    """The revisions that this database still lacks, oldest first."""
    address = engine_url(url)
    keep_private(address)
    engine = create_engine(address, poolclass=NullPool)
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    engine.dispose()
    return revisions_after(current)


def revisions_after(current: str | None) -> tuple[str, ...]:
    """The revisions that follow one, oldest first; NewerDatabase where it is unknown here."""
    scripts = ScriptDirectory(str(MIGRATIONS))
    known = {script.revision for script in scripts.walk_revisions()}
    if current is not None and current not in known:
        raise NewerDatabase
    revisions = scripts.iterate_revisions("heads", current or "base")
    return tuple(revision.revision for revision in reversed([*revisions]))
