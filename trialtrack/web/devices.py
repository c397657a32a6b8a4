"""Devices in words, for the patient and for the team."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from trialtrack.store.devices import DeviceFacts
from trialtrack.web.words import at_words


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
                f"first used {at_words(device.first_used_at, zone)}, "
                f"last used {at_words(device.last_seen_at, zone)}"
            ),
            shut_words=None if device.shut_at is None else at_words(device.shut_at, zone),
        )
        for device in devices
    )
