"""Backups: where they go, how old the newest is, and what it is worth."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from config import Settings
from trialtrack.backups.container import mark_of
from trialtrack.backups.folder import newest_backup
from trialtrack.db import engine_url
from trialtrack.db_file import database_file
from trialtrack.doctor.finding import Finding, fine, note, wrong

MOST_AGE = timedelta(hours=26)
"""One a night, and two hours for a night of a clock change and for a slow one."""


def backup(settings: Settings, *, at: datetime) -> Iterator[Finding]:
    """A line for the newest backup, and one for what it could not be used for."""
    if settings.backup_folder is None:
        remedy = "Set TRIALTRACK_BACKUP_FOLDER, and run trialtrack backup every night."
        yield wrong("backups", "nobody has said where they go.", remedy)
        return
    folder = Path(settings.backup_folder)
    try:
        newest = newest_backup(folder, mark_of(settings.digest_key))
    except OSError as problem:
        said = f"{folder} cannot be read: {problem.strerror}."
        yield wrong("backups", said, "Run the doctor as the user that makes them.")
        return
    yield _newest(newest, folder, at)
    if settings.backup_key is None:
        said = "TRIALTRACK_BACKUP_KEY is not set: whoever finds a file reads every diary."
        yield wrong("backup key", said, "Set it, and keep it somewhere else too.")
    file = database_file(engine_url(settings.database_url))
    if newest and file and file.exists() and file.stat().st_dev == folder.stat().st_dev:
        said = "they lie on the disk of the database, and die with it."
        yield note("backups", said, "Copy them to another machine each night.")


def _newest(newest: datetime | None, folder: Path, at: datetime) -> Finding:
    remedy = "Run trialtrack backup, and see that it runs every night."
    if newest is None:
        return wrong("backups", f"there is none in {folder}.", remedy)
    hours = (at - newest) / timedelta(hours=1)
    if at - newest > MOST_AGE:
        return wrong("backups", f"the newest is {hours:.0f} hours old.", remedy)
    return fine("backups", f"the newest is {hours:.0f} hours old.")
