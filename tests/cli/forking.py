"""`python -m tests.cli.forking SOCKET FOLDER`: the command line, as often as it is asked for.

Most of a start is importing, and for a server compiling templates. This process does it once; each
command is then a process of its own, forked from it. Over the socket come the words and the
environment of a command, with what it writes to and where to say its process id and its end.
"""

import gc
import json
import os
import signal
import socket
import sys
import traceback
from importlib import import_module
from pathlib import Path

import click
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from sqlalchemy.orm import configure_mappers

import trialtrack.app
import trialtrack.demo.links
import trialtrack.demo.load
import trialtrack.models.migrate
import trialtrack.serving  # noqa: F401  (imported so that no child has to)
from trialtrack.cli import COMMANDS, main

MOST_BYTES = 1 << 17


def answer(asked: socket.socket) -> None:
    """Start what is asked for until nobody is there to ask."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # Nobody waits for those who wait.
    while True:
        told, files, _, _ = socket.recv_fds(asked, MOST_BYTES, 3)
        if not told:
            return
        if os.fork() == 0:
            asked.close()
            start(json.loads(told), *files)
        for each in files:
            os.close(each)


def start(told: dict[str, object], out: int, err: int, said: int) -> None:
    """Be the command in a child; wait for it and say how it ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    child = os.fork()
    if child == 0:
        os.close(said)
        with open(os.devnull) as nothing:  # noqa: PTH123  (a descriptor is what is wanted)
            os.dup2(nothing.fileno(), 0)
        os.dup2(out, 1)
        os.dup2(err, 2)
        os.environ.clear()
        os.environ.update(told["environment"])  # type: ignore[call-overload]
        words = list(told["words"])  # type: ignore[call-overload]
        sys.argv = [str(Path(import_module("trialtrack.cli").__path__[0], "__main__.py")), *words]
        end_with(main)
    os.close(out)
    os.close(err)
    os.write(said, f"{child}\n".encode())
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    os.write(said, f"{ended}\n".encode())
    os._exit(0)


def end_with(command: click.Group) -> None:
    """End as the command says; without taking down, piece by piece, what the parent imported."""
    status = 1
    try:
        command(prog_name="trialtrack")
    except SystemExit as end:
        status = int(end.code or 0)
    except BaseException:  # noqa: BLE001  (the interpreter would print it as well)
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


if __name__ == "__main__":
    Flask.jinja_options = {
        **Flask.jinja_options,
        "bytecode_cache": FileSystemBytecodeCache(sys.argv[2]),
    }
    for module, _ in COMMANDS.values():
        import_module(module)
    configure_mappers()
    gc.freeze()  # Or each child would copy all of it, only to see that nothing can be given back.
    answer(socket.socket(fileno=int(sys.argv[1])))
