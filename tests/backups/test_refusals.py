"""What is not restored, and leaves the place as it was."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text

from tests.backups.conftest import BACKUP_KEY
from tests.backups.looking import is_empty, rows_of, unlike_the_models
from tests.fixtures.kept import DIGEST_KEY
from tests.services.small_clinic import SmallTrial, at
from trialtrack import db
from trialtrack.access import Refusal
from trialtrack.backups.container import Sealing, mark_of
from trialtrack.backups.make import Made, make_backup
from trialtrack.backups.manifest import DatabaseKind, Manifest, append_manifest, unpack
from trialtrack.backups.place import Place
from trialtrack.backups.refusals import (
    BackupKeyMissing,
    ContentDiffers,
    Damaged,
    NewerBackup,
    NotABackup,
    NotEmpty,
    NotEncrypted,
    OtherBackupKey,
    OtherDatabaseKind,
    OtherDigestKey,
)
from trialtrack.backups.restore import Allowed, check_backup, restore_backup
from trialtrack.models.migrate import alembic_config, migrate

Change = Callable[[bytes], bytes]


@pytest.fixture
def made(trial: SmallTrial, place: Place, folder: Path) -> Made:
    return make_backup(place, into=folder, at=at(13))


def refused(file: Path, place: Place, refusal: type[Refusal] = Refusal) -> None:
    for restore in (check_backup, restore_backup):
        with pytest.raises(refusal):
            restore(file, place, at=at(14))
    assert is_empty(place)


def test_an_altered_or_cut_file_leaves_the_place_empty(
    made: Made, empty_place: Place, folder: Path
) -> None:
    whole = made.path.read_bytes()
    wrong = folder / "wrong.backup"
    for part in range(0, len(whole), len(whole) // 12):
        altered = bytearray(whole)
        altered[part] ^= 0x80
        wrong.write_bytes(altered)
        refused(wrong, empty_place)
        wrong.write_bytes(whole[:part])
        refused(wrong, empty_place)
    wrong.write_bytes(whole[:-1])
    refused(wrong, empty_place, Damaged)
    wrong.write_bytes(whole + b"\0")
    refused(wrong, empty_place, Damaged)


def test_a_foreign_file_leaves_the_place_empty(empty_place: Place, folder: Path) -> None:
    for content in (b"", b"PGDMP\1\16", b"SQLite format 3\0", b"trialtrack"):
        (folder / "foreign").write_bytes(content * 1000)
        refused(folder / "foreign", empty_place, NotABackup)


def test_wrong_keys_are_told_apart(made: Made, empty_place: Place) -> None:
    refused(made.path, replace(empty_place, backup_key="w" * 32), OtherBackupKey)
    refused(made.path, replace(empty_place, backup_key=None), BackupKeyMissing)
    other = replace(empty_place, digest_key="w" * 32)
    refused(made.path, other, OtherDigestKey)
    restore_backup(made.path, other, at=at(14), allowed=Allowed(lost_digest_key=True))
    assert len(rows_of(other)["diary_entry"]) == 1


def test_a_plain_file_is_taken_beside_a_key_only_when_told(
    trial: SmallTrial, place: Place, empty_place: Place, folder: Path
) -> None:
    made = make_backup(replace(place, backup_key=None), into=folder, at=at(13))
    refused(made.path, empty_place, NotEncrypted)
    restore_backup(made.path, empty_place, at=at(14), allowed=Allowed(plain=True))
    assert len(rows_of(empty_place)["diary_entry"]) == 1


def test_nothing_is_restored_over_what_is_there(made: Made, place: Place) -> None:
    before = rows_of(place)
    with pytest.raises(NotEmpty):
        restore_backup(made.path, place, at=at(14))
    assert rows_of(place) == before


def test_nothing_is_restored_into_a_schema_without_rows(made: Made, empty_place: Place) -> None:
    migrate(empty_place.database_url)
    before = rows_of(empty_place)
    with pytest.raises(NotEmpty):
        restore_backup(made.path, empty_place, at=at(14))
    assert rows_of(empty_place) == before


def test_a_log_left_of_another_database_is_not_played_into_the_restored_one(
    sqlite_database: db.Database, tmp_path: Path, folder: Path
) -> None:
    place = Place(str(sqlite_database.engine.url), DIGEST_KEY)
    made = make_backup(place, into=folder, at=at(13))
    new = tmp_path / "gone.db"
    for ending in ("-wal", "-journal"):
        left = tmp_path / f"gone.db{ending}"
        left.write_bytes(b"what another database left")
        with pytest.raises(NotEmpty, match=f"gone.db{ending}"):
            restore_backup(made.path, Place(f"sqlite:///{new}", DIGEST_KEY), at=at(14))
        assert not new.exists()
        left.unlink()


def test_a_backup_of_a_newer_schema_is_refused(
    trial: SmallTrial, place: Place, empty_place: Place, folder: Path
) -> None:
    with db.transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    made = make_backup(place, into=folder, at=at(13))
    refused(made.path, empty_place, NewerBackup)


def test_a_backup_of_an_older_schema_is_restored_as_it_is_and_can_be_migrated(
    new_place: Callable[[], Place], folder: Path
) -> None:
    place, empty_place = new_place(), new_place()
    command.upgrade(alembic_config(place.database_url), "0005")
    made = make_backup(place, into=folder, at=at(13))
    assert check_backup(made.path, place, at=at(14)).pending[0] == "0006"
    restored = restore_backup(made.path, empty_place, at=at(14))
    assert restored.pending[0] == "0006"
    assert rows_of(empty_place)["alembic_version"] == [("0005",)]
    assert migrate(empty_place.database_url) == restored.pending
    assert unlike_the_models(empty_place) == []


def test_a_backup_goes_into_its_own_kind_of_database(
    made: Made, place: Place, tmp_path: Path
) -> None:
    other = {
        DatabaseKind.SQLITE: "postgresql://nobody@127.0.0.1/nothing",
        DatabaseKind.POSTGRESQL: f"sqlite:///{tmp_path / 'other.db'}",
    }
    with pytest.raises(OtherDatabaseKind, match=str(place.kind)):
        restore_backup(made.path, replace(place, database_url=other[place.kind]), at=at(14))
    assert not (tmp_path / "other.db").exists()


def forged(made: Made, folder: Path, change: Callable[[Manifest], Manifest]) -> Path:
    """A backup that is whole and says of its payload what is not so."""
    payload, out = folder / "payload", folder / "forged.backup"
    with made.path.open("rb") as source:
        manifest = unpack(source, payload, key=BACKUP_KEY)
    with out.open("wb") as file:
        sealing = Sealing(file, key=BACKUP_KEY, mark=mark_of(DIGEST_KEY))
        sealing.write(payload.read_bytes())
        append_manifest(sealing, change(manifest))
    payload.unlink()
    return out


def test_content_that_is_not_what_the_manifest_says_is_thrown_away(
    made: Made, empty_place: Place, folder: Path
) -> None:
    def one_more(manifest: Manifest) -> Manifest:
        first, *rest = manifest.tables
        return replace(manifest, tables=(replace(first, rows=first.rows + 1), *rest))

    def other_hash(manifest: Manifest) -> Manifest:
        *rest, last = manifest.tables
        return replace(manifest, tables=(*rest, replace(last, sha256="0" * 64)))

    def one_less(manifest: Manifest) -> Manifest:
        return replace(manifest, tables=manifest.tables[1:])

    def other_revision(manifest: Manifest) -> Manifest:
        return replace(manifest, revision="0005")

    for change in (one_more, other_hash, one_less, other_revision):
        refused(forged(made, folder, change), empty_place, ContentDiffers)
    refused(
        forged(made, folder, lambda manifest: replace(manifest, payload_sha256="0" * 64)),
        empty_place,
        Damaged,
    )
