"""A mail server on this machine, in each of the ways in which a real one may speak."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from config import MailSettings
from tests.cli.served import free_port

SENDER = "trialtrack@southend.example"
USER, PASSWORD = "trialtrack", "the mail server's own password"


@dataclass
class MailServer:
    """A server under way, and what it took."""

    port: int
    tls: str
    refuses: str | None = None
    taken: list[EmailMessage] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)

    def settings(self, **changes: Any) -> MailSettings:
        given = {"host": "127.0.0.1", "sender": SENDER, "tls": self.tls, "port": self.port}
        return MailSettings(**{**given, **changes})

    async def handle_DATA(  # noqa: N802 - the name that aiosmtpd calls
        self, _server: object, _session: object, envelope: Any
    ) -> str:
        """Keep the mail, or refuse it."""
        if self.refuses is not None:
            return self.refuses
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.taken.append(message)
        self.recipients.append(list(envelope.rcpt_tos))
        return "250 OK"

    def body(self, number: int = -1) -> str:
        """What a mail says, with the ends of lines that it was written with."""
        return str(self.taken[number].get_content()).replace("\r\n", "\n")


@contextmanager
def mail_server(
    tls: str = "none", *, certificate: Path | None = None, signs_in: bool = False
) -> Iterator[MailServer]:
    server = MailServer(free_port(), tls)
    options: dict[str, Any] = {}
    if certificate is not None:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate)
        name = "tls_context" if tls == "starttls" else "ssl_context"
        options = {name: context, **({"require_starttls": True} if tls == "starttls" else {})}
    if signs_in:
        # It does not see that a connection was encrypted from its beginning.
        options |= {"authenticator": _authenticate, "auth_required": True}
        options["auth_require_tls"] = tls == "starttls"
    controller = Controller(server, hostname="127.0.0.1", port=server.port, **options)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


def _authenticate(
    _server: object, _session: object, _envelope: object, _kind: str, said: Any
) -> Any:
    right = isinstance(said, LoginPassword) and (said.login, said.password) == (
        USER.encode(),
        PASSWORD.encode(),
    )
    return AuthResult(success=right, handled=False)


def make_certificate(folder: Path, *, name: str = "127.0.0.1") -> Path:
    """A key and its own certificate for one address, in one file that can be trusted as well."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=4000))
        .not_valid_after(now + timedelta(days=4000))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address(name))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / f"{name}.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return file
