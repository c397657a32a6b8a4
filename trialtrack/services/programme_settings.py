"""The settings of a stimulation programme, as far as they are known, each within its range."""

from dataclasses import replace

from trialtrack.access import Refusal
from trialtrack.services.check_answers import Range
from trialtrack.services.refusals import MOST_NAME_CHARACTERS
from trialtrack.store.programme_settings import NO_SETTINGS, ProgrammeSettings

__all__ = [
    "NO_SETTINGS",
    "AmplitudeTwice",
    "ContactsTooLong",
    "ProgrammeSettings",
    "SettingOutOfRange",
    "usable_settings",
]

RANGES = {
    "amplitude_ma": ("The amplitude", Range(0, 50, decimals=2), "mA"),
    "amplitude_v": ("The amplitude", Range(0, 50, decimals=2), "V"),
    "pulse_width_us": ("The pulse width", Range(1, 2_000, decimals=1), "µs"),
    "frequency_hz": ("The frequency", Range(1, 20_000, decimals=1), "Hz"),
}
"""By field: what it is called, what devices can be set to, and the unit."""


class SettingOutOfRange(Refusal):
    """A setting of the programme is out of range."""


class AmplitudeTwice(Refusal):
    """Give the amplitude in mA or in V, not in both."""


class ContactsTooLong(Refusal):
    """Write the contacts in at most 80 characters."""


def usable_settings(settings: ProgrammeSettings) -> ProgrammeSettings:
    """The settings without blanks round the contacts; the refusal of what cannot be set."""
    for name, (called, allowed, unit) in RANGES.items():
        value = getattr(settings, name)
        if value is not None and not allowed.holds(value):
            raise SettingOutOfRange(
                f"{called} must be {allowed.least:,} to {allowed.most:,} {unit}, with at most "
                f"{allowed.decimals} decimals."
            )
    if settings.amplitude_ma is not None and settings.amplitude_v is not None:
        raise AmplitudeTwice
    contacts = " ".join((settings.contacts or "").split()) or None
    if contacts is not None and len(contacts) > MOST_NAME_CHARACTERS:
        raise ContactsTooLong
    return replace(settings, contacts=contacts)
