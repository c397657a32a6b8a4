"""Which backups are whose, which are older, and who works in a folder."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.backups.test_container import MARK, sealed
from tests.services.small_clinic import at
from trialtrack.backups.container import mark_of
from trialtrack.backups.folder import (
    WORK,
    locked,
    made_at,
    name_of,
    newest_backup,
    remove_older,
    work_folder,
)
from trialtrack.backups.refusals import FolderBusy, NoFolder


def backup(folder: Path, day: int) -> Path:
    path = folder / name_of(at(day))
    path.write_bytes(sealed(b"content"))
    return path


def test_only_older_backups_of_ours_are_removed(folder: Path) -> None:
    ours = [backup(folder, day) for day in (10, 11, 12, 13, 14)]
    others = [
        folder / "trialtrack-20260309T200000Z.backup",
        folder / "trialtrack-20260309.backup",
        folder / "trialtrack-99999999T999999Z.backup",
        folder / "notes.txt",
    ]
    for path in others:
        path.write_bytes(b"of somebody else")
    assert remove_older(ours[3], MARK, keep=2) == 2
    assert sorted(folder.iterdir()) == sorted([*ours[2:], *others])


def test_backups_of_another_installation_are_left_alone(folder: Path) -> None:
    ours = [backup(folder, day) for day in (10, 11)]
    assert remove_older(ours[1], mark_of("another key" * 3), keep=1) == 0
    assert len(list(folder.iterdir())) == 2


def test_the_newest_backup_is_told_by_its_name(folder: Path) -> None:
    assert newest_backup(folder, MARK) is None
    assert newest_backup(folder / "nowhere", MARK) is None
    backup(folder, 11)
    backup(folder, 10)
    (folder / name_of(at(20))).write_bytes(b"no backup")
    assert newest_backup(folder, MARK) == at(11)


@pytest.mark.parametrize(
    "name",
    ["trialtrack-20260310T250000Z.backup", "trialtrack-20260310T200000Z.backup.part", "a.backup"],
)
def test_other_names_are_no_backups(name: str) -> None:
    assert made_at(Path(name)) is None
    assert made_at(Path(name_of(at(10) + timedelta(milliseconds=400)))) == at(10)


def test_one_backup_at_a_time_in_a_folder(folder: Path) -> None:
    with locked(folder), pytest.raises(FolderBusy), locked(folder):
        pass
    with locked(folder):
        pass


def test_a_folder_that_is_not_there_is_named(folder: Path) -> None:
    with pytest.raises(NoFolder, match="nowhere"), locked(folder / "nowhere"):
        pass


def test_what_a_killed_one_left_goes_and_what_is_at_work_stays(folder: Path) -> None:
    left = folder / f"{WORK}left"
    left.mkdir()
    (left / "copy.db").write_bytes(b"names")
    with work_folder(folder) as one:
        assert not left.exists()
        assert one.stat().st_mode & 0o777 == 0o700
        with work_folder(folder) as other:
            assert one.is_dir()
            assert other != one
    assert list(folder.iterdir()) == []
