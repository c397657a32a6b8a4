"""Small checks that several services share, each with its refusal."""

import re
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from trialtrack.access import NotAllowed, Refusal, Viewer

MOST_NAME_CHARACTERS = 80
MOST_PHONE_CHARACTERS = 40
_PHONE = re.compile(r"\+?\(?[0-9][0-9 ()/.-]+[0-9]")


class NameMissing(Refusal):
    """Give a name of 1 to 80 characters."""


class UnknownTimeZone(Refusal):
    """There is no such time zone; give one such as Europe/London."""


class NotAPhoneNumber(Refusal):
    """Give a telephone number as it is dialled, such as 01632 960001 or +44 1632 960001."""


class ReasonMissing(Refusal):
    """Say why: this change needs a reason."""


class NotYet(Refusal):
    """That day is still to come; only what has happened can be recorded."""


class SentDifferently(Refusal):
    """This page was sent before with something else on it; open it anew to see what was kept."""


def named(name: str) -> str:
    """The name without blanks around it; NameMissing unless it has 1 to 80 characters."""
    trimmed = " ".join(name.split())
    if not 0 < len(trimmed) <= MOST_NAME_CHARACTERS:
        raise NameMissing
    return trimmed


def known_zone(time_zone: str) -> str:
    """The zone's name; UnknownTimeZone when there is none of it."""
    try:
        ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UnknownTimeZone from None
    return time_zone


def dialled(phone: str) -> str:
    """The number without blanks around it; NotAPhoneNumber unless a telephone can dial it."""
    trimmed = " ".join(phone.split())
    if not _PHONE.fullmatch(trimmed) or len(trimmed) > MOST_PHONE_CHARACTERS:
        raise NotAPhoneNumber
    return trimmed


def reasoned(reason: str | None) -> str:
    """The reason without blanks around it; ReasonMissing when there is none."""
    if reason is None or not reason.strip():
        raise ReasonMissing
    return reason.strip()


def staff_of(by: Viewer) -> UUID:
    """The staff member who acts; what is signed by hand is not done by a program."""
    if by.staff_id is None:
        raise NotAllowed
    return by.staff_id


def aware(at: datetime) -> datetime:
    """The instant itself; ValueError when it does not say its zone."""
    if at.utcoffset() is None:
        raise ValueError(f"{at!r} is naive: an instant says its zone")
    return at
