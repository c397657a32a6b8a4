"""E-mail by the server that the settings name. What fails is said without anybody's address."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

from config import MailSettings

PATIENCE_S = 10
SENDER_NAME = "trialtrack"


class MailFailed(Exception):
    """The mail was not taken; the message says why."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail to one address, in plain text."""

    to: str
    subject: str
    body: str


def send(letter: Letter, *, by: MailSettings, at: datetime) -> None:
    """Hand the letter to the server; MailFailed when it does not take it."""
    try:
        message = _message(letter, by, at)
    except (ValueError, MessageError) as problem:
        raise MailFailed("the address cannot be written to") from problem
    with connected(by) as server, _said():
        server.send_message(message, from_addr=by.sender, to_addrs=[letter.to])


@contextmanager
def connected(by: MailSettings) -> Iterator[smtplib.SMTP]:
    """The server, greeted, encrypted and signed in to as the settings say, ready to take mail."""
    with _said():
        server = _greeted(by)
    with server:
        with _said():
            if by.user is not None and by.password is not None:
                server.login(by.user, by.password)
        yield server


def _greeted(by: MailSettings) -> smtplib.SMTP:
    trusted = ssl.create_default_context()
    if by.tls == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            by.host, by.port, timeout=PATIENCE_S, context=trusted
        )
    else:
        server = smtplib.SMTP(by.host, by.port, timeout=PATIENCE_S)
    try:
        server.ehlo_or_helo_if_needed()
        if by.tls == "starttls":
            # Raises where it is not offered: a password or a link is never sent in the clear.
            server.starttls(context=trusted)
            server.ehlo()
    except BaseException:
        server.close()
        raise
    return server


def _message(letter: Letter, by: MailSettings, at: datetime) -> EmailMessage:
    message = EmailMessage()
    message["From"] = Address(SENDER_NAME, addr_spec=by.sender)
    message["To"] = Address(addr_spec=letter.to)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = make_msgid(domain=by.sender.rpartition("@")[2])
    # Absence notes and the like must not answer it.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.body)
    return message


@contextmanager
def _said() -> Iterator[None]:
    try:
        yield
    except smtplib.SMTPAuthenticationError as problem:
        raise MailFailed(f"it refuses the user and the password ({problem.smtp_code})") from problem
    except smtplib.SMTPNotSupportedError as problem:
        raise MailFailed(f"it does not offer what is needed: {problem}") from problem
    except smtplib.SMTPRecipientsRefused as problem:
        codes = sorted({code for code, _ in problem.recipients.values()})
        raise MailFailed(f"it refuses the recipient ({codes[0]})") from problem
    except smtplib.SMTPResponseException as problem:
        raise MailFailed(f"it answers {problem.smtp_code}") from problem
    except ssl.SSLCertVerificationError as problem:
        raise MailFailed(f"its certificate is not trusted: {problem.verify_message}") from problem
    except smtplib.SMTPException as problem:
        raise MailFailed(
            f"it does not answer as a mail server ({type(problem).__name__})"
        ) from problem
    except OSError as problem:
        raise MailFailed(f"no connection: {problem.strerror or problem}") from problem
