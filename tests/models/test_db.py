"""One commit, at the end of the outermost transaction; a reading never writes."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, insert, select, text
from sqlalchemy.dialects.sqlite.base import SQLiteDialect
from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.orm import Session

from trialtrack import db
from trialtrack.clinical.opioids import OpioidTable
from trialtrack.models import Clinic
from trialtrack.models.base import DecimalText
from trialtrack.models.migrate import migrate

AT = datetime(2026, 3, 1, 9, tzinfo=UTC)


@pytest.fixture
def database(migrated_database_url: str) -> Iterator[db.Database]:
    opened = db.Database.open(migrated_database_url, digest_key="k" * 32)
    db.use(opened)
    yield opened
    db.use(None)
    opened.close()


@db.transactional
def open_clinic(session: Session, *, name: str, at: datetime = AT) -> None:
    session.add(
        Clinic(
            name=name,
            time_zone="Europe/London",
            phone="",
            emergency_phone="",
            is_demonstration=False,
            opioid_table=OpioidTable.CDC_2022,
            created_at=at,
        )
    )
    session.flush()


@db.transactional
def open_two(session: Session, *, refuse: bool) -> None:
    open_clinic(name="First")
    open_clinic(name="Second")
    if refuse:
        raise LookupError


@db.reading
def names(session: Session) -> list[str]:
    return list(session.scalars(select(Clinic.name).order_by(Clinic.name)))


@db.reading
def write_while_reading(session: Session) -> None:
    open_clinic(name="Never")


def test_what_is_inside_joins_the_outermost_commit(database: db.Database) -> None:
    open_two(refuse=False)
    assert names() == ["First", "Second"]
    with pytest.raises(LookupError):
        open_two(refuse=True)
    assert names() == ["First", "Second"]


def test_a_refusal_inside_that_is_caught_leaves_nothing_of_itself(database: db.Database) -> None:
    with db.transaction():
        open_clinic(name="Outer")
        with pytest.raises(LookupError):
            open_two(refuse=True)
    assert names() == ["Outer"]


def test_a_service_within_a_query_is_a_fault_of_the_code(database: db.Database) -> None:
    with pytest.raises(db.WriteInsideReading):
        write_while_reading()
    assert names() == []


def test_a_reading_never_commits(database: db.Database) -> None:
    with db.view() as session:
        try:
            session.execute(text("UPDATE clinic SET name = 'changed'"))
        except DBAPIError:
            assert database.engine.dialect.name == "postgresql"
    open_clinic(name="First")
    with db.view() as session:
        if database.engine.dialect.name == "sqlite":
            session.execute(text("UPDATE clinic SET name = 'changed'"))
    assert names() == ["First"]


def test_a_reading_sees_one_moment(database: db.Database) -> None:
    open_clinic(name="First")
    count = select(func.count(Clinic.id))
    with db.view() as session, ThreadPoolExecutor(1) as elsewhere:
        assert session.scalar(count) == 1
        elsewhere.submit(open_clinic, name="Second").result()
        assert session.scalar(count) == 1
    assert names() == ["First", "Second"]


def test_many_writers_at_once_all_succeed(database: db.Database) -> None:
    with ThreadPoolExecutor(12) as pool:
        list(pool.map(lambda n: open_clinic(name=f"Clinic {n:02}"), range(48)))
    assert len(names()) == 48
    assert not db.is_open()


def test_writers_of_two_processes_wait_for_each_other(sqlite_url: str) -> None:
    # Two databases over one file have two process locks, as two processes have.
    first, second = (db.Database.open(sqlite_url, digest_key="k" * 32) for _ in range(2))

    def write(number: int) -> None:
        database = first if number % 2 else second
        with database.write_session() as session:
            seen = session.scalar(select(func.count(Clinic.id)))
            statement = insert(Clinic).values(
                name=f"{seen}",
                time_zone="UTC",
                phone="",
                emergency_phone="",
                is_demonstration=False,
                opioid_table=OpioidTable.CDC_2022,
                created_at=AT,
            )
            session.execute(statement)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(write, range(24)))
    with first.read_session() as session:
        written = sorted(int(name) for name in session.scalars(select(Clinic.name)))
    assert written == list(range(24))
    first.close()
    second.close()


def test_sqlite_is_durable_and_keeps_its_references(sqlite_url: str) -> None:
    database = db.Database.open(sqlite_url, digest_key="k" * 32)
    with database.engine.connect() as connection:
        expected = {
            "journal_mode": "wal",
            "synchronous": 2,
            "foreign_keys": 1,
            "recursive_triggers": 1,
            "busy_timeout": 7000,
        }
        assert {name: _pragma(connection, name) for name in expected} == expected
    database.close()


def test_a_new_sqlite_file_and_those_beside_it_are_its_owners_alone(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'own.db'}"
    migrate(url)
    database = db.Database.open(url, digest_key="k" * 32)
    with database.write_session() as session:
        session.execute(text("CREATE TABLE own (id INTEGER)"))
        modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    assert modes == dict.fromkeys(("own.db", "own.db-wal", "own.db-shm"), 0o600)
    database.close()


def test_a_sqlite_file_that_others_could_read_is_closed_to_them(sqlite_url: str) -> None:
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    file.chmod(0o644)
    db.Database.open(sqlite_url, digest_key="k" * 32).close()
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_write_that_hangs_does_not_hang_those_behind_it(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "WRITE_TURN_TIMEOUT_S", 0.01)
    database = db.Database.open(sqlite_url, digest_key="k" * 32)
    db.use(database)
    with database.write_session(), ThreadPoolExecutor(1) as elsewhere:
        with pytest.raises(db.DatabaseBusy):
            elsewhere.submit(open_clinic, name="Second").result()
        assert elsewhere.submit(names).result() == []
    open_clinic(name="Third")
    assert names() == ["Third"]
    db.use(None)
    database.close()


def _pragma(connection: Connection, name: str) -> object:
    return connection.exec_driver_sql(f"PRAGMA {name}").scalar()


def test_without_a_database_it_is_said(tmp_path: Path) -> None:
    with pytest.raises(db.NoDatabase):
        names()


def test_an_instant_without_a_zone_is_refused(database: db.Database) -> None:
    with pytest.raises(StatementError, match="naive"):
        open_clinic(name="First", at=datetime(2026, 3, 1, 9))  # noqa: DTZ001
    assert names() == []


def test_an_instant_comes_back_in_utc(database: db.Database) -> None:
    open_clinic(name="First", at=datetime.fromisoformat("2026-03-01T10:00:00+01:00"))
    with db.view() as session:
        kept = session.scalars(select(Clinic.created_at)).one()
    assert (kept, kept.utcoffset()) == (AT, UTC.utcoffset(None))


@pytest.mark.parametrize(("value", "written"), [("57/100", "0.57"), ("0", "0"), ("10", "10")])
def test_a_fraction_is_kept_as_its_decimal_text(value: str, written: str) -> None:
    kept = DecimalText().process_bind_param(Fraction(value), SQLiteDialect())
    assert kept == written
    assert DecimalText().process_result_value(kept, SQLiteDialect()) == Fraction(value)


def test_a_fraction_that_no_decimal_writes_is_refused() -> None:
    with pytest.raises(ValueError, match="decimal"):
        DecimalText().process_bind_param(Fraction(1, 3), SQLiteDialect())
