"""The small clinic of the services' tests, on SQLite and on PostgreSQL."""

from tests.services.conftest import clinic, database, trial, unchecked_database

__all__ = ["clinic", "database", "trial", "unchecked_database"]
