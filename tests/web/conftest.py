"""The application over a migrated database, at one moment, and clients of it."""

import shutil
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import partial
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import make_url

import trialtrack.db as db
from config import Settings
from tests.web.clinics import NOW, SmallClinic, small_clinic
from trialtrack.access import Viewer
from trialtrack.app import create_app
from trialtrack.clock import now_utc
from trialtrack.services.sign_in_session import open_session
from trialtrack.web.sessions import TOKEN
from trialtrack.web.signs.told import REMEMBERED

SignIn = Callable[[Viewer], FlaskClient]


@pytest.fixture
def now() -> Iterator[time_machine.Traveller]:
    """Everything happens on the evening of 14 March 2026."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture(scope="session")
def started_app(migrated_sqlite: Path) -> Flask:
    """The application as an installation starts it: most of a start is compiling addresses."""
    app = create_app(settings(f"sqlite:///{migrated_sqlite}"))
    db.in_use().close()
    db.use(None)
    return app


@pytest.fixture
def app(started_app: Flask, sqlite_url: str, now: time_machine.Traveller) -> Iterator[Flask]:
    """The application over a database of the test's own, on SQLite; nothing else is kept."""
    del now
    before = dict(started_app.config)
    started_app.config.update(WTF_CSRF_ENABLED=False, TRIALTRACK=settings(sqlite_url))
    started_app.extensions[REMEMBERED].clear()
    database = db.Database.open(sqlite_url, digest_key=settings(sqlite_url).digest_key)
    db.use(database)
    yield started_app
    db.use(None)
    database.close()
    started_app.config.clear()
    started_app.config.update(before)


def settings(database_url: str) -> Settings:
    """Settings of an installation on this machine."""
    return Settings(
        database_url=database_url,
        secret_key="s" * 32,
        digest_key="d" * 32,
        public_url="http://127.0.0.1:8000",
    )


@pytest.fixture(scope="session")
def kept_clinic(
    migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, SmallClinic]:
    """A database with the small clinic, made once; to make it takes longer than most tests."""
    path = tmp_path_factory.mktemp("clinic") / "clinic.db"
    shutil.copyfile(migrated_sqlite, path)
    address = f"sqlite:///{path}"
    database = db.Database.open(address, digest_key=settings(address).digest_key)
    db.use(database)
    with time_machine.travel(NOW, tick=False):
        clinic = small_clinic()
    db.use(None)
    database.close()
    return path, clinic


@pytest.fixture
def sqlite_url(request: pytest.FixtureRequest, sqlite_url: str) -> str:
    """A migrated database, with the small clinic in it if the test asks for that."""
    if "clinic" in request.fixturenames:
        path, _ = request.getfixturevalue("kept_clinic")
        shutil.copyfile(path, str(make_url(sqlite_url).database))
    return sqlite_url


@pytest.fixture
def clinic(kept_clinic: tuple[Path, SmallClinic], app: Flask) -> SmallClinic:
    """The clinic that the test is about."""
    del app
    return deepcopy(kept_clinic[1])


@pytest.fixture
def stranger(clinic: SmallClinic) -> SmallClinic:
    """Another clinic in the same installation: none of its people may see anything of the first."""
    del clinic
    return small_clinic("two", "Okafor")


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Nobody signed in."""
    return app.test_client()


def signed_in(app: Flask, person: Viewer) -> FlaskClient:
    """A client of its own for whoever is named."""
    with db.transaction() as session:
        token = open_session(
            session,
            staff_id=person.staff_id,
            patient_id=person.patient_id,
            action="sign_in",
            at=now_utc(),
        )
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie[TOKEN] = token
    return client


@pytest.fixture
def sign_in(app: Flask) -> SignIn:
    """A client of its own for whoever is named."""
    return partial(signed_in, app)
