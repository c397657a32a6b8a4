"""kill -9 in the middle of a backup or a restore: all of it is there, or nothing."""

import os
import signal
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.backups.looking import rows_of
from tests.services.small_clinic import SmallTrial, at
from trialtrack.backups.folder import WORK
from trialtrack.backups.make import make_backup
from trialtrack.backups.manifest import DatabaseKind
from trialtrack.backups.place import Place
from trialtrack.backups.restore import check_backup, restore_backup

KILLS = 12


def killed_after(seconds: float, work: Callable[[], object]) -> bool:
    """Do something in a process of its own and kill that; whether it was still at it."""
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def seconds_for(work: Callable[[], object]) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began


def left_in(folder: Path) -> list[Path]:
    return list(folder.glob(f"{WORK}*"))


def test_a_killed_restore_leaves_the_place_empty_or_complete(
    trial: SmallTrial, place: Place, folder: Path, new_place: Callable[[], Place]
) -> None:
    made = make_backup(place, into=folder, at=at(13))
    whole = rows_of(place)["diary_entry"]
    first = new_place()
    takes = seconds_for(lambda: restore_backup(made.path, first, at=at(14)))
    killed = 0
    for number in range(KILLS):
        target = new_place()
        work = partial(restore_backup, made.path, target, at=at(14))
        killed += killed_after(takes * number / KILLS, work)
        there = rows_of(target) if target.kind is not DatabaseKind.SQLITE else _file_rows(target)
        assert there == {} or there["diary_entry"] == whole
        if there == {}:
            restore_backup(made.path, target, at=at(14))
            assert rows_of(target)["diary_entry"] == whole
        if target.kind is DatabaseKind.SQLITE:
            assert left_in(target.work_parent) == []
    assert killed >= KILLS // 2


def test_a_killed_backup_leaves_no_file_that_looks_like_one(
    trial: SmallTrial, place: Place, folder: Path
) -> None:
    takes = seconds_for(lambda: make_backup(place, into=folder, at=at(13, 0)))
    killed = 0
    for number in range(1, KILLS + 1):
        work = partial(make_backup, place, into=folder, at=at(13, number))
        killed += killed_after(takes * number / KILLS, work)
    assert killed >= KILLS // 2
    for file in folder.glob("*.backup"):
        check_backup(file, place, at=at(14))
    make_backup(place, into=folder, at=at(13, 23))
    assert left_in(folder) == []
    assert left_in(place.work_parent) == []


def _file_rows(place: Place) -> dict[str, list[tuple[object, ...]]]:
    # Opening SQLite would make the file that must not be there.
    return rows_of(place) if place.sqlite_file.exists() else {}
