"""`python -m tests.faults.server VARIANT DATABASE`: the application in a process to be killed.

The parent imports everything once and holds the listening socket; each child is one start of the
server, forked in milliseconds, and the leader of its own process group. Commands come in on
standard input, one a line: `start` answers with the child's process id, `reap` waits for its end.
"""

import os
import signal
import socket
import sys

from flask import Flask
from sqlalchemy.orm import configure_mappers

from config import Settings
from tests.faults.wrong import VARIANTS
from trialtrack.app import create_app
from trialtrack.serving import claim, serve

SECRET_KEY, DIGEST_KEY = "s" * 40, "d" * 40


def main() -> None:
    """Answer commands until there are no more; the last child goes with the parent."""
    # Past the environment, which takes no address of a PostgreSQL on a socket.
    app = create_app(Settings(sys.argv[2], SECRET_KEY, DIGEST_KEY, "http://127.0.0.1:8000"))
    VARIANTS[sys.argv[1]](app)
    warm(app)
    listening = claim("127.0.0.1", 0)
    say(listening.getsockname()[1])
    child = 0
    for line in sys.stdin:
        if line.strip() == "start":
            child = start(app, listening)
            say(child)
        else:
            say(os.waitpid(child, 0)[1])
            child = 0
    if child:
        os.killpg(child, signal.SIGKILL)


def warm(app: Flask) -> None:
    """Do once what every child would do at its first requests; nothing of it needs the database."""
    configure_mappers()
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)


def start(app: Flask, listening: socket.socket) -> int:
    """A new server; its process id."""
    child = os.fork()
    if child == 0:
        os.setpgid(0, 0)
        with open(os.devnull) as nothing:  # noqa: PTH123  (a descriptor is what is wanted)
            os.dup2(nothing.fileno(), 0)
        serve(app, listening)
        os._exit(0)
    os.setpgid(child, child)  # Whichever of the two comes first: it can be killed from now on.
    return child


def say(word: object) -> None:
    """One line to whoever gives the commands."""
    print(word, flush=True)


if __name__ == "__main__":
    main()
