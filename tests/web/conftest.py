"""The application over a migrated database, at one moment, and clients of it."""

from collections.abc import Callable, Iterator
from functools import partial

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

import trialtrack.db as db
from config import Settings
from tests.web.clinics import NOW, SmallClinic, small_clinic
from trialtrack.access import Viewer
from trialtrack.app import create_app
from trialtrack.clock import now_utc
from trialtrack.services.sign_in_session import open_session
from trialtrack.web.sessions import TOKEN

SignIn = Callable[[Viewer], FlaskClient]


@pytest.fixture
def now() -> Iterator[time_machine.Traveller]:
    """Everything happens on the evening of 14 March 2026."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def app(sqlite_url: str, now: time_machine.Traveller) -> Iterator[Flask]:
    """The application as an installation starts it, on SQLite."""
    del now
    app = create_app(settings(sqlite_url))
    app.config["WTF_CSRF_ENABLED"] = False
    yield app
    db.in_use().close()
    db.use(None)


def settings(database_url: str) -> Settings:
    """Settings of an installation on this machine."""
    return Settings(
        database_url=database_url,
        secret_key="s" * 32,
        digest_key="d" * 32,
        public_url="http://127.0.0.1:8000",
    )


@pytest.fixture
def clinic(app: Flask) -> SmallClinic:
    """The clinic that the test is about."""
    del app
    return small_clinic()


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
