"""The clock: which day it is, and when a link ends, hang on it."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import text

from trialtrack.access import Viewer
from trialtrack.db import Database
from trialtrack.db_file import database_file
from trialtrack.doctor.finding import Finding, fine, note, wrong
from trialtrack.queries.newest import newest_record

MOST_APART = timedelta(seconds=30)
PATIENCE_S = 5
SET_IT = "Set the clock by network time: timedatectl set-ntp true"


def clock(database: Database, *, at: datetime) -> Iterator[Finding]:
    """Against the database's clock, against the newest record, and what the system says of it."""
    apart = abs(_clock_of(database, at) - at)
    other = "the file system's" if _is_file(database) else "the database server's"
    said = f"{apart.total_seconds():.0f} seconds apart from {other}"
    if apart > MOST_APART:
        yield wrong("clock", f"{said}.", f"{SET_IT}, on both machines.")
    newest = newest_record(viewer=Viewer.system())
    if newest is not None and newest - at > MOST_APART:
        ahead = f"the newest record is of {newest:%Y-%m-%d %H:%M} UTC, which is still to come"
        yield wrong("clock", f"{ahead}.", f"It runs behind, or ran ahead before. {SET_IT}")
    elif apart <= MOST_APART:
        yield fine("clock", f"{said}, and no record is of the future.")
    yield _network_time()


def _is_file(database: Database) -> bool:
    return database_file(database.engine.url) is not None


def _clock_of(database: Database, at: datetime) -> datetime:
    file = database_file(database.engine.url)
    if file is not None:
        return _clock_of_folder(file.parent)
    with database.read_session() as session:
        said: datetime = session.scalar(text("SELECT clock_timestamp()")) or at
    return said.astimezone(UTC)


def _clock_of_folder(folder: Path) -> datetime:
    # A disk of another machine has that machine's time on what is written there.
    with tempfile.NamedTemporaryFile(dir=folder) as probe:
        return datetime.fromtimestamp(Path(probe.name).stat().st_mtime, UTC)


def _network_time() -> Finding:
    program = shutil.which("timedatectl")
    if program is None:
        return note(
            "network time", "not known here.", "Look whether chrony or ntpd sets the clock."
        )
    asked = [program, "show", "--property=NTPSynchronized", "--value"]
    try:
        done = subprocess.run(  # noqa: S603 - no word of it comes from outside
            asked, capture_output=True, text=True, timeout=PATIENCE_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return note("network time", "timedatectl does not answer.", "Look with: timedatectl")
    said = done.stdout.strip()
    if said == "yes":
        return fine("network time", "sets the clock.")
    if said == "no":
        return wrong("network time", "does not set the clock.", SET_IT)
    return note("network time", "timedatectl does not say.", "Look with: timedatectl")
