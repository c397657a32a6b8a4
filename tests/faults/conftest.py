"""The application as in tests/web, on SQLite and then on PostgreSQL."""

from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask

from tests.fixtures.kept import Kept
from tests.web.clinics import SmallClinic, small_clinic
from tests.web.conftest import now, over, sign_in, started_app

__all__ = ["app", "now", "sign_in", "started_app"]


@pytest.fixture
def app(started_app: Flask, kept: Kept, now: time_machine.Traveller) -> Iterator[Flask]:
    """Failures are raised, not shown as a page: the test says where they come from."""
    del now
    with kept.in_use(kept.migrated), over(started_app, kept.url):
        started_app.config.update(PROPAGATE_EXCEPTIONS=True)
        yield started_app


@pytest.fixture
def clinic(app: Flask) -> SmallClinic:
    """The clinic that the test is about, made anew on either database."""
    del app
    return small_clinic()
