"""Files as the commands read them, and how a command that refuses them ends."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EBADF
from pathlib import Path

import click

from trialtrack.files.faults import FaultList, FaultyInput
from trialtrack.files.table import Source

STANDARD_INPUT = "-"
FAULTY = 2


@contextmanager
def opened(path: str) -> Iterator[Source]:
    """The file of that name, or standard input for "-". Raises FaultyInput, with the reason."""
    if path == STANDARD_INPUT:
        if sys.stdin is None:
            closed = FaultList()
            closed.add("standard input", "it is closed")
            raise FaultyInput(closed)
        yield Source("standard input", sys.stdin.buffer)
        return
    try:
        stream = Path(path).open("rb")  # noqa: SIM115 - closed below
    except (OSError, ValueError) as error:
        faults = FaultList()
        reason = error.strerror if isinstance(error, OSError) else error
        faults.add(path, f"the file cannot be read: {reason}")
        raise FaultyInput(faults) from None
    with stream:
        yield Source(path, stream)


@contextmanager
def refusing() -> Iterator[None]:
    """Ends the command with its faults, a line each, on standard error; a closed pipe is none."""
    try:
        if sys.stdout is None:
            raise OSError(EBADF, "standard output is closed")
        yield
    except FaultyInput as refusal:
        click.echo(str(refusal), err=True)
        raise SystemExit(FAULTY) from None
    except BrokenPipeError:
        _forget_output()  # The reader has seen enough.
    except OSError as error:
        _forget_output()
        click.echo(f"the result cannot be written: {error.strerror}", err=True)
        raise SystemExit(FAULTY) from None


def _forget_output() -> None:
    if sys.stdout is None:
        return
    # What is still buffered must not complain once more at exit.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
