"""The database that a backup is made of or put back into, with what is needed to reach it."""

import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from trialtrack.backups.manifest import DatabaseKind
from trialtrack.db import engine_url


@dataclass(frozen=True, slots=True)
class Place:
    """A database and its keys. `tools`: the one folder to look for PostgreSQL's programs in."""

    database_url: str = field(repr=False)
    digest_key: str = field(repr=False)
    backup_key: str | None = field(default=None, repr=False)
    tools: Path | None = None

    @property
    def kind(self) -> DatabaseKind:
        """Of which kind the database is."""
        sqlite = engine_url(self.database_url).get_backend_name() == "sqlite"
        return DatabaseKind.SQLITE if sqlite else DatabaseKind.POSTGRESQL

    @property
    def sqlite_file(self) -> Path:
        """The file of a SQLite database."""
        return Path(engine_url(self.database_url).database or "")

    @property
    def work_parent(self) -> Path:
        """Where a readable copy lies for a while: beside the database, if that is a file."""
        if self.kind is DatabaseKind.SQLITE:
            return self.sqlite_file.parent
        return Path(tempfile.gettempdir())
