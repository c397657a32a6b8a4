"""A migrated database in use, on SQLite and on PostgreSQL, and a small clinic in it."""

from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from typing import NamedTuple

import pytest

from tests.fixtures.kept import Contents, Kept
from tests.services.outcomes import differences, miscounted
from tests.services.small_clinic import SmallClinic, SmallTrial, small_clinic, small_trial
from trialtrack import db


class Prepared(NamedTuple):
    """The small clinic and its trial, and what a database holds that has the one, or both."""

    clinic: SmallClinic
    with_clinic: Contents
    trial: SmallTrial
    with_trial: Contents


@cache
def prepared(kept: Kept) -> Prepared:
    """Made once by the services: to make them takes longer than most tests."""
    with kept.in_use(kept.migrated):
        with db.transaction():
            clinic = small_clinic()
        with_clinic = kept.contents()
        with db.transaction():
            trial = small_trial(clinic)
        return Prepared(clinic, with_clinic, trial, kept.contents())


@pytest.fixture
def unchecked_database(request: pytest.FixtureRequest, kept: Kept) -> Iterator[db.Database]:
    """With the clinic and the trial that the test asks for; what it stored is not looked at."""
    contents = kept.migrated
    if "trial" in request.fixturenames:
        contents = prepared(kept).with_trial
    elif "clinic" in request.fixturenames:
        contents = prepared(kept).with_clinic
    with kept.in_use(contents) as opened:
        yield opened


@pytest.fixture
def database(unchecked_database: db.Database) -> Iterator[db.Database]:
    """Every result that a test left is the right one."""
    yield unchecked_database
    assert differences() == ()
    assert miscounted() == []


@pytest.fixture
def clinic(kept: Kept, database: db.Database) -> SmallClinic:
    del database
    return deepcopy(prepared(kept).clinic)


@pytest.fixture
def trial(kept: Kept, clinic: SmallClinic) -> SmallTrial:
    del clinic
    return deepcopy(prepared(kept).trial)
