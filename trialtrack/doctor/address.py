"""The public address: whether phones find it, whether HTTPS holds, and who stands in front."""

import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.client import HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from config import Settings
from trialtrack.doctor.finding import Finding, fine, note, wrong

PATIENCE_S = 10
RENEW_BEFORE = timedelta(days=10)
PAGE = "/sign-in"
MARK = b"trialtrack"


def public_address(settings: Settings, *, has_patients: bool) -> Iterator[Finding]:
    """One line: an address of this machine alone is no use on a card."""
    host = urlsplit(settings.public_url).hostname or ""
    if settings.is_loopback:
        said = f"{settings.public_url} is this machine only: on a phone it leads nowhere."
        remedy = "Set TRIALTRACK_PUBLIC_URL to the https address, before cards are printed."
        yield (wrong if has_patients else note)("public address", said, remedy)
        return
    try:
        socket.getaddrinfo(host, None)
    except OSError:
        remedy = "Check TRIALTRACK_PUBLIC_URL, or have the name entered in the DNS."
        yield wrong("public address", f"no machine is known as {host}.", remedy)
        return
    yield fine("public address", settings.public_url)


def https(settings: Settings, *, at: datetime) -> Iterator[Finding]:
    """One line: the certificate is trusted and lasts, and the address leads to trialtrack."""
    address = urlsplit(settings.public_url)
    if address.scheme != "https":
        yield note("HTTPS", "not in use, which is fine on this machine only.")
        return
    trusted = ssl.create_default_context()
    connection = HTTPSConnection(
        address.hostname or "", address.port or 443, timeout=PATIENCE_S, context=trusted
    )
    try:
        connection.connect()
        lasts_until = _lasts_until(connection)
        connection.request("GET", PAGE)
        answer = connection.getresponse()
        yield _seen(answer.status, answer.read(), lasts_until, at)
    except ssl.SSLCertVerificationError as problem:
        said = f"the certificate is not trusted: {problem.verify_message}."
        yield wrong("HTTPS", said, "Renew it, or install its whole chain at the proxy.")
    except ssl.SSLError:
        yield wrong("HTTPS", "what answers there does not speak HTTPS.", "Set it up at the proxy.")
    except (OSError, HTTPException) as problem:
        said = f"not reached from this machine ({problem.__class__.__name__})."
        yield note("HTTPS", said, "Open the address on a phone outside the clinic's network.")
    finally:
        connection.close()


def proxies(settings: Settings) -> Iterator[Finding]:
    """One line: behind HTTPS there is a proxy, and the number of those trusted says so."""
    trusted = settings.trusted_proxies
    behind_https = settings.public_url.startswith("https://")
    if behind_https and not trusted:
        said = "TRIALTRACK_TRUSTED_PROXIES is 0, but something in front turns HTTPS into http."
        yield wrong("proxies", said, "Set it to how many stand in front, usually 1.")
    elif trusted and not behind_https:
        said = f"{trusted} trusted without HTTPS: whoever reaches the port can forge an address."
        yield wrong("proxies", said, "Set TRIALTRACK_TRUSTED_PROXIES to 0.")
    else:
        yield fine("proxies", f"{trusted} trusted.")


def _lasts_until(connection: HTTPSConnection) -> datetime:
    certificate = connection.sock.getpeercert() or {}
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(str(certificate["notAfter"])), UTC)


def _seen(status: int, page: bytes, lasts_until: datetime, at: datetime) -> Finding:
    if status != 200 or MARK not in page:
        said = f"something else answers there: {PAGE} gives status {status}."
        return wrong("HTTPS", said, "Have the proxy pass on to the port of trialtrack run.")
    days = (lasts_until - at).days
    if lasts_until - at < RENEW_BEFORE:
        return wrong(
            "HTTPS",
            f"the certificate ends in {days} days.",
            "Renew it, and have it renewed by itself.",
        )
    return fine("HTTPS", f"trusted, the certificate lasts {days} days, and trialtrack answers.")
