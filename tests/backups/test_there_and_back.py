"""A backup that is restored is the same database, apart from who is signed in."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from stat import S_IMODE

import pytest
from sqlalchemy import select

from tests.backups.looking import is_empty, rows_of, triggers_of, unlike_the_models
from tests.services.small_clinic import SmallTrial, an_entry, at, small_clinic
from trialtrack import db
from trialtrack.backups.doors import DOORS
from trialtrack.backups.folder import name_of
from trialtrack.backups.make import Made, make_backup
from trialtrack.backups.manifest import DatabaseKind
from trialtrack.backups.place import Place
from trialtrack.backups.refusals import AlreadyThere, NothingToBackUp
from trialtrack.backups.restore import check_backup, restore_backup
from trialtrack.models import AuditEvent, Base, SignInSession
from trialtrack.services.record_day import record_day
from trialtrack.services.sign_in_session import open_session, resolve_session

IDLE = timedelta(days=9)


@pytest.fixture
def made(trial: SmallTrial, place: Place, folder: Path) -> Made:
    return make_backup(place, into=folder, at=at(13))


def test_a_restored_database_has_every_row_trigger_and_key(
    made: Made, place: Place, empty_place: Place
) -> None:
    restore_backup(made.path, empty_place, at=at(14))
    before, after = rows_of(place), rows_of(empty_place)
    added = [row for row in after["audit_event"] if row not in before["audit_event"]]
    assert len(added) == 1
    assert after | {"audit_event": before["audit_event"]} == before
    assert len(before["diary_entry"]) == 1
    assert triggers_of(empty_place) == triggers_of(place)
    assert unlike_the_models(empty_place) == []


def test_a_restored_database_goes_on_where_it_was(
    made: Made, trial: SmallTrial, empty_place: Place
) -> None:
    restore_backup(made.path, empty_place, at=at(14))
    restored = db.Database.open(empty_place.database_url, digest_key=empty_place.digest_key)
    db.use(restored)
    receipt = record_day(entry=an_entry(trial, 5), by=trial.patient, at=at(12, 21))
    assert receipt.conflicting
    restored.close()


def test_the_manifest_counts_what_is_there(made: Made, place: Place) -> None:
    rows = rows_of(place)
    assert {table.name: table.rows for table in made.manifest.tables} == {
        name: len(found) for name, found in rows.items()
    }
    assert made.manifest.revision == rows["alembic_version"][0][0]
    assert made.manifest.made_at == at(13)


def test_a_backup_is_one_file_that_only_its_owner_reads(made: Made, folder: Path) -> None:
    assert [path.name for path in folder.iterdir()] == ["trialtrack-20260313T200000Z.backup"]
    assert S_IMODE(made.path.stat().st_mode) == 0o600
    assert made.bytes == made.path.stat().st_size
    assert "Café".encode() not in made.path.read_bytes()


def test_a_backup_never_takes_the_place_of_another(made: Made, place: Place, folder: Path) -> None:
    before = made.path.read_bytes()
    with pytest.raises(AlreadyThere):
        make_backup(place, into=folder, at=at(13))
    assert made.path.read_bytes() == before
    assert len(list(folder.iterdir())) == 1


def test_a_drill_says_the_same_and_leaves_nothing(made: Made, place: Place, folder: Path) -> None:
    beside = set(place.work_parent.iterdir()) if place.kind is DatabaseKind.SQLITE else set()
    before = rows_of(place)
    checked = check_backup(made.path, place, at=at(14))
    assert checked.manifest == made.manifest
    assert (checked.encrypted, checked.pending) == (True, ())
    assert rows_of(place) == before
    if place.kind is DatabaseKind.SQLITE:
        assert set(place.work_parent.iterdir()) == beside


def test_nothing_is_backed_up_where_there_is_nothing(empty_place: Place, folder: Path) -> None:
    with pytest.raises(NothingToBackUp):
        make_backup(empty_place, into=folder, at=at(13))
    assert list(folder.iterdir()) == []
    assert is_empty(empty_place)


def test_nobody_is_signed_in_after_a_restore(
    trial: SmallTrial, place: Place, folder: Path, empty_place: Place
) -> None:
    by = small_clinic("Basildon").nurse
    people = [(by.staff_id, None), (None, trial.patient.patient_id)]
    with db.transaction() as session:
        tokens = [
            open_session(session, staff_id=staff, patient_id=patient, action="sign_in", at=at(12))
            for staff, patient in people
        ]
    assert all(resolve_session(token=token, at=at(12), idle=IDLE) for token in tokens)
    made = make_backup(place, into=folder, at=at(12))
    restore_backup(made.path, empty_place, at=at(12, 21))
    restored = db.Database.open(empty_place.database_url, digest_key=empty_place.digest_key)
    db.use(restored)
    assert [resolve_session(token=token, at=at(12), idle=IDLE) for token in tokens] == [None] * 2
    with db.view() as session:
        ended = set(session.scalars(select(SignInSession.ended_at)))
        said = session.scalars(
            select(AuditEvent.changes).where(AuditEvent.action == "restore_backup")
        ).one()
    assert ended == {at(12, 21)}
    assert json.loads(said)["session_ended"] == [None, 2]
    restored.close()


def test_every_table_of_tokens_is_shut_by_a_restore() -> None:
    """A card is no door: it asks for the date of birth too."""
    with_tokens = {name for name, table in Base.metadata.tables.items() if "token_hash" in table.c}
    assert with_tokens <= set(DOORS)
    for name in with_tokens:
        assert DOORS[name] in Base.metadata.tables[name].c


def test_without_a_key_a_backup_is_plain_and_still_hashed(
    trial: SmallTrial, place: Place, folder: Path, empty_place: Place
) -> None:
    bare = replace(place, backup_key=None)
    made = make_backup(bare, into=folder, at=at(13))
    assert not made.encrypted
    restored = restore_backup(made.path, replace(empty_place, backup_key=None), at=at(14))
    assert not restored.encrypted
    assert rows_of(empty_place)["diary_entry"] == rows_of(place)["diary_entry"]


def test_the_name_says_only_when() -> None:
    assert name_of(at(13)) == "trialtrack-20260313T200000Z.backup"
