"""The command line in processes forked from one that has imported everything; see `forking`.

As real as a process started alone, and a second cheaper: for tests that ask what a command does,
not whether it starts.
"""

import atexit
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from functools import cache
from typing import IO


class Forked:
    """A command under way, with as much of `subprocess.Popen` as the tests use."""

    def __init__(self, words: tuple[str, ...], environment: Mapping[str, str]) -> None:
        self.returncode: int | None = None
        # Open for as long as the command runs, and forgotten with this.
        self._out = tempfile.TemporaryFile("w+")  # noqa: SIM115
        self._err = tempfile.TemporaryFile("w+")  # noqa: SIM115
        heard, said = os.pipe()
        self._heard = os.fdopen(heard)
        told = json.dumps({"words": words, "environment": dict(environment)}).encode()
        socket.send_fds(_parent(), [told], [self._out.fileno(), self._err.fileno(), said])
        os.close(said)
        self.pid = int(self._heard.readline())

    def poll(self) -> int | None:
        """The exit status; None while it runs."""
        return self._ended_within(0)

    def send_signal(self, number: signal.Signals) -> None:
        """To the process itself."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def communicate(self, timeout: float | None = None) -> tuple[str, str]:
        """What it wrote, once it has ended; subprocess.TimeoutExpired where it does not."""
        if self._ended_within(timeout) is None:
            raise subprocess.TimeoutExpired("trialtrack", timeout or 0)
        return _read(self._out), _read(self._err)

    def _ended_within(self, seconds: float | None) -> int | None:
        if self.returncode is None and select.select([self._heard], [], [], seconds)[0]:
            self.returncode = int(self._heard.readline())
            self._heard.close()
        return self.returncode


def _read(file: IO[str]) -> str:
    file.seek(0)
    return file.read()


@cache
def _parent() -> socket.socket:
    """Where the one process of this test run takes commands; it ends when the test run does."""
    ours, theirs = socket.socketpair()
    folder = tempfile.mkdtemp()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    words = [sys.executable, "-m", "tests.cli.forking", str(theirs.fileno()), folder]
    subprocess.Popen(words, pass_fds=[theirs.fileno()], stdout=subprocess.DEVNULL)
    theirs.close()
    return ours
