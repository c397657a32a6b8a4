"""What every test may ask for.

`database_url`           an empty database, once on SQLite and once on PostgreSQL
`migrated_database_url`  the same with the schema of today; `sqlite_url` on SQLite alone
`database`               such a one, open and in use; `sqlite_database` on SQLite alone
`postgres_url`           the PostgreSQL server itself
`browser`, `page`        Chromium, and one fresh window of it

Tests in `clinical`, `figures` and `presenters` need no database, and get one that raises.
"""

from collections.abc import Iterator

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache

pytest_plugins = (
    "tests.fixtures.not_run",
    "tests.fixtures.databases",
    "tests.fixtures.no_database",
    "tests.fixtures.browsers",
)


@pytest.fixture(scope="session", autouse=True)
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Each test starts an application of its own; its templates are compiled once for them all."""
    before = Flask.jinja_options
    folder = tmp_path_factory.mktemp("templates")
    Flask.jinja_options = {**before, "bytecode_cache": FileSystemBytecodeCache(str(folder))}
    yield
    Flask.jinja_options = before
