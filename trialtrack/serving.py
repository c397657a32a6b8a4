"""The production server, for the demonstration and for a real installation alike."""

import errno
import logging
import resource
import signal
import socket
from types import FrameType

from flask import Flask
from waitress.channel import HTTPChannel
from waitress.server import create_server

THREADS = 8
CONNECTION_LIMIT = 1000
CHANNEL_TIMEOUT_S = 60
MOST_BODY_BYTES = 1024 * 1024
"""What the server reads before the application, which takes less, sees the request."""
BACKLOG = 256
PORTS_LOOKED_AT = 50
MOST_WAITING_REQUESTS = 8
MOST_UNREAD_BYTES = 4 * 1024 * 1024
"""What one connection may have waiting before it is closed: two of the largest answers."""
FILES_WANTED = 4096


class CannotListen(Exception):
    """This address cannot be served; the message says why."""


class PortTaken(CannotListen):
    """Another program listens on the port. `free_port` is one that could be used, if any."""

    def __init__(self, port: int, free_port: int | None) -> None:
        super().__init__(f"Port {port} is taken by another program.")
        self.free_port = free_port


def claim(host: str, port: int) -> socket.socket:
    """A socket that listens on the address from now on; PortTaken when another program does.

    Who connects before `serve` is called waits.
    """
    try:
        return _listen(host, port)
    except OSError as problem:
        if problem.errno == errno.EADDRINUSE:
            raise PortTaken(port, _free_port(host, port)) from None
        said = "only an administrator may" if problem.errno == errno.EACCES else problem.strerror
        raise CannotListen(f"Cannot listen on {host} port {port}: {said}.") from None


def _listen(host: str, port: int) -> socket.socket:
    family, kind, proto, _, address = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    listening = socket.socket(family, kind, proto)
    try:
        # Without it a restart fails for a minute; a second program is refused all the same.
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(BACKLOG)
    except OSError:
        listening.close()
        raise
    return listening


def _free_port(host: str, taken: int) -> int | None:
    for port in range(taken + 1, min(taken + PORTS_LOOKED_AT, 65_536)):
        try:
            _listen(host, port).close()
        except OSError:
            continue
        return port
    return None


def serve(app: Flask, listening: socket.socket, *, trusted_proxies: int = 0) -> None:
    """Serve until Ctrl-C or SIGTERM; requests under way are finished."""
    _allow_many_files()
    server = create_server(
        app,
        sockets=[listening],
        threads=THREADS,
        connection_limit=CONNECTION_LIMIT,
        channel_timeout=CHANNEL_TIMEOUT_S,
        max_request_body_size=MOST_BODY_BYTES,
        ident=None,
        expose_tracebacks=False,
        # select() ends the process at the 1,025th open file; poll() knows no such number.
        asyncore_use_poll=True,
        # The application reads the proxies' headers, as many hops as are trusted; waitress
        # would take them away first.
        clear_untrusted_proxy_headers=trusted_proxies == 0,
    )
    server.channel_class = GuardedChannel
    # It warns whenever a request waits for a thread, as one of every burst does.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    signal.signal(signal.SIGTERM, _stop)
    server.run()
    server.close()


class GuardedChannel(HTTPChannel):  # type: ignore[misc]  # waitress has no types
    """A connection that asks without end and never reads is closed, and not waited for.

    Without this, eight connections with a few unread answers each hold every thread for good.
    """

    def received(self, data: bytes) -> bool:
        """Take in what arrived, unless too much is waiting to be read already."""
        if len(self.requests) > MOST_WAITING_REQUESTS or self.total_outbufs_len > MOST_UNREAD_BYTES:
            self.will_close = True
            return False
        taken = bool(super().received(data))
        if len(self.requests) > MOST_WAITING_REQUESTS:
            with self.requests_lock:
                del self.requests[MOST_WAITING_REQUESTS:]
            self.will_close = True
        return taken


def _allow_many_files() -> None:
    """Raise the process's own limit of open files as far as the machine lets it."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES_WANTED if most == resource.RLIM_INFINITY else min(FILES_WANTED, most)
    if resource.getrlimit(resource.RLIMIT_NOFILE)[0] < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)
