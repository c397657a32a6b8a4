"""The command line as a person starts it: in a process of its own, on a free port."""

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode

from tests.cli.forked import Forked

PATIENCE_S = 120
"""Only so that a test that hangs ends some day."""


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def environment(settings: Mapping[str, str] | None = None) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if "TRIALTRACK" not in name}
    return {**kept, **(settings or {})}


def forked(
    *words: str, settings: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, in a process that need not import anything."""
    process = Forked(words, environment(settings))
    out, err = process.communicate(timeout=PATIENCE_S)
    return subprocess.CompletedProcess(words, process.returncode or 0, out, err)


def trialtrack(
    *words: str, settings: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, as a person starts it."""
    return subprocess.run(
        [sys.executable, "-m", "trialtrack.cli", *words],
        env=environment(settings),
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )


@dataclass
class Served:
    """A server under way."""

    process: subprocess.Popen[str] | Forked
    port: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def status_of(self, path: str, headers: Mapping[str, str]) -> int:
        """The status of the answer to a request with these headers."""
        request = urllib.request.Request(f"{self.address}{path}", headers=dict(headers))
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as answer:
            return answer.code

    def stop(self, how: signal.Signals = signal.SIGINT) -> tuple[int, str, str]:
        """Exit status, standard output, standard error."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        out, err = self.process.communicate(timeout=PATIENCE_S)
        return int(self.process.returncode or 0), out, err


@contextmanager
def serving(*words: str, port: int, settings: Mapping[str, str] | None = None) -> Iterator[Served]:
    """Start a server and wait until it answers; it is stopped in the end whatever happens."""
    process = subprocess.Popen(
        [sys.executable, "-m", "trialtrack.cli", *words, "--port", str(port)],
        env=environment(settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with _until_the_end(Served(process, port)) as served:
        yield served


@contextmanager
def serving_forked(
    *words: str, port: int, settings: Mapping[str, str] | None = None
) -> Iterator[Served]:
    """The same in a process that need not import anything, or compile a template."""
    process = Forked((*words, "--port", str(port)), environment(settings))
    with _until_the_end(Served(process, port)) as served:
        yield served


@contextmanager
def _until_the_end(served: Served) -> Iterator[Served]:
    try:
        _wait_for(served)
        yield served
    finally:
        if served.process.poll() is None:
            served.process.kill()
            served.process.communicate()


def _wait_for(served: Served) -> None:
    gives_up_at = time.monotonic() + PATIENCE_S
    while time.monotonic() < gives_up_at:
        if served.process.poll() is not None:
            raise AssertionError(f"it did not start: {served.process.communicate()}")
        try:
            urllib.request.urlopen(f"{served.address}/sign-in", timeout=PATIENCE_S).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("it did not answer")


class Visitor:
    """Someone with a browser's cookies and nothing else."""

    def __init__(self) -> None:
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def get(self, url: str) -> str:
        with self.opener.open(url, timeout=PATIENCE_S) as answer:
            return str(answer.read().decode())

    def press_the_button(self, url: str) -> tuple[int, str]:
        """Open a page with one form and send it; the status and the page that follows."""
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.get(url))
        assert found is not None
        sent = urlencode({"csrf_token": found.group(1)}).encode()
        try:
            with self.opener.open(url, data=sent, timeout=PATIENCE_S) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as answer:
            return answer.code, answer.read().decode()


def links_of(folder: Path, port: int) -> dict[str, list[dict[str, str]]]:
    done = trialtrack("demo", "links", "--instance", str(folder), "--port", str(port))
    assert (done.returncode, done.stderr) == (0, "")
    found: dict[str, list[dict[str, str]]] = json.loads(done.stdout)
    return found


def add_clinic_row(database: Path, *, is_demonstration: bool) -> None:
    """A clinic put in past every service, as only a test may."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(
            "INSERT INTO clinic (id, name, time_zone, phone, emergency_phone, is_demonstration,"
            " opioid_table, created_at) VALUES"
            " ('00000000000000000000000000000001', 'A clinic', 'Europe/London', '', '', ?,"
            " 'fpm-2020', '2026-03-10 09:00:00')",
            (is_demonstration,),
        )
