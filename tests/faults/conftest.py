"""The application as in tests/web, on SQLite and then on PostgreSQL."""

from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask

import trialtrack.db as db
from tests.web.clinics import SmallClinic, small_clinic
from tests.web.conftest import now, settings, sign_in
from trialtrack.app import create_app

__all__ = ["app", "now", "sign_in"]


@pytest.fixture
def app(migrated_database_url: str, now: time_machine.Traveller) -> Iterator[Flask]:
    """Failures are raised, not shown as a page: the test says where they come from."""
    app = create_app(settings(migrated_database_url))
    app.config.update(WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=True)
    yield app
    db.in_use().close()
    db.use(None)


@pytest.fixture
def clinic(app: Flask) -> SmallClinic:
    """The clinic that the test is about, made anew on either database."""
    del app
    return small_clinic()
