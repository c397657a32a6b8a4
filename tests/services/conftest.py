"""A migrated database in use, on SQLite and on PostgreSQL, and a small clinic in it."""

from collections.abc import Iterator

import pytest

from tests.services.outcomes import differences, miscounted
from tests.services.small_clinic import SmallClinic, SmallTrial, small_clinic, small_trial
from trialtrack import db


@pytest.fixture
def database(migrated_database_url: str) -> Iterator[db.Database]:
    opened = db.Database.open(migrated_database_url, digest_key="digest key of the tests, 32 long")
    db.use(opened)
    yield opened
    assert differences() == ()
    assert miscounted() == []
    db.use(None)
    opened.close()


@pytest.fixture
def clinic(database: db.Database) -> SmallClinic:
    with db.transaction():
        return small_clinic()


@pytest.fixture
def trial(clinic: SmallClinic) -> SmallTrial:
    with db.transaction():
        return small_trial(clinic)
