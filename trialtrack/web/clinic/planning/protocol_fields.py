"""The protocol on the form: filled from a template, changed by hand, refused in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from wtforms import Field, SelectField, StringField
from wtforms.fields.choices import SelectChoice

from trialtrack.clinical.diary import Domain, Measure
from trialtrack.clinical.protocol import FIELD_NAMES, Protocol, ProtocolError, read_protocol
from trialtrack.clinical.protocol_templates import field_text
from trialtrack.web.clinic.planning.lists import template_of
from trialtrack.web.forms import Form

PREFIX = "protocol_"
PLACEMENT_GAP = "Choose a day within the 28 days up to placement, or leave it empty."


@dataclass(frozen=True, slots=True)
class _Asked:
    """A field of the protocol on the form, with METHOD's bounds in words."""

    label: str
    refusal: str
    choices: Mapping[str, str] | None = None


ASKED: Mapping[str, _Asked] = {
    "threshold_percent": _Asked(
        "Threshold, reduction in percent",
        "Write the threshold as a number over 0 and up to 100, such as 50.",
    ),
    "measure": _Asked(
        "Pain that is judged",
        "Choose which pain is judged.",
        {
            Measure.AVERAGE: "On average",
            Measure.WORST: "At its worst",
            Measure.LEAST: "At its least",
            Measure.NOW: "Right now",
        },
    ),
    "baseline_days": _Asked(
        "Days of baseline", "Write the days of the baseline as a whole number from 1 to 28."
    ),
    "baseline_min_days": _Asked(
        "Of these, days needed",
        "Write the baseline days needed as a whole number from 1 up to the days of the baseline.",
    ),
    "baseline_ends_on": _Asked("First day that is no longer baseline", PLACEMENT_GAP),
    "baseline_floor": _Asked(
        "Lowest baseline pain that is judged", "Write the lowest baseline as a number from 0 to 10."
    ),
    "washout_days": _Asked(
        "Days of washout, from placement", "Write the washout as a whole number from 0 to 14."
    ),
    "window_days": _Asked(
        "Last treatment days that are judged",
        "Write the days that are judged as a whole number from 1 to 28.",
    ),
    "window_min_days": _Asked(
        "Of these, days needed",
        "Write the treatment days needed as a whole number from 1 up to the days that are judged.",
    ),
    "window_min_share": _Asked(
        "And the share of them needed",
        "Write the share as a number over 0 and up to 1, such as 0.57 for 4 of 7.",
    ),
    "activity_measure": _Asked(
        "Activity that is compared",
        "Choose what stands for activity.",
        {
            Domain.ACTIVITY_INTERFERENCE: "How much pain got in the way",
            Domain.WALKING_MINUTES: "Minutes walked",
            Domain.STANDING_MINUTES: "Minutes stood",
            Domain.STEPS: "Steps",
        },
    ),
    "late_hours": _Asked(
        "Hours in which a day can still be filled in",
        "Write the hours as a whole number, 0 or more.",
    ),
    "count_late": _Asked(
        "Days entered late",
        "Choose whether late days count.",
        {"true": "Count, and are marked", "false": "Do not count"},
    ),
    "autocorrelation": _Asked(
        "How days resemble each other", "Write the correlation as a number from 0 to 0.9."
    ),
    "day_sd": _Asked("Spread from day to day assumed", "Write the spread as a number over 0."),
    "day_sd_df": _Asked("Days that this assumption weighs", "Write the weight as a number over 0."),
}


class ProtocolFields(Form):
    """Fields of METHOD section 2; `protocol_of` reads them. A test holds ASKED to the method's."""

    def protocol_field(self, name: str) -> Field:
        """One of them by its name in the method."""
        return self[PREFIX + name]


for _name, _asked in ASKED.items():
    _field: Field
    if _asked.choices is not None:
        _field = SelectField(
            _asked.label,
            choices=[SelectChoice(value=key, label=words) for key, words in _asked.choices.items()],
            validate_choice=False,
        )
    else:
        _field = StringField(_asked.label)
    setattr(ProtocolFields, PREFIX + _name, _field)


def values_from(treatment: str | None) -> dict[str, str]:
    """What the template of a treatment puts into each field; METHOD's defaults without one."""
    template = template_of(treatment)
    protocol = Protocol() if template is None else template.protocol
    return {name: field_text(protocol, name) for name in FIELD_NAMES}


def refilled(form: ProtocolFields, filled_from: str, treatment: str) -> dict[str, str]:
    """The fields to change, by name, now that another template is chosen.

    What differs from the template that filled it was changed by hand, and stays as typed.
    """
    before, now = values_from(filled_from), values_from(treatment)
    return {
        name: now[name]
        for name in FIELD_NAMES
        if now[name] != before[name] and said(form.protocol_field(name)) in ("", before[name])
    }


def said(field: Field) -> str:
    """What stands in a field, as typed."""
    if field.raw_data:
        return str(field.raw_data[0]).strip()
    if isinstance(field.data, date):
        return field.data.isoformat()
    return str(field.data or "").strip()


def protocol_of(form: ProtocolFields, placed_on: date | None) -> Protocol | None:
    """The protocol; None, with an error beside each field at fault, when it cannot be used."""
    values = {name: said(form.protocol_field(name)).replace(",", ".") for name in FIELD_NAMES}
    try:
        protocol = read_protocol(values)
        return protocol.for_trial_placed_on(placed_on) if placed_on else protocol
    except ProtocolError as error:
        for fault in error.faults:
            name = fault.partition(":")[0].partition(" ")[0]
            form.protocol_field(name).errors = [ASKED[name].refusal]
        return None
