"""What `backup` and `restore` share: where the database is, and how they say what they did."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from config import Settings
from trialtrack.cli.stopped import Stopped

if TYPE_CHECKING:
    from trialtrack.backups.manifest import Manifest
    from trialtrack.backups.place import Place

FOLDER = click.Path(path_type=Path, file_okay=False)
PG_TOOLS = click.option(
    "--pg-tools",
    type=FOLDER,
    metavar="FOLDER",
    help="Where pg_dump and pg_restore are, if they are not found by themselves.",
)


def place_of(settings: Settings, tools: Path | None) -> "Place":
    """The installation's database, with its keys."""
    from trialtrack.backups.place import Place

    return Place(settings.database_url, settings.digest_key, settings.backup_key, tools)


@contextmanager
def in_words() -> Iterator[None]:
    """A refusal, the database's own words or the disk's end the command, with exit status 1."""
    import sqlite3

    import psycopg
    from sqlalchemy.exc import SQLAlchemyError

    from trialtrack.access import Refusal

    try:
        yield
    except Refusal as refusal:
        raise Stopped(" ".join(str(refusal).split())) from None
    except (SQLAlchemyError, psycopg.Error, sqlite3.Error) as problem:
        said = " ".join(str(getattr(problem, "orig", None) or problem).split())
        raise Stopped(f"The database said: {said}") from None
    except OSError as problem:
        where = f" ({problem.filename})" if problem.filename else ""
        raise Stopped(f"{problem.strerror or problem}{where}.") from None


def counts(manifest: "Manifest") -> str:
    """What a backup holds, in numbers."""
    return (
        f"{len(manifest.tables)} tables with {manifest.rows:,} rows, "
        f"{manifest.rows_in('diary_entry'):,} of them diary entries"
    )


def size(count: int) -> str:
    """A number of bytes as people say it.

    >>> size(1_234), size(5_678_901)
    ('1.2 kB', '5.7 MB')
    """
    for unit, factor in (("GB", 10**9), ("MB", 10**6)):
        if count >= factor:
            return f"{count / factor:.1f} {unit}"
    return f"{count / 1000:.1f} kB"
