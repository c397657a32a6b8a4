"""What a stimulation programme is set to."""

from dataclasses import dataclass
from fractions import Fraction

from trialtrack.models import Programme, StimulationMode


@dataclass(frozen=True, slots=True)
class ProgrammeSettings:
    """What a programme is set to; None: not known. `contacts`: such as "E1 -, E3 +"."""

    mode: StimulationMode | None = None
    contacts: str | None = None
    amplitude_ma: Fraction | None = None
    amplitude_v: Fraction | None = None
    pulse_width_us: Fraction | None = None
    frequency_hz: Fraction | None = None

    def fields(self) -> dict[str, StimulationMode | str | Fraction | None]:
        """By the name of its column."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


NO_SETTINGS = ProgrammeSettings()


def settings_of(row: Programme) -> ProgrammeSettings:
    """The settings that a row keeps."""
    return ProgrammeSettings(
        row.mode,
        row.contacts,
        row.amplitude_ma,
        row.amplitude_v,
        row.pulse_width_us,
        row.frequency_hz,
    )
