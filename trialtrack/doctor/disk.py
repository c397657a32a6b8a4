"""Room on the disks, and whether they can be written to."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from config import Settings
from trialtrack.db import engine_url
from trialtrack.db_file import database_file
from trialtrack.doctor.finding import Finding, fine, wrong

LEAST_FREE_BYTES = 500 * 10**6
COPIES = 3
"""A backup copies the database beside itself, and a restore has another for a while."""


def disks(settings: Settings) -> Iterator[Finding]:
    """A line for the database's folder, if it is a file, and one for temporary files."""
    file = database_file(engine_url(settings.database_url))
    if file is not None:
        size = file.stat().st_size if file.exists() else 0
        yield _disk("disk of the database", file.parent, max(LEAST_FREE_BYTES, COPIES * size))
    yield _disk("temporary files", Path(tempfile.gettempdir()), LEAST_FREE_BYTES)


def _disk(matter: str, folder: Path, needed: int) -> Finding:
    try:
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"x")
            probe.flush()
        free = shutil.disk_usage(folder).free
    except OSError as problem:
        said = f"{folder} cannot be written to: {problem.strerror}."
        return wrong(matter, said, "Let the user who runs trialtrack write there.")
    said = f"{free / 10**9:.1f} GB free in {folder}."
    if free < needed:
        remedy = f"Make room: {needed / 10**9:.1f} GB are needed, or entries will be refused."
        return wrong(matter, said, remedy)
    return fine(matter, said)
