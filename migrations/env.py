"""How Alembic runs here: one transaction, on the connection it is given or on an address."""

import os

from alembic import context
from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import NullPool

from trialtrack.db import engine_url
from trialtrack.db_file import keep_private
from trialtrack.models import Base

SAME_FOR_ALL_PROCESSES = 7_311_2026


def _migrate(connection: Connection) -> None:
    """Migrate in one transaction, in which nothing else writes.

    SQLite rebuilds a table in order to change it, which foreign keys would take for a loss of
    rows: they are off meanwhile (which has no effect inside a transaction) and checked after.
    """
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:
        # By hand, since this driver opens no transaction for a change of schema.
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        compare_type=True,
        render_as_batch=sqlite,
        transactional_ddl=not sqlite,
    )
    with context.begin_transaction():
        if not sqlite:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({SAME_FOR_ALL_PROCESSES})")
        context.run_migrations()
    if sqlite:
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            connection.exec_driver_sql("ROLLBACK")
            raise RuntimeError(f"the migration would leave rows that refer to nothing: {broken}")
        connection.exec_driver_sql("COMMIT")


def _address() -> str:
    given = context.config.get_main_option("sqlalchemy.url")
    return given or os.environ["TRIALTRACK_DATABASE_URL"]


url = engine_url(_address())
keep_private(url)
level = {"isolation_level": "AUTOCOMMIT"} if url.get_backend_name() == "sqlite" else {}
engine = create_engine(url, poolclass=NullPool, **level)
with engine.connect() as connection:
    _migrate(connection)
engine.dispose()
