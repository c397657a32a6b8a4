"""PostgreSQL's own pg_dump and pg_restore: found, in the right version, and run."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psycopg

from trialtrack.backups.refusals import NoTool, ToolFailed

DEBIAN = "/usr/lib/postgresql/{major}/bin"
PATIENCE_S = 30


@dataclass(frozen=True, slots=True)
class Found:
    """A program, and its major version."""

    path: str
    major: int


def find_tool(name: str, connection: psycopg.Connection, folder: Path | None) -> str:
    """The path of a program that fits the server: its version or, failing that, a newer one.

    It is looked for in `folder` alone, where one is named; else in PATH, where Debian puts it,
    and beside the server, if that runs on this machine. NoTool says what was found instead.
    """
    server = connection.info.server_version // 10_000
    places = [str(folder)] if folder else [*_places(connection, server)]
    found = [tool for tool in (_look(name, place) for place in places) if tool]
    fitting = sorted((tool for tool in found if tool.major >= server), key=lambda tool: tool.major)
    if fitting:
        return fitting[0].path
    asked = f"The server is PostgreSQL {server}, and its {name} is needed"
    if not found:
        where = folder or "PATH"
        raise NoTool(
            f"{asked}, but there is no {name} in {where}. Install postgresql-client-{server}, or "
            f"name the folder of {name} with --pg-tools."
        )
    seen = ", ".join(f"{tool.path} is version {tool.major}" for tool in found)
    raise NoTool(
        f"{asked}, but {seen}: an older {name} cannot read a newer server. Install "
        f"postgresql-client-{server}, or name the folder of a newer {name} with --pg-tools."
    )


def environment(connection: psycopg.Connection) -> Mapping[str, str]:
    """What lets a program reach the same database; a password is never among its arguments."""
    info = connection.info
    return os.environ | {
        "PGHOST": info.host,
        "PGPORT": str(info.port),
        "PGUSER": info.user,
        "PGPASSWORD": info.password,
        "PGDATABASE": info.dbname,
        "PGAPPNAME": "trialtrack",
    }


@contextmanager
def output_of(words: list[str], settings: Mapping[str, str]) -> Iterator[IO[bytes]]:
    """What a program writes, while it runs; ToolFailed, with its last words, where it fails."""
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(  # noqa: S603  (no shell; the path is one that we looked at)
            words, env=dict(settings), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=said
        ) as process,
    ):
        assert process.stdout is not None  # noqa: S101  (it is a pipe, for mypy)
        try:
            yield process.stdout
        except BaseException:
            process.kill()
            raise
        process.stdout.close()
        if process.wait():
            said.seek(0)
            lines = said.read().decode("utf-8", "replace").strip().splitlines() or ["no reason"]
            raise ToolFailed(f"{Path(words[0]).name} failed, saying: {' '.join(lines[-3:])}")


def _places(connection: psycopg.Connection, server: int) -> Iterator[str | None]:
    yield None
    yield DEBIAN.format(major=server)
    host = connection.info.host
    if host.startswith("/") or host in ("localhost", "127.0.0.1", "::1"):
        try:
            with connection.transaction():
                row = connection.execute(
                    "SELECT setting FROM pg_config() WHERE name = 'BINDIR'"
                ).fetchone()
        except psycopg.errors.InsufficientPrivilege:
            return
        if row:
            yield str(row[0])


def _look(name: str, place: str | None) -> Found | None:
    path = shutil.which(name, path=place)
    if path is None:
        return None
    try:
        said = subprocess.run(  # noqa: S603  (no shell; the path is from PATH or from the server)
            [path, "--version"], capture_output=True, text=True, timeout=PATIENCE_S, check=False
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return None
    version = re.search(r"\(PostgreSQL\) (\d+)", said)
    return Found(path, int(version[1])) if version else None
