"""Devices in words, for the patient and for the team."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from trialtrack.store.devices import DeviceFacts
from trialtrack.web.words import LOCALE


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """One device of a list."""

    session_id: UUID
    name: str
    is_this_one: bool
    used_words: str
    shut_words: str | None


def device_rows(
    devices: Iterable[DeviceFacts], zone: str, this_one: UUID | None = None
) -> tuple[DeviceRow, ...]:
    """The devices in their order; `this_one` is the session that looks."""
    return tuple(
        DeviceRow(
            session_id=device.session_id,
            name=device.name,
            is_this_one=device.session_id == this_one,
            used_words=(
                f"first signed in {_at(device.first_used_at, zone)}, "
                f"last used {_at(device.last_seen_at, zone)}"
            ),
            shut_words=None if device.shut_at is None else _at(device.shut_at, zone),
        )
        for device in devices
    )


def _at(instant: datetime, zone: str) -> str:
    """Short, since two of them stand in a line: Sat 14 Mar at 20:30."""
    return format_datetime(instant, "EEE d MMM 'at' HH:mm", tzinfo=ZoneInfo(zone), locale=LOCALE)
