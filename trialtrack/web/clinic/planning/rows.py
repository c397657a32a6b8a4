"""Rows of the form: a site, a medicine, a lead, a programme. A blank row says nothing."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from wtforms import Field, Form, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from trialtrack.access import Refusal
from trialtrack.clinical.medicine_list import ListedMedicine, MedicineKind, medicines_meant
from trialtrack.clinical.opioid_names import opioid_in
from trialtrack.clinical.opioids import Form as MedicineForm
from trialtrack.models import Side, StimulationMode
from trialtrack.services.leads import level
from trialtrack.services.plan_trial import PlannedMedicine
from trialtrack.services.refusals import MOST_NAME_CHARACTERS
from trialtrack.web.fields import NumberField

MOST_MEANT = 6
UNIT_UNSAID = "dose"
_SHORT = Length(max=MOST_NAME_CHARACTERS, message="Shorten this to 80 characters.")


def _one_of(label: str, *choices: tuple[str, str]) -> SelectField:
    every = [SelectChoice(value=value, label=words) for value, words in choices]
    return SelectField(label, choices=every, validate_choice=False, default="")


def _number(label: str, most: int, refusal: str, step: Fraction) -> NumberField:
    return NumberField(label, least=0, most=most, step=step, refusal=refusal)


class Row(Form):
    """Several fields that belong together, within the form of the page."""

    def fields(self) -> list[Field]:
        """Those that a person fills in."""
        return list(self)

    @property
    def is_blank(self) -> bool:
        """Whether nothing was filled in, so that the row says nothing."""
        return not any(str((each.raw_data or [""])[0]).strip() for each in self.fields())

    def validate(self, extra_validators: Any = None) -> bool:
        """A blank row is in order; the first error of another stands beside its field."""
        if self.is_blank:
            return True
        return bool(super().validate(extra_validators)) and self.makes_sense()

    def makes_sense(self) -> bool:
        """Whether the fields go together."""
        return True


class SiteRow(Row):
    """One site of pain, picked or typed."""

    name = StringField("Site", validators=[_SHORT])


class MedicineRow(Row):
    """One medicine: from the list, or another, which then says what it counts as."""

    name = StringField("Medicine", validators=[_SHORT])
    usual = _number(
        "A usual day",
        99,
        "Write how many on a usual day as a number from 0 to 99, such as 4 or 1.5.",
        Fraction(1, 4),
    )
    kind = _one_of(
        "It counts as",
        ("", "Choose"),
        (MedicineKind.OPIOID, "An opioid"),
        (MedicineKind.PAINKILLER, "A painkiller"),
        (MedicineKind.OTHER, "Something else"),
    )
    form = _one_of("Form", (MedicineForm.ORAL, "By mouth"), (MedicineForm.PATCH, "Patch"))
    strength = _number(
        "mg or µg/h of one",
        10_000,
        "Write the strength of one as a number: mg by mouth, micrograms/hour for a patch.",
        Fraction(1, 1000),
    )
    unit = StringField("One is a", validators=[_SHORT])

    def fields(self) -> list[Field]:
        """Those that say something by themselves: the form is always one of two."""
        return [self["name"], self.usual, self.kind, self.strength, self.unit]

    @property
    def listed(self) -> ListedMedicine | None:
        """The medicine of the list that is meant, where it is one and no more."""
        meant = medicines_meant(self["name"].data or "")
        return meant[0] if len(meant) == 1 and not self.kind.data else None

    @property
    def asks_more(self) -> bool:
        """Whether the page asks what the medicine is."""
        return bool(self.kind.data) or bool(self["name"].errors) or bool(self.strength.errors)

    def makes_sense(self) -> bool:
        """Known to the list, or said what it is."""
        written = (self["name"].data or "").strip()
        if not written:
            self["name"].errors = ["Write which medicine this is."]
        elif self.listed is None and not self.kind.data:
            self["name"].errors = [_which(written)]
        elif self.listed is None:
            self._other(written)
        return not any(field.errors for field in self)

    def _other(self, written: str) -> None:
        opioid = opioid_in(written)
        if opioid and self.kind.data != MedicineKind.OPIOID:
            self.kind.errors = [f"“{written}” is {opioid}, an opioid. Choose “An opioid”."]
        elif self.kind.data not in {*MedicineKind}:
            self.kind.errors = ["Choose what this medicine counts as."]
        elif self.kind.data == MedicineKind.OPIOID and not self.strength.data:
            self.strength.errors = ["Write the strength of one, of the opioid alone."]


def medicine_of(row: MedicineRow) -> PlannedMedicine | None:
    """The medicine of a row; None where it does not say what it is."""
    listed = row.listed
    if listed is not None:
        return PlannedMedicine(
            name=listed.name,
            drug=listed.drug,
            kind=listed.kind,
            strength=listed.strength,
            form=listed.form,
            unit_label=listed.unit_label,
            usual_count=row.usual.data,
        )
    if row.kind.data not in {*MedicineKind}:
        return None
    name = " ".join((row["name"].data or "").split())
    is_patch = row.form.data == MedicineForm.PATCH
    return PlannedMedicine(
        name=name,
        drug=opioid_in(name) or name.casefold(),
        kind=MedicineKind(row.kind.data),
        strength=row.strength.data or None,
        form=MedicineForm.PATCH if is_patch else MedicineForm.ORAL,
        unit_label=(row.unit.data or "").strip() or ("patch" if is_patch else UNIT_UNSAID),
        usual_count=row.usual.data,
    )


def _which(written: str) -> str:
    meant = [each.name for each in medicines_meant(written)]
    if not meant:
        return f"“{written}” is not on the list. Say below what it counts as."
    more = ", …" if len(meant) > MOST_MEANT else ""
    return f"Which one is it: {', '.join(meant[:MOST_MEANT])}{more}?"


class LeadRow(Row):
    """One lead that is planned."""

    kind = StringField("Lead", validators=[_SHORT])
    side = _one_of(
        "Side",
        ("", "–"),
        (Side.LEFT, "Left"),
        (Side.RIGHT, "Right"),
        (Side.MIDLINE, "Midline"),
    )
    level_from = StringField("Level")
    level_to = StringField("to")
    nerve = StringField("or nerve", validators=[_SHORT])

    def makes_sense(self) -> bool:
        """A lead has a name and lies somewhere."""
        if not (self.kind.data or "").strip():
            self.kind.errors = ["Write what lead it is, such as octrode."]
        for field in (self.level_from, self.level_to):
            refuse(field, lambda field=field: level(field.data))  # type: ignore[misc]
        has_level, has_nerve = ((f.data or "").strip() for f in (self.level_from, self.nerve))
        if not (has_level or has_nerve):
            self.level_from.errors = ["Write where it is to lie: a level such as T8, or a nerve."]
        elif has_level and has_nerve:
            self.nerve.errors = ["Give the level or the nerve, not both."]
        return not any(field.errors for field in self)


class ProgrammeRow(Row):
    """One programme that is planned, with its settings as far as they are known."""

    name = StringField("Programme", validators=[_SHORT])
    mode = _one_of(
        "Mode",
        ("", "–"),
        (StimulationMode.TONIC, "Tonic"),
        (StimulationMode.BURST, "Burst"),
        (StimulationMode.HIGH_FREQUENCY, "High-frequency"),
    )
    contacts = StringField("Contacts", validators=[_SHORT])
    amplitude_ma = _number(
        "mA", 50, "Write the amplitude in mA as a number from 0 to 50.", Fraction(1, 100)
    )
    amplitude_v = _number(
        "V", 50, "Write the amplitude in V as a number from 0 to 50.", Fraction(1, 100)
    )
    pulse_width_us = _number(
        "µs", 2_000, "Write the pulse width as a number from 1 to 2000.", Fraction(1, 10)
    )
    frequency_hz = _number(
        "Hz", 20_000, "Write the frequency as a number from 1 to 20000.", Fraction(1, 10)
    )

    def makes_sense(self) -> bool:
        """A programme has a name, and one amplitude."""
        if not (self["name"].data or "").strip():
            self["name"].errors = ["Write the name of the programme, such as A."]
        elif self["name"].data.strip().casefold() == "off":
            self["name"].errors = ["“Off” is no programme: it is noted when it is switched off."]
        if self.amplitude_ma.data is not None and self.amplitude_v.data is not None:
            self.amplitude_v.errors = ["Give the amplitude in mA or in V, not in both."]
        for field, name in ((self.pulse_width_us, "pulse width"), (self.frequency_hz, "frequency")):
            if field.data is not None and field.data < 1:
                field.errors = [f"Write the {name} as a number of 1 or more."]
        return not any(field.errors for field in self)


def refuse(field: Field, check: Callable[[], object]) -> None:
    """Put a service's refusal beside the field that it is about."""
    try:
        check()
    except Refusal as refusal:
        field.errors = [str(refusal)]
