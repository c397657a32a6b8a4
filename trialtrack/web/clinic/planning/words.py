"""The look over a plan before it is saved, and what comes next once it is."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from trialtrack.access import TrialState
from trialtrack.clinical.medicine_list import MEDICINES
from trialtrack.clinical.opioids import Form
from trialtrack.clinical.protocol import text
from trialtrack.clinical.protocol_templates import departures, field_text
from trialtrack.models import MedicineKind, Modality, StimulationMode
from trialtrack.queries.planning import PersonThere, TrialThere
from trialtrack.services.plan_trial import PlannedMedicine
from trialtrack.store.records import PatientFacts
from trialtrack.web.clinic.naming import MODALITIES, born_words, person_name
from trialtrack.web.clinic.planning.forms import NewPatientForm, PlanForm
from trialtrack.web.clinic.planning.lists import PUMP, modality_of
from trialtrack.web.clinic.planning.protocol_fields import ASKED
from trialtrack.web.clinic.planning.reading import filled, medicines_of, primary_site, sites_of
from trialtrack.web.clinic.planning.rows import LeadRow, ProgrammeRow
from trialtrack.web.words import count, date_words, units, weekday_words

LISTED = frozenset(each.name for each in MEDICINES)
KINDS = {
    MedicineKind.OPIOID: "an opioid",
    MedicineKind.PAINKILLER: "a painkiller",
    MedicineKind.OTHER: "neither opioid nor painkiller",
}
MODES = {
    StimulationMode.TONIC: "tonic",
    StimulationMode.BURST: "burst",
    StimulationMode.HIGH_FREQUENCY: "high-frequency",
}
_STATES = {
    TrialState.PLANNED: "planned",
    TrialState.PLACED: "running",
    TrialState.REMOVED: "ended",
    TrialState.CANCELLED: "cancelled",
}


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that is to be saved."""

    key: str
    value: str | None


@dataclass(frozen=True, slots=True)
class Part:
    """Things that belong together, with the place in the form where they are changed."""

    heading: str
    rows: tuple[Said, ...]


def parts(form: PlanForm) -> tuple[Part, ...]:
    """All that is to be saved, in the order of the form. The form must be valid."""
    who = (Part("Patient", _who(form)),) if isinstance(form, NewPatientForm) else ()
    every = (
        *who,
        Part("Treatment and days", _treatment(form)),
        Part("Sites of pain", _sites(form)),
        Part("Medicines", tuple(map(_medicine, medicines_of(form)))),
        Part("Goal", (Said("In the patient’s own words", form.goal.data.strip()),))
        if (form.goal.data or "").strip()
        else Part("Goal", ()),
        Part("Leads", tuple(map(_lead, filled(form.leads)))),
        Part("Programmes", tuple(map(_programme, filled(form.programmes)))),
        Part("Protocol, where it departs from the usual", _protocol(form)),
    )
    return tuple(part for part in every if part.rows)


def _who(form: NewPatientForm) -> tuple[Said, ...]:
    who = form.identity
    if who is None:
        return ()
    return (
        Said("Name", f"{who.family_name}, {who.given_name}"),
        Said("Born", date_words(who.born_on)),
        Said("Hospital number", who.hospital_number),
        Said("Telephone", who.phone),
        Said("E-mail", who.email),
    )


def _treatment(form: PlanForm) -> tuple[Said, ...]:
    placed, removed = form.placed_on.data, form.planned_removal_on.data
    starts, ends = ("Start", "End")
    if modality_of(form.treatment.data) is not Modality.TENS:
        starts, ends = "Placement", "Removal"
    drug = (Said("Drug in the pump", form.trial_drug.data),) if form.treatment.data == PUMP else ()
    days = count((removed - placed).days, "day")
    return (
        Said("What is tried", form.treatment_words()),
        *drug,
        Said(starts, weekday_words(placed)),
        Said(ends, f"{weekday_words(removed)}, {days} later"),
    )


def _sites(form: PlanForm) -> tuple[Said, ...]:
    primary = primary_site(form)
    return tuple(
        Said(name, "judged on this one" if name == primary else "asked about as well")
        for name in sites_of(form)
    )


def _medicine(medicine: PlannedMedicine) -> Said:
    usual = medicine.usual_count
    said = "usual day not said"
    if usual is not None:
        one = medicine.unit_label
        said = f"{float(usual):g} {one if usual == 1 else units(one)} on a usual day"
    return Said(f"{medicine.name}{_strength(medicine)}", f"{said}, {KINDS[medicine.kind]}")


def _strength(medicine: PlannedMedicine) -> str:
    """What was typed of a medicine that is not on the list: there it is part of the name."""
    if medicine.strength is None or medicine.name in LISTED:
        return ""
    unit = "micrograms/hour" if medicine.form is Form.PATCH else "mg"
    return f" ({text(medicine.strength)} {unit} each)"


def _lead(row: LeadRow) -> Said:
    levels = " to ".join(part.upper() for part in (row.level_from.data, row.level_to.data) if part)
    side = f"{row.side.data}, " if row.side.data else ""
    return Said(row.kind.data, f"{side}{levels or row.nerve.data}")


def _programme(row: ProgrammeRow) -> Said:
    measured = (
        (row.amplitude_ma, "mA"),
        (row.amplitude_v, "V"),
        (row.pulse_width_us, "µs"),
        (row.frequency_hz, "Hz"),
    )
    said = [MODES[row.mode.data]] if row.mode.data in MODES else []
    said += [row.contacts.data] if row.contacts.data else []
    said += [f"{field.raw_data[0]} {unit}" for field, unit in measured if field.data is not None]
    return Said(row["name"].data, ", ".join(said) or "settings not said")


def _protocol(form: PlanForm) -> tuple[Said, ...]:
    if form.protocol is None:
        return ()
    protocol = form.protocol
    return tuple(
        Said(ASKED[name].label, _value(name, field_text(protocol, name)))
        for name in departures(protocol)
    )


def _value(name: str, value: str) -> str:
    choices = ASKED[name].choices
    if choices is not None:
        return choices[value]
    return weekday_words(date.fromisoformat(value)) if name == "baseline_ends_on" else value


@dataclass(frozen=True, slots=True)
class Whom:
    """Whose trial it is to be, at the head of the form."""

    patient_id: UUID
    name: str
    born: str
    hospital_number: str


def whom(patient: PatientFacts) -> Whom:
    """A patient who is here already."""
    number = patient.hospital_number or "–"
    return Whom(patient.id, person_name(patient), born_words(patient), number)


@dataclass(frozen=True, slots=True)
class Here:
    """Somebody who is here already, in words, with their trials by id."""

    patient_id: str
    name: str
    born: str
    hospital_number: str
    same: str
    trials: tuple[tuple[str, str], ...]


def here(there: PersonThere) -> Here:
    """One person to compare with, and their trials: id and words."""
    like = there.likeness
    same = [
        words
        for said, words in (
            (like.same_number, "the same hospital number"),
            (like.same_name_and_birth, "the same name and date of birth"),
            (
                like.same_family_and_birth and not like.same_name_and_birth,
                "the same family name and date of birth",
            ),
            (like.same_phone_and_birth, "the same telephone and date of birth"),
        )
        if said
    ]
    return Here(
        patient_id=str(like.patient_id),
        name=f"{like.family_name}, {like.given_name}",
        born=date_words(like.born_on),
        hospital_number=like.hospital_number or "–",
        same=" and ".join(same),
        trials=tuple((str(each.trial_id), _trial(each)) for each in there.trials),
    )


def _trial(trial: TrialThere) -> str:
    days = f"{date_words(trial.placed_on)} to {date_words(trial.ends_on)}"
    return f"{MODALITIES[trial.modality]}, {days}, {_STATES[trial.state]}"
