"""The settings of an installation, read once from the environment when it starts.

A missing or odd value stops the start: the error names every faulty setting, with a hint.
"""

import ipaddress
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import combinations
from pathlib import Path
from urllib.parse import urlsplit

PREFIX = "TRIALTRACK_"
LEAST_KEY_CHARACTERS = 32
HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|[0-9a-f:]+")
ADDRESS = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")
MOST_PROXIES = 9
MOST_IDLE_MINUTES = 24 * 60


MAIL_PORTS = {"starttls": 587, "tls": 465, "none": 25}
"""Each way to speak with a mail server, and the port that it takes unless told."""


class SettingsError(Exception):
    """The settings cannot be used; each of `faults` names one setting and says what it needs."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class MailSettings:
    """The server that takes our mail. `tls` is one of MAIL_PORTS; "none" on this machine only."""

    host: str
    sender: str
    tls: str
    port: int
    user: str | None = None
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Settings:
    """What differs between installations. Keys and addresses of databases are never printed.

    `public_url` is the one address behind every link, without a slash at its end.
    `session_idle_minutes`: how long a signed-in member of staff may do nothing.
    `mail` None: nothing is sent by e-mail.
    `backup_key` None: backups are not encrypted. `backup_folder`: where they go unless told.
    """

    database_url: str = field(repr=False)
    secret_key: str = field(repr=False)
    digest_key: str = field(repr=False)
    public_url: str
    trusted_proxies: int = 0
    session_idle_minutes: int = 15
    mail: MailSettings | None = None
    backup_key: str | None = field(default=None, repr=False)
    backup_folder: str | None = None

    @property
    def is_loopback(self) -> bool:
        """Whether the installation is reached from this machine only."""
        return _is_loopback(urlsplit(self.public_url).hostname or "")


def from_env(environ: Mapping[str, str]) -> Settings:
    """The settings named TRIALTRACK_… in the environment; SettingsError lists every fault."""
    faults = [*_unknown(environ)]
    read: dict[str, str | int] = {}
    for name, reader in _READERS.items():
        variable = PREFIX + name.upper()
        value = environ.get(variable, "").strip()
        if not value and name not in _NEEDED:
            continue
        try:
            read[name] = reader(value)
        except ValueError as fault:
            said = f"is {fault}" if value else "is not set"
            faults.append(f"{variable} {said}: {_HINTS[name]}")
    mail = {name: read.pop(name) for name in _MAIL if name in read}
    faults += [*_same_keys(read), *_mail_faults(environ)]
    if faults:
        raise SettingsError(faults)
    return Settings(**read, mail=_mail(mail))  # type: ignore[arg-type]  # each reader returns its field's type


def _unknown(environ: Mapping[str, str]) -> list[str]:
    known = [PREFIX + name.upper() for name in _READERS]
    faults = []
    for variable in sorted(environ):
        if variable.startswith(PREFIX) and variable not in known:
            nearest = get_close_matches(variable, known, n=1, cutoff=0)[0]
            faults.append(f"{variable} is not a setting: did you mean {nearest}?")
    return faults


def _same_keys(read: Mapping[str, str | int]) -> list[str]:
    """One key leaks with the other: what is at hand on the server must not open its backups."""
    names = ("secret_key", "digest_key", "backup_key")
    return [
        f"{PREFIX}{other.upper()} is the same as {PREFIX}{name.upper()}: use two keys"
        for name, other in combinations(names, 2)
        if read.get(name) and read.get(name) == read.get(other)
    ]


def _mail_faults(environ: Mapping[str, str]) -> list[str]:
    """Mail is configured with a host and a sender; half of it would be silently no mail."""
    given = {name for name in _MAIL if environ.get(PREFIX + name.upper(), "").strip()}
    needed = {"mail_host", "mail_from"} if given else set()
    signing_in = {"mail_user", "mail_password"}
    needed |= signing_in if given & signing_in else set()
    faults = [
        f"{PREFIX}{name.upper()} is not set: {_HINTS[name]}"
        for name in _MAIL
        if name in needed - given
    ]
    host, tls = (environ.get(f"{PREFIX}MAIL_{name}", "").strip() for name in ("HOST", "TLS"))
    if host and tls == "none" and not _is_loopback(host.lower()):
        faults.append(f"{PREFIX}MAIL_TLS is 'none' beyond this machine: {_HINTS['mail_tls']}")
    return faults


def _mail(read: Mapping[str, str | int]) -> MailSettings | None:
    if not read:
        return None
    tls = str(read.get("mail_tls", "starttls"))
    return MailSettings(
        host=str(read["mail_host"]),
        sender=str(read["mail_from"]),
        tls=tls,
        port=int(read.get("mail_port", MAIL_PORTS[tls])),
        user=_text(read.get("mail_user")),
        password=_text(read.get("mail_password")),
    )


def _text(value: str | int | None) -> str | None:
    return None if value is None else str(value)


def _database_url(value: str) -> str:
    # Everything after the scheme is passed on to a driver, whose own words may repeat a password.
    if value.count("@") > 1:
        raise ValueError("an address with two @ (write one in a password as %40)")
    if not value.isprintable() or " " in value:
        raise ValueError("an address with blanks in it")
    port = re.search(r"@[^/]*:([^/]*)/", value) or re.search(r"//[^/@]*:([^/@]*)/", value)
    if port and "sqlite" not in value and not port[1].isdigit():
        raise ValueError("an address whose port is no number")
    if "?" in value:
        raise ValueError("an address with options, which are not read")
    if value.startswith("sqlite:///") and ":memory:" not in value and value != "sqlite:///":
        return value
    if value.startswith(("postgresql://", "postgresql+psycopg://")):
        return value
    raise ValueError("not the address of a database")


def _key(value: str) -> str:
    if len(value) < LEAST_KEY_CHARACTERS:
        raise ValueError(f"too short ({len(value)} characters)")
    return value


def _host(value: str) -> str:
    if not HOST.fullmatch(value.lower()):
        raise ValueError("not a host name")
    return value.lower()


def _sender(value: str) -> str:
    if not ADDRESS.fullmatch(value):
        raise ValueError("not an e-mail address")
    return value


def _tls(value: str) -> str:
    if value not in MAIL_PORTS:
        raise ValueError(repr(value))
    return value


def _plain(value: str) -> str:
    return value


def _folder(value: str) -> str:
    if not Path(value).is_absolute():
        raise ValueError("not the whole path of a folder")
    return value


def _public_url(value: str) -> str:
    parts = urlsplit(value)
    host = parts.hostname
    if parts.port == 0:  # A port that is no number raises here.
        raise ValueError("a port that is none")
    if host and not HOST.fullmatch(host):
        raise ValueError("not a host name")
    if parts.scheme not in ("http", "https") or not host:
        raise ValueError("not a web address")
    if parts.path not in ("", "/") or parts.query or parts.fragment or "@" in parts.netloc:
        raise ValueError("more than scheme, host and port")
    if parts.scheme == "http" and not _is_loopback(host):
        raise ValueError("http beyond this machine")
    return f"{parts.scheme}://{parts.netloc}"


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _whole(least: int, most: int) -> Callable[[str], int]:
    def read(value: str) -> int:
        if not (value.isascii() and value.isdigit() and least <= int(value) <= most):
            raise ValueError(repr(value))
        return int(value)

    return read


_READERS: Mapping[str, Callable[[str], str | int]] = {
    "database_url": _database_url,
    "secret_key": _key,
    "digest_key": _key,
    "public_url": _public_url,
    "trusted_proxies": _whole(0, MOST_PROXIES),
    "session_idle_minutes": _whole(1, MOST_IDLE_MINUTES),
    "mail_host": _host,
    "mail_from": _sender,
    "mail_tls": _tls,
    "mail_port": _whole(1, 65_535),
    "mail_user": _plain,
    "mail_password": _plain,
    "backup_key": _key,
    "backup_folder": _folder,
}
_NEEDED = ("database_url", "secret_key", "digest_key", "public_url")
_MAIL = tuple(name for name in _READERS if name.startswith("mail_"))
_HINTS = {
    "database_url": "give sqlite:////path/to/file.db or postgresql://user:password@host/name",
    "secret_key": f"give at least {LEAST_KEY_CHARACTERS} random characters; it signs cookies",
    "digest_key": f"give at least {LEAST_KEY_CHARACTERS} random characters; it keys the digests "
    "of personal data, and must never change",
    "public_url": "give https://host without a path, or http://127.0.0.1:port on this machine only",
    "trusted_proxies": f"give how many proxies stand in front, 0 to {MOST_PROXIES}",
    "session_idle_minutes": f"give minutes, 1 to {MOST_IDLE_MINUTES}",
    "mail_host": "give the name of the server that takes mail, such as smtp.example.org",
    "mail_from": "give the one address that mail comes from, such as trialtrack@example.org",
    "mail_tls": "give starttls, tls, or none for a server on this machine",
    "mail_port": "give a port, 1 to 65535; 587 for starttls and 465 for tls unless told",
    "mail_user": "give the name with which to sign in at the mail server",
    "mail_password": "give the password with which to sign in at the mail server",
    "backup_key": f"give at least {LEAST_KEY_CHARACTERS} random characters; it encrypts backups, "
    "and without it they cannot be read",
    "backup_folder": "give the path of a folder, from / on",
}
