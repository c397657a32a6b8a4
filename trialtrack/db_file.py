"""The file of a SQLite database: its owner's alone, and the same one for as long as it is open."""

import os
import sqlite3
from contextlib import suppress
from pathlib import Path

from sqlalchemy import URL, Engine, event
from sqlalchemy.exc import DisconnectionError

OWNER_ONLY = 0o600
BESIDE_IT = ("-wal", "-shm", "-journal")
IN_MEMORY = (None, "", ":memory:")


def database_file(address: URL) -> Path | None:
    """The file behind an address; None where there is none."""
    if address.get_backend_name() != "sqlite" or address.database in IN_MEMORY:
        return None
    return Path(str(address.database))


def keep_private(address: URL) -> None:
    """Make a SQLite file readable by its owner alone, a new one from its first byte on.

    SQLite gives the files beside it the same mode. Where the file belongs to somebody else, or
    cannot be made, it is left to what opens it to say so.
    """
    file = database_file(address)
    if file is None:
        return
    with suppress(OSError):
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, OWNER_ONLY))
    for each in (file, *(file.with_name(f"{file.name}{suffix}") for suffix in BESIDE_IT)):
        with suppress(OSError):
            each.chmod(OWNER_ONLY)


def stay_with(engine: Engine) -> None:
    """Use a connection only while its file is the one at the address.

    A file that was deleted or replaced lives on, without a name, for who has it open: what is
    written there is acknowledged and gone with the process. And a new, empty one must not come
    up in its place.
    """
    file = database_file(engine.url)
    if file is None:
        return

    def require_file(*_: object) -> None:
        if not file.exists():
            raise sqlite3.OperationalError("the file of the database is gone")

    def remember(_connection: object, record: object) -> None:
        record.info["file"] = _identity(file)  # type: ignore[attr-defined]

    def compare(_connection: object, record: object, _proxy: object) -> None:
        if record.info["file"] != _identity(file):  # type: ignore[attr-defined]
            raise DisconnectionError("the file of the database was replaced")

    event.listen(engine, "do_connect", require_file)
    event.listen(engine, "connect", remember)
    event.listen(engine, "checkout", compare)


def _identity(file: Path) -> tuple[int, int] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
