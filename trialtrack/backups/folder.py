"""Where backups lie: their names, which are older, and private folders to work in."""

import fcntl
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from trialtrack.access import Refusal
from trialtrack.backups.container import Header
from trialtrack.backups.refusals import AlreadyThere, FolderBusy, NoFolder

STAMP = "%Y%m%dT%H%M%SZ"
NAME = re.compile(r"trialtrack-(\d{8}T\d{6}Z)\.backup")
NEW, WORK = ".trialtrack-new-", ".trialtrack-work-"


def name_of(at: datetime) -> str:
    """The name of a backup that began at this instant: it tells nothing but that."""
    return f"trialtrack-{at.astimezone(UTC):{STAMP}}.backup"


def made_at(path: Path) -> datetime | None:
    """When a backup began, by its name; None for other files."""
    found = NAME.fullmatch(path.name)
    if found is None:
        return None
    with suppress(ValueError):
        return datetime.strptime(found[1], STAMP).replace(tzinfo=UTC)
    return None


def backups_in(folder: Path, mark: bytes) -> list[Path]:
    """The backups of one installation, the newest first; files of others are passed over."""
    named = [path for path in folder.glob("trialtrack-*.backup") if made_at(path)]
    return sorted((path for path in named if _has_mark(path, mark)), reverse=True)


def newest_backup(folder: Path, mark: bytes) -> datetime | None:
    """When the newest backup of an installation was made; None where there is none."""
    found = backups_in(folder, mark) if folder.is_dir() else []
    return made_at(found[0]) if found else None


def remove_older(newest: Path, mark: bytes, *, keep: int) -> int:
    """Remove backups of the same installation that are older than `newest`, so that `keep` stay.

    Returns how many went. Younger ones and files of others are left alone.
    """
    older = [path for path in backups_in(newest.parent, mark) if path.name < newest.name]
    for path in older[keep - 1 :]:
        path.unlink()
    sync_folder(newest.parent)
    return len(older[keep - 1 :])


def publish(made: Path, target: Path) -> None:
    """Give a finished file its name for good; AlreadyThere rather than overwrite another.

    File and folder are on the disk when this returns. The folder is to be locked, see `locked`.
    """
    with made.open("rb") as file:
        os.fsync(file.fileno())
    if target.exists():
        raise AlreadyThere
    made.rename(target)
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Have the names in a folder written to the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a folder against other backups and restores; FolderBusy where one is at work."""
    if not folder.is_dir():
        raise NoFolder(f"There is no folder {folder}; make it first.")
    with _lock(folder):
        yield


@contextmanager
def work_folder(parent: Path) -> Iterator[Path]:
    """A new folder that only we can read, gone in the end; what killed ones left goes first."""
    for left in parent.glob(f"{WORK}*"):
        with suppress(FolderBusy, OSError), _lock(left):
            shutil.rmtree(left)
    new = Path(tempfile.mkdtemp(prefix=NEW, dir=parent))
    with _lock(new):
        # Under the name that is looked for it was never without its lock.
        made = new.rename(parent / new.name.replace(NEW, WORK))
        try:
            yield made
        finally:
            shutil.rmtree(made, ignore_errors=True)


@contextmanager
def _lock(folder: Path) -> Iterator[None]:
    # The lock goes with the process, however it ends.
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise FolderBusy from None
        yield
    finally:
        os.close(handle)


def _has_mark(path: Path, mark: bytes) -> bool:
    try:
        with path.open("rb") as source:
            return Header.read(source).mark == mark
    except (Refusal, OSError):
        return False
