"""The application over a migrated database, at one moment, and clients of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

import trialtrack.db as db
from config import Settings
from tests.fixtures.kept import DIGEST_KEY, Contents, Kept
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
def app(
    started_app: Flask, opened: db.Database, sqlite_url: str, now: time_machine.Traveller
) -> Iterator[Flask]:
    """The application over a database of the test's own, on SQLite; nothing else is kept."""
    del now, opened
    with over(started_app, sqlite_url):
        yield started_app


@contextmanager
def over(app: Flask, database_url: str) -> Iterator[None]:
    """The application as it is after a start with this database, which is in use already."""
    before = dict(app.config)
    app.config.update(WTF_CSRF_ENABLED=False, TRIALTRACK=settings(database_url))
    app.extensions[REMEMBERED].clear()
    yield
    app.config.clear()
    app.config.update(before)


@pytest.fixture
def opened(request: pytest.FixtureRequest, kept_sqlite: Kept) -> Iterator[db.Database]:
    """A migrated database in use, with the small clinic in it if the test asks for that."""
    contents = kept_sqlite.migrated
    if "clinic" in request.fixturenames:
        contents = kept_clinic(kept_sqlite).contents
    with kept_sqlite.in_use(contents) as database:
        yield database


@pytest.fixture
def sqlite_url(opened: db.Database, kept_sqlite: Kept) -> str:
    """Where that is."""
    del opened
    return kept_sqlite.url


@pytest.fixture
def with_tokens(app: Flask) -> None:
    """Forms are refused without the token that says whose they are, as on an installation."""
    app.config["WTF_CSRF_ENABLED"] = True


def settings(database_url: str) -> Settings:
    """Settings of an installation on this machine."""
    return Settings(
        database_url=database_url,
        secret_key="s" * 32,
        digest_key=DIGEST_KEY,
        public_url="http://127.0.0.1:8000",
    )


class KeptClinic(NamedTuple):
    """The small clinic, and what a database holds that has it."""

    clinic: SmallClinic
    contents: Contents


@cache
def kept_clinic(kept: Kept) -> KeptClinic:
    """Made once: to make it takes longer than most tests."""
    with kept.in_use(kept.migrated), time_machine.travel(NOW, tick=False):
        return KeptClinic(small_clinic(), kept.contents())


@pytest.fixture
def clinic(kept_sqlite: Kept, app: Flask) -> SmallClinic:
    """The clinic that the test is about."""
    del app
    return deepcopy(kept_clinic(kept_sqlite).clinic)


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
