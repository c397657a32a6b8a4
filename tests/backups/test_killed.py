"""kill -9 in the middle of a backup or a restore: all of it is there, or nothing."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.backups.killing import killed_after, killed_at, steps_of
from tests.backups.looking import rows_of
from tests.services.small_clinic import SmallTrial, at
from trialtrack.backups.folder import WORK
from trialtrack.backups.make import make_backup
from trialtrack.backups.manifest import DatabaseKind
from trialtrack.backups.place import Place
from trialtrack.backups.restore import check_backup, restore_backup

KILLS = 12
SOAK_KILLS = 200


def left_in(folder: Path) -> list[Path]:
    return list(folder.glob(f"{WORK}*"))


def empty_or_complete(made: Path, place: Place, target: Place) -> bool:
    """Whether a killed restore left it complete; otherwise it is empty, and then restored."""
    whole = rows_of(place)["diary_entry"]
    # Opening SQLite would make the file that must not be there.
    there = target.kind is not DatabaseKind.SQLITE or target.sqlite_file.exists()
    rows = rows_of(target) if there else {}
    if not rows:
        restore_backup(made, target, at=at(14))
    assert rows_of(target)["diary_entry"] == whole
    if target.kind is DatabaseKind.SQLITE and not rows:
        assert left_in(target.work_parent) == []
    return rows != {}


def test_a_killed_restore_leaves_the_place_empty_or_complete(
    trial: SmallTrial, place: Place, folder: Path, new_place: Callable[[], Place]
) -> None:
    made = make_backup(place, into=folder, at=at(13)).path
    steps = steps_of(partial(restore_backup, made, new_place(), at=at(14)))
    complete = []
    for number in range(1, KILLS):
        target = new_place()
        work = partial(restore_backup, made, target, at=at(14))
        assert killed_at(steps * number // KILLS, work)
        complete.append(empty_or_complete(made, place, target))
    assert complete.count(False) >= KILLS // 2
    assert complete == sorted(complete)


def test_a_killed_backup_leaves_no_file_that_looks_like_one(
    trial: SmallTrial, place: Place, folder: Path
) -> None:
    steps = steps_of(partial(make_backup, place, into=folder, at=at(13, 0)))
    for number in range(1, KILLS):
        work = partial(make_backup, place, into=folder, at=at(13, number))
        assert killed_at(steps * number // KILLS, work)
    for file in folder.glob("*.backup"):
        check_backup(file, place, at=at(14))
    assert len(list(folder.glob("*.backup"))) <= KILLS // 2
    make_backup(place, into=folder, at=at(13, 23))
    assert left_in(folder) == []
    assert left_in(place.work_parent) == []


@pytest.mark.soak
def test_of_many_restores_killed_at_any_time_none_is_half_done(
    trial: SmallTrial, place: Place, folder: Path, new_place: Callable[[], Place]
) -> None:
    made = make_backup(place, into=folder, at=at(13)).path
    began = time.monotonic()
    restore_backup(made, new_place(), at=at(14))
    takes = time.monotonic() - began
    killed = 0
    for number in range(SOAK_KILLS):
        target = new_place()
        work = partial(restore_backup, made, target, at=at(14))
        killed += killed_after(takes * number / SOAK_KILLS, work)
        empty_or_complete(made, place, target)
    assert killed
