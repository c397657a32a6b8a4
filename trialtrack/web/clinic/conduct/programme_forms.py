"""The forms of programmes: one with its settings, a switch, and a correction of the past."""

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction

from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from trialtrack.models import StimulationMode
from trialtrack.services.programme_settings import ProgrammeSettings
from trialtrack.store.records import ProgrammeFacts
from trialtrack.web.clinic.conduct.moments import DayField, HourField, given
from trialtrack.web.clinic.conduct.page_form import PageForm
from trialtrack.web.clinic.conduct.programme_words import MODES, OFF_WORDS
from trialtrack.web.fields import NumberField

OFF = "off"
MA, V = "ma", "v"
TOO_LONG = "Shorten this to 80 characters."


class ProgrammeForm(PageForm):
    """A programme: its name, and its settings as far as they are known."""

    name_of = StringField(
        "Name of the programme",
        validators=[
            DataRequired("Write the name of the programme, as the device shows it."),
            Length(max=80, message=TOO_LONG),
        ],
    )
    mode = SelectField(
        "Mode",
        choices=[
            SelectChoice(value="", label="Not known"),
            *(SelectChoice(value=mode.value, label=words) for mode, words in MODES.items()),
        ],
    )
    contacts = StringField("Contacts", validators=[Length(max=80, message=TOO_LONG)])
    amplitude = NumberField(
        "Amplitude",
        least=0,
        most=50,
        step=Fraction(1, 100),
        refusal="Write the amplitude as a number from 0 to 50, with at most two decimals.",
    )
    amplitude_unit = RadioField(
        "Unit of the amplitude",
        choices=[SelectChoice(value=MA, label="mA"), SelectChoice(value=V, label="V")],
        default=MA,
    )
    pulse_width_us = NumberField(
        "Pulse width",
        least=1,
        most=2_000,
        step=Fraction(1, 10),
        refusal="Write the pulse width as a number from 1 to 2000.",
    )
    frequency_hz = NumberField(
        "Frequency",
        least=1,
        most=20_000,
        step=Fraction(1, 10),
        refusal="Write the frequency as a number from 1 to 20000.",
    )

    def settings(self) -> ProgrammeSettings:
        """What was typed. The form must be valid."""
        amplitude, in_volts = self.amplitude.data, self.amplitude_unit.data == V
        return ProgrammeSettings(
            StimulationMode(self.mode.data) if self.mode.data else None,
            self.contacts.data,
            None if in_volts else amplitude,
            amplitude if in_volts else None,
            self.pulse_width_us.data,
            self.frequency_hz.data,
        )

    def fill(self, programme: ProgrammeFacts) -> None:
        """Put in what is known of a programme."""
        settings = programme.settings
        in_volts = settings.amplitude_v is not None
        self.name_of.data, self.contacts.data = programme.name, settings.contacts
        self.mode.data = settings.mode.value if settings.mode else ""
        self.amplitude.process_data(settings.amplitude_v if in_volts else settings.amplitude_ma)
        self.amplitude_unit.data = V if in_volts else MA
        self.pulse_width_us.process_data(settings.pulse_width_us)
        self.frequency_hz.process_data(settings.frequency_hz)


def _why(asked: str) -> TextAreaField:
    return TextAreaField(
        asked,
        validators=[
            DataRequired("Write why: the reason stays with the trial."),
            Length(max=2000, message="Shorten this to 2000 characters."),
        ],
    )


class AmendForm(ProgrammeForm):
    """What is wrong with a programme as it is written down."""

    reason = _why("Why is it corrected?")


class SwitchForm(PageForm):
    """To what, since when; `since` None: now. `seen`: what was on as the page had it."""

    seen = HiddenField()

    to = RadioField("On from then", validators=[InputRequired("Choose what is on.")])
    since_day = DayField("Day", refusal="Write the day of the switch.")
    since_hour = HourField("Time")
    zone: str = "UTC"
    since: datetime | None = None

    def offer(self, programmes: Sequence[ProgrammeFacts], zone: str) -> None:
        """The programmes of the trial, and that stimulation is off."""
        self.to.choices, self.zone = _choices(programmes), zone

    def validate(self, extra_validators: object = None) -> bool:
        """Day and time go together, or are both left empty."""
        sound = bool(super().validate(extra_validators))
        self.since = given(self.since_day, self.since_hour, self.zone)
        return sound and not (self.since_day.errors or self.since_hour.errors)


class CorrectForm(PageForm):
    """What was on after all, from when until when (None: and still is), and why."""

    was = RadioField("What was on after all?", validators=[InputRequired("Choose what was on.")])
    from_day = DayField("Day", refusal="Write the day from which it was on.")
    from_hour = HourField("Time")
    to_day = DayField("Day", refusal="Write the day until which it was on.")
    to_hour = HourField("Time")
    reason = _why("How do you know?")
    zone: str = "UTC"
    starts_at: datetime | None = None
    ends_at: datetime | None = None

    def offer(self, programmes: Sequence[ProgrammeFacts], zone: str) -> None:
        """The programmes of the trial, and that stimulation was off."""
        self.was.choices, self.zone = _choices(programmes), zone

    def validate(self, extra_validators: object = None) -> bool:
        """It began at some time; the end may be left empty."""
        sound = bool(super().validate(extra_validators))
        self.starts_at = given(self.from_day, self.from_hour, self.zone)
        self.ends_at = given(self.to_day, self.to_hour, self.zone)
        whens = (self.from_day, self.from_hour, self.to_day, self.to_hour)
        if self.starts_at is None and not (self.from_day.errors or self.from_hour.errors):
            self.from_day.errors = ["Write from which day and time on."]
        return sound and not any(field.errors for field in whens)


def _choices(programmes: Sequence[ProgrammeFacts]) -> list[SelectChoice]:
    named = [SelectChoice(value=str(each.id), label=each.name) for each in programmes]
    return [*named, SelectChoice(value=OFF, label=OFF_WORDS)]
