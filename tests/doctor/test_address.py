"""The public address, HTTPS and the proxies: each as it should be, and each broken."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from config import Settings
from tests.cli.served import free_port
from tests.doctor.installation import only, settings
from tests.mail.server import make_certificate
from trialtrack.clock import now_utc
from trialtrack.doctor.address import https, proxies, public_address
from trialtrack.doctor.finding import Level

PAGE = b"<title>Sign in - trialtrack</title>"


def at(public_url: str, trusted_proxies: int = 0) -> Settings:
    return settings("sqlite:////x.db", public_url=public_url, trusted_proxies=trusted_proxies)


@contextmanager
def answering(certificate: Path | None, *, status: int = 200, page: bytes = PAGE) -> Iterator[str]:
    """Something that answers on this machine, by HTTPS when there is a certificate."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    if certificate is not None:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"https://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = make_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    return file


def test_an_address_of_this_machine_is_wrong_once_there_are_patients() -> None:
    here = at("http://127.0.0.1:8000")
    only(public_address(here, has_patients=False), Level.NOTE, "this machine only")
    only(public_address(here, has_patients=True), Level.WRONG, "TRIALTRACK_PUBLIC_URL")


def test_a_name_that_nobody_knows_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    there = at("https://trials.example.org")
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_: [])
    only(public_address(there, has_patients=True), Level.OK, "https://trials.example.org")

    def unknown(*_: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    only(public_address(there, has_patients=True), Level.WRONG, "no machine is known as trials.")


def test_https_is_looked_at_from_outside_in(certificate: Path) -> None:
    with answering(certificate) as address:
        only(https(at(address), at=now_utc()), Level.OK, "trialtrack answers")
        soon = now_utc() + timedelta(days=3991)
        only(https(at(address), at=soon), Level.WRONG, "the certificate ends in 8 days")


@pytest.mark.parametrize(("status", "page"), [(502, PAGE), (200, b"Welcome to nginx")])
def test_a_proxy_that_leads_elsewhere_is_wrong(certificate: Path, status: int, page: bytes) -> None:
    with answering(certificate, status=status, page=page) as address:
        only(https(at(address), at=now_utc()), Level.WRONG, "something else answers there")


def test_a_certificate_that_nobody_vouches_for_is_wrong(tmp_path: Path) -> None:
    with answering(make_certificate(tmp_path)) as address:
        only(https(at(address), at=now_utc()), Level.WRONG, "the certificate is not trusted")


def test_plain_http_behind_an_https_address_is_wrong() -> None:
    with answering(None) as address:
        only(https(at(address), at=now_utc()), Level.WRONG, "does not speak HTTPS")


def test_an_address_that_this_machine_cannot_reach_is_a_note(now: datetime) -> None:
    nowhere = at(f"https://127.0.0.1:{free_port()}")
    only(https(nowhere, at=now), Level.NOTE, "not reached from this machine", "on a phone")
    only(https(at("http://127.0.0.1:8000"), at=now), Level.NOTE, "fine on this machine only")


@pytest.fixture
def now() -> datetime:
    return now_utc()


@pytest.mark.parametrize(
    ("public_url", "trusted", "level", "said"),
    [
        ("https://trials.example.org", 1, Level.OK, "1 trusted."),
        ("https://trials.example.org", 0, Level.WRONG, "usually 1"),
        ("http://127.0.0.1:8000", 0, Level.OK, "0 trusted."),
        ("http://127.0.0.1:8000", 1, Level.WRONG, "can forge an address"),
    ],
)
def test_the_number_of_proxies_fits_the_address(
    public_url: str, trusted: int, level: Level, said: str
) -> None:
    only(proxies(at(public_url, trusted)), level, said)
