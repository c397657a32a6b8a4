"""The small clinic of the services' tests, on SQLite and on PostgreSQL."""

from tests.services.conftest import clinic, database, trial

__all__ = ["clinic", "database", "trial"]
