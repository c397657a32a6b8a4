"""What the programmes of the demonstration are set to, by their names."""

from collections.abc import Mapping
from fractions import Fraction

from trialtrack.models import StimulationMode
from trialtrack.services.programme_settings import NO_SETTINGS, ProgrammeSettings

TONIC, BURST, HIGH = (
    StimulationMode.TONIC,
    StimulationMode.BURST,
    StimulationMode.HIGH_FREQUENCY,
)


def _set(
    mode: StimulationMode, contacts: str, amplitude_ma: str, pulse_width_us: int, hz: int
) -> ProgrammeSettings:
    return ProgrammeSettings(
        mode,
        contacts,
        amplitude_ma=Fraction(amplitude_ma),
        pulse_width_us=Fraction(pulse_width_us),
        frequency_hz=Fraction(hz),
    )


SETTINGS: Mapping[str, ProgrammeSettings] = {
    "P1 Back and left leg": _set(TONIC, "E3 −, E5 +", "4.2", 300, 50),
    "10 kHz T9-T10": _set(HIGH, "E4 −, E5 +", "2.5", 30, 10_000),
    "L5 foot": _set(TONIC, "E2 −, E3 +", "0.85", 260, 20),
    "P1 Right leg": _set(TONIC, "E10 −, E12 +", "3.6", 350, 40),
    "Axillary 12 Hz": _set(TONIC, "tip −", "18", 75, 12),
    "T12 groin": _set(TONIC, "E1 −, E2 +", "0.7", 240, 20),
    "Burst 500 Hz": _set(BURST, "E6 −, E8 +", "1.1", 1_000, 500),
    "P1 Tonic, leg": _set(TONIC, "E4 −, E6 +", "5", 250, 60),
    "P2 Tonic, leg and back": ProgrammeSettings(
        TONIC, "E2 −, E4 −, E6 +", amplitude_v=Fraction("3.4"), frequency_hz=Fraction(50)
    ),
}


def settings_named(programme: str) -> ProgrammeSettings:
    """Those that are known; of some programmes nobody wrote any down."""
    return SETTINGS.get(programme, NO_SETTINGS)
