"""PostgreSQL crashes and comes back: nothing half-written, nothing lost, nobody restarts us."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import psycopg
import pytest
import time_machine
from flask import Flask

import trialtrack.db as db
from tests.cli.served import PATIENCE_S
from tests.fixtures.databases import migrate
from tests.fixtures.postgres import Postgres, PostgresUnavailable, running_postgres
from tests.web.clinics import SmallClinic
from tests.web.conftest import SignIn, settings
from tests.web.one_day import NOTHING, TODAY, WHOLE, answered, refused_and_kept, saved_once, traces
from tests.web.pages import read
from trialtrack.app import create_app

pytestmark = pytest.mark.postgresql
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
HOLD = "SELECT id FROM trial FOR UPDATE"


@pytest.fixture
def own_postgres() -> Iterator[Postgres]:
    """A server of this test's own, which waits for its disk."""
    try:
        server = running_postgres(durable=True)
        postgres = server.__enter__()
    except PostgresUnavailable as problem:
        pytest.skip(f"PostgreSQL did not start ({problem})")
    yield postgres
    server.__exit__(None, None, None)


@pytest.fixture
def app(own_postgres: Postgres, now: time_machine.Traveller) -> Iterator[Flask]:
    """The application over it; it stays the same one throughout."""
    address = own_postgres.create().render_as_string(hide_password=False)
    migrate(address)
    app = create_app(settings(address))
    app.config["WTF_CSRF_ENABLED"] = False
    yield app
    db.in_use().close()
    db.use(None)


def test_a_crash_is_said_and_survived(
    own_postgres: Postgres, clinic: SmallClinic, sign_in: SignIn
) -> None:
    patient = sign_in(clinic.patient)
    sent = answered(clinic, patient)
    own_postgres.crash()
    refused = patient.post(TODAY, data=sent)
    assert patient.get("/diary").status_code == 503
    own_postgres.start()
    refused_and_kept(refused, sent)
    assert traces(sent["entry_id"]) == NOTHING
    saved_once(patient, read(refused).fields)
    assert traces(sent["entry_id"]) == WHOLE


def test_a_crash_while_a_day_is_being_saved_leaves_nothing_of_it(
    own_postgres: Postgres, clinic: SmallClinic, sign_in: SignIn
) -> None:
    patient = sign_in(clinic.patient)
    sent = answered(clinic, patient)
    with ThreadPoolExecutor(1) as elsewhere, closing(another_program()) as other:
        other.execute(HOLD)
        saving = elsewhere.submit(patient.post, TODAY, data=sent)
        wait_until_somebody_waits()
        own_postgres.crash()
        refused = saving.result()
    own_postgres.start()
    refused_and_kept(refused, sent)
    assert traces(sent["entry_id"]) == NOTHING
    saved_once(patient, sent)


def test_what_another_program_holds_is_not_waited_for_without_end(
    app: Flask, clinic: SmallClinic, sign_in: SignIn
) -> None:
    patient = sign_in(clinic.patient)
    sent = answered(clinic, patient)
    with db.view() as session:
        assert session.connection().exec_driver_sql("SHOW lock_timeout").scalar() == "7s"
    with closing(another_program()) as other:
        other.execute(HOLD)
        with db.transaction() as session:
            # The same wait, shorter: seven seconds would prove no more.
            session.connection().exec_driver_sql("SET SESSION lock_timeout = 100")
        refused = patient.post(TODAY, data=sent)
    refused_and_kept(refused, sent)
    saved_once(patient, sent)


def another_program() -> psycopg.Connection:
    """A connection of its own, in a transaction; what it holds is let go at the end."""
    address = db.in_use().engine.url.set(drivername="postgresql")
    return psycopg.connect(address.render_as_string(hide_password=False))


def wait_until_somebody_waits() -> None:
    """Until the request has come as far as the lock."""
    gives_up_at = time.monotonic() + PATIENCE_S
    while time.monotonic() < gives_up_at:
        with db.view() as session:
            if session.connection().exec_driver_sql(WAITING).scalar():
                return
        time.sleep(0.01)
    raise AssertionError("nobody waits for the lock")
