"""A loaded demonstration clinic, made once and copied for each test."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from trialtrack import db
from trialtrack.demo.load import load

AT = datetime(2026, 3, 30, 9, 30, tzinfo=UTC)
"""The morning after the clocks went forward."""
DIGEST_KEY = "digest key of the tests, 32 long"


def use(url: str) -> db.Database:
    opened = db.Database.open(url, digest_key=DIGEST_KEY)
    db.use(opened)
    return opened


@pytest.fixture(scope="session")
def loaded_file(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("loaded") / "loaded.db"
    shutil.copyfile(migrated_sqlite, path)
    opened = use(f"sqlite:///{path}")
    load(at=AT)
    db.use(None)
    opened.close()
    return path


@pytest.fixture
def demonstration_database(loaded_file: Path, tmp_path: Path) -> Iterator[db.Database]:
    copy = tmp_path / "demonstration.db"
    shutil.copyfile(loaded_file, copy)
    opened = use(f"sqlite:///{copy}")
    yield opened
    db.use(None)
    opened.close()


@pytest.fixture
def empty_database(sqlite_url: str) -> Iterator[db.Database]:
    opened = use(sqlite_url)
    yield opened
    db.use(None)
    opened.close()
