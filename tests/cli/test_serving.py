"""Clients that ask without end and never read are dropped, and others are served."""

import socket
import urllib.request
from contextlib import ExitStack
from pathlib import Path

from tests.cli.served import PATIENCE_S, Served, free_port, serving

HOGS = 12
QUESTIONS = 160


def hog(served: Served, stack: ExitStack) -> socket.socket:
    """A connection that sends many requests at once, with next to no room for the answers."""
    connection = stack.enter_context(socket.socket())
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    connection.connect(("127.0.0.1", served.port))
    host = f"Host: 127.0.0.1:{served.port}\r\n\r\n"
    one = f"GET /static/js/once.js HTTP/1.1\r\n{host}"
    large = f"GET /assets/plotly-7.js HTTP/1.1\r\n{host}"
    connection.sendall((large * 8 + one * QUESTIONS).encode())
    return connection


def test_connections_that_never_read_neither_end_nor_hold_the_server(tmp_path: Path) -> None:
    with serving("demo", "run", "--instance", str(tmp_path), port=free_port()) as served:
        with ExitStack() as stack:
            for _ in range(HOGS):
                hog(served, stack)
            with urllib.request.urlopen(f"{served.address}/sign-in", timeout=PATIENCE_S) as page:
                assert page.status == 200
        assert served.process.poll() is None
