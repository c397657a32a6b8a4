"""A database as another program sees it, with one recorded trial."""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import pytest
from sqlalchemy import Connection, Engine, create_engine

from tests.fixtures.kept import Contents, Kept
from tests.models.one_trial import insert_one_trial


class Recorded(NamedTuple):
    """A plain way to a database, and what that holds once the trial is in it."""

    engine: Engine
    contents: Contents


@cache
def recorded(kept: Kept) -> Recorded:
    """Made once, for nearly two hundred tests."""
    kept.hold(kept.migrated)
    engine = create_engine(kept.url)
    with engine.begin() as plain:
        insert_one_trial(plain)
    engine.dispose()
    return Recorded(engine, kept.contents())


@pytest.fixture
def connection(kept: Kept) -> Iterator[Connection]:
    """A plain connection, as another program would make one, with a recorded trial."""
    engine, contents = recorded(kept)
    kept.hold(contents)
    with engine.connect() as plain:
        yield plain
    engine.dispose()
