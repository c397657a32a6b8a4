"""The database is locked, full, damaged or gone: said in words, nothing half-written or lost."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

import trialtrack.db as db
from tests.web.clinics import SmallClinic
from tests.web.conftest import SignIn
from tests.web.one_day import NOTHING, TODAY, WHOLE, answered, refused_and_kept, saved_once, traces
from tests.web.pages import read

MOST_TRIES = 30


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The application waits for others for a moment only."""
    monkeypatch.setattr(db, "BUSY_TIMEOUT_MS", 50)
    monkeypatch.setattr(db, "WRITE_TURN_TIMEOUT_S", 0.05)


@pytest.fixture
def patient(impatient: None, clinic: SmallClinic, sign_in: SignIn) -> FlaskClient:
    return sign_in(clinic.patient)


def file() -> Path:
    return Path(str(db.in_use().engine.url.database))


@contextmanager
def locked_by_another_program() -> Iterator[None]:
    with closing(sqlite3.connect(file(), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def locked_by_another_writer() -> Iterator[None]:
    with db.in_use().write_session():
        yield


@contextmanager
def full() -> Iterator[None]:
    """The file may have no page more than it has."""
    with each_connection("PRAGMA max_page_count = 1"):
        yield


@contextmanager
def read_only() -> Iterator[None]:
    with each_connection("PRAGMA query_only = ON"):
        yield


@contextmanager
def each_connection(statement: str) -> Iterator[None]:
    engine = db.in_use().engine

    def prepare(connection: sqlite3.Connection, *_: object) -> None:
        connection.execute(statement)

    engine.dispose()
    event.listen(engine, "connect", prepare)
    yield
    event.remove(engine, "connect", prepare)
    engine.dispose()


@contextmanager
def moved_away() -> Iterator[None]:
    """Connections that are open would go on writing into it."""
    away = file().with_suffix(".away")
    file().rename(away)
    yield
    assert not file().exists()
    away.rename(file())


LOCKED = (locked_by_another_program, locked_by_another_writer)
FAULTS = (*LOCKED, full, read_only, moved_away)
Fault = Callable[[], AbstractContextManager[None]]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_day_that_cannot_be_saved_now_is_kept_in_the_page_and_can_be_sent_again(
    clinic: SmallClinic, patient: FlaskClient, fault: Fault
) -> None:
    sent = answered(clinic, patient)
    with fault():
        for _ in range(MOST_TRIES):
            refused = patient.post(TODAY, data=sent)
            if refused.status_code != 303:
                break
            # Of a full disk some pages have room left; a few entries fill them.
            assert fault is full
            sent = {**sent, "entry_id": str(uuid4())}
    refused_and_kept(refused, sent)
    assert traces(sent["entry_id"]) == NOTHING
    saved_once(patient, read(refused).fields)
    assert traces(sent["entry_id"]) == WHOLE


@pytest.mark.parametrize("fault", [*LOCKED, read_only])
def test_what_is_there_can_be_read_meanwhile(
    clinic: SmallClinic, patient: FlaskClient, fault: Fault
) -> None:
    with fault():
        assert patient.get("/diary").status_code == 200


def test_a_damaged_file_is_said_and_not_shown(clinic: SmallClinic, patient: FlaskClient) -> None:
    sent, damaged = answered(clinic, patient), file()
    db.in_use().close()
    whole = damaged.read_bytes()
    damaged.write_bytes(whole[:100] + bytes(255 for _ in whole[100:]))
    refused_and_kept(patient.post(TODAY, data=sent), sent)
    db.in_use().close()
    damaged.write_bytes(whole)
    saved_once(patient, sent)


def test_no_password_is_kept_in_the_page_and_nothing_of_who_is_not_signed_in(
    client: FlaskClient, clinic: SmallClinic, patient: FlaskClient
) -> None:
    sent = answered(clinic, patient)
    with locked_by_another_program():
        typed = {**sent, "password": "secret words", "new_password": "secret words"}
        assert "secret words" not in patient.post(TODAY, data=typed).text
        signing_in = client.post("/sign-in", data={"email": clinic.email, "password": "my words"})
    assert signing_in.status_code == 503
    assert clinic.email not in signing_in.text
    assert "my words" not in signing_in.text


def test_a_failure_of_ours_keeps_what_was_typed_as_well(
    clinic: SmallClinic, patient: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    patient.application.config["PROPAGATE_EXCEPTIONS"] = False
    sent = answered(clinic, patient)

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(db.Database, "write_session", broken)
    failed = patient.post(TODAY, data=sent)
    assert failed.status_code == 500
    assert "secret detail" not in failed.text
    assert read(failed).fields == sent


def test_more_than_a_page_may_carry_is_refused_in_words(
    clinic: SmallClinic, patient: FlaskClient
) -> None:
    refused = patient.post(TODAY, data={**answered(clinic, patient), "note": "x" * 300_000})
    assert refused.status_code == 413
    assert "That is too much for one page" in refused.text
    read(refused)
