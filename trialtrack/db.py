"""Engine, session and transaction: the only commit, on SQLite and on PostgreSQL."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from threading import Lock
from typing import Any, Concatenate, ParamSpec, Self, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.orm import Session

from trialtrack.db_file import keep_private, stay_with

P = ParamSpec("P")
R = TypeVar("R")

# A write waits for its turn in this process, and then for other processes: both together take
# less than the 15 seconds after which the page lets the person press the button again.
WRITE_TURN_TIMEOUT_S = 7
BUSY_TIMEOUT_MS = 7_000
POOL_TIMEOUT_S = 7
POOL_SIZE = 10
MOST_OVERFLOW = 20


class WriteInsideReading(RuntimeError):
    """A service was called from within a query: a reading never writes."""


class DatabaseBusy(Exception):
    """Too many writes wait for their turn: this one was not begun, and can be sent again."""


class NoDatabase(RuntimeError):
    """No database is in use: call `db.use` when the process starts."""


class _Turns:
    """The lock of write transactions; DatabaseBusy for who waits for a turn for too long.

    A writer may hang, on another program's lock or on a disk that does not answer. Who waits
    behind it is told so in time and keeps what was typed, and the threads are free again.
    """

    def __init__(self) -> None:
        self._lock = Lock()

    def __enter__(self) -> None:
        if not self._lock.acquire(timeout=WRITE_TURN_TIMEOUT_S):
            raise DatabaseBusy

    def __exit__(self, *_raised: object) -> None:
        self._lock.release()


@dataclass(frozen=True, slots=True)
class Database:
    """One open database. `digest_key` keys the digests that stand in for personal data.

    On SQLite a write transaction first takes the process's lock: waiting there is fair and
    quick, where SQLite's own busy handler sleeps and polls. Reads never take it.
    """

    engine: Engine
    digest_key: str
    _write_lock: AbstractContextManager[None]

    @classmethod
    def open(cls, url: str, *, digest_key: str) -> Self:
        """Open a database by its address; a new SQLite file is made in an existing folder."""
        address = engine_url(url)
        sqlite = address.get_backend_name() == "sqlite"
        engine = create_engine(
            address,
            pool_size=POOL_SIZE,
            max_overflow=MOST_OVERFLOW,
            pool_timeout=POOL_TIMEOUT_S,
            pool_pre_ping=not sqlite,
            connect_args={} if sqlite else _postgresql_patience(),
        )
        if not sqlite:
            return cls(engine, digest_key, nullcontext())
        keep_private(address)
        stay_with(engine)
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return cls(engine, digest_key, _Turns())

    @contextmanager
    def write_session(self) -> Iterator[Session]:
        """A session in one write transaction: committed at the end, rolled back on an exception.

        DatabaseBusy when its turn does not come in time.
        """
        engine = self.engine.execution_options(trialtrack_begin="IMMEDIATE")
        with self._write_lock, self._session(engine) as session, session.begin():
            yield session

    @contextmanager
    def read_session(self) -> Iterator[Session]:
        """A session over one unchanging view of the data; it never commits."""
        options: dict[str, Any] = {}
        if self.engine.dialect.name == "postgresql":
            options = {"postgresql_readonly": True, "isolation_level": "REPEATABLE READ"}
        with self._session(self.engine.execution_options(**options)) as session:
            yield session

    def _session(self, engine: Engine) -> Session:
        return Session(engine, expire_on_commit=False, info={"digest_key": self.digest_key})

    def close(self) -> None:
        """Close every connection that is not in use."""
        self.engine.dispose()


def engine_url(url: str) -> URL:
    """The address with the driver in it: PostgreSQL is always spoken to by psycopg 3."""
    address = make_url(url)
    if address.drivername == "postgresql":
        return address.set(drivername="postgresql+psycopg")
    return address


def _postgresql_patience() -> dict[str, Any]:
    """How long to wait for the server, and for what another transaction holds."""
    waits = f"-c lock_timeout={BUSY_TIMEOUT_MS}"
    return {
        "connect_timeout": POOL_TIMEOUT_S,
        "tcp_user_timeout": BUSY_TIMEOUT_MS,
        "options": waits,
    }


def _set_up_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # SQLAlchemy emits BEGIN itself, so the driver must not, by either of its two mechanisms.
    legacy = getattr(sqlite3, "LEGACY_TRANSACTION_CONTROL", None)  # From Python 3.12 on.
    if legacy is not None:
        setattr(connection, "autocommit", legacy)  # noqa: B010  (3.11 does not know the attribute)
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout = {BUSY_TIMEOUT_MS}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        # INSERT OR REPLACE fires delete triggers only with this, so append-only tables need it.
        "recursive_triggers = ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A deferred transaction that turns into a write fails when another one wrote meanwhile.
    kind = connection.get_execution_options().get("trialtrack_begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {kind}")


@dataclass(frozen=True, slots=True)
class _Open:
    session: Session
    writes: bool


_open: ContextVar[_Open | None] = ContextVar("trialtrack_open_session", default=None)
_in_use: list[Database] = []


def use(database: Database | None) -> None:
    """Bind the database of this process, or none."""
    _in_use[:] = [] if database is None else [database]


def in_use() -> Database:
    """The database of this process; NoDatabase when none is bound."""
    if not _in_use:
        raise NoDatabase
    return _in_use[0]


def is_open() -> bool:
    """Whether a session is open in this thread or task."""
    return _open.get() is not None


@contextmanager
def transaction() -> Iterator[Session]:
    """One write transaction; inside another one a savepoint of it. Only the outermost commits."""
    current = _open.get()
    if current is not None:
        if not current.writes:
            raise WriteInsideReading
        with current.session.begin_nested():
            yield current.session
        return
    with in_use().write_session() as session, _as_current(session, writes=True):
        yield session


@contextmanager
def view() -> Iterator[Session]:
    """One reading; inside a transaction or another reading a part of it."""
    current = _open.get()
    if current is not None:
        yield current.session
        return
    with in_use().read_session() as session, _as_current(session, writes=False):
        yield session


@contextmanager
def _as_current(session: Session, *, writes: bool) -> Iterator[None]:
    token = _open.set(_Open(session, writes))
    try:
        yield
    finally:
        _open.reset(token)


def transactional(work: Callable[Concatenate[Session, P], R]) -> Callable[P, R]:
    """A service: `work` runs in one write transaction, and its callers give no session."""

    @wraps(work)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with transaction() as session:
            return work(session, *args, **kwargs)

    return run


def reading(work: Callable[Concatenate[Session, P], R]) -> Callable[P, R]:
    """A query: `work` runs on one unchanging view, and its callers give no session."""

    @wraps(work)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with view() as session:
            return work(session, *args, **kwargs)

    return run
