"""The form of a new trial: for somebody new with who they are, or for a patient who is here."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from wtforms import (
    FieldList,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import UUID, DataRequired, InputRequired, Length

from trialtrack.access import Refusal
from trialtrack.clinical.medicine_list import is_same_medicine
from trialtrack.clinical.protocol import Protocol
from trialtrack.clock import now_utc
from trialtrack.services.add_patient import (
    BornInTheFuture,
    Identity,
    NumberTooLong,
    usable_identity,
)
from trialtrack.services.add_staff import NotAnAddress
from trialtrack.services.plan_trial import PlannedMedicine
from trialtrack.services.refusals import NotAPhoneNumber
from trialtrack.services.sensible_days import DayTooFar, RemovalTooFar, check_planned
from trialtrack.services.set_goal import MOST_GOAL_CHARACTERS
from trialtrack.web.birth_date import BirthDateForm
from trialtrack.web.clinic.planning.lists import PUMP, TREATMENT_WORDS, TREATMENTS, template_of
from trialtrack.web.clinic.planning.protocol_fields import (
    ASKED,
    PREFIX,
    ProtocolFields,
    protocol_of,
    refilled,
    values_from,
)
from trialtrack.web.clinic.planning.rows import (
    LeadRow,
    MedicineRow,
    ProgrammeRow,
    SiteRow,
    medicine_of,
)
from trialtrack.web.fields import DayField

MOST_ROWS = {"sites": 6, "medicines": 12, "leads": 8, "programmes": 8}
PLANNED = (
    "treatment",
    "trial_drug",
    "placed_on",
    "planned_removal_on",
    "sites",
    "primary",
    "medicines",
    "goal",
    "leads",
    "programmes",
)
LOST = "This page has lost its number. Open it again."


class PlanForm(ProtocolFields):
    """What is planned. `filled_from`: the treatment whose template filled the protocol's fields.

    `filled_removal`: the day that the template's usual length gave; another was typed.
    """

    trial_id = HiddenField(validators=[UUID(LOST)])
    patient_id = HiddenField(validators=[UUID(LOST)])
    filled_from = HiddenField()
    filled_removal = HiddenField()

    treatment = SelectField(
        "What is tried",
        choices=[
            SelectChoice(value="", label="Choose"),
            *(
                SelectChoice(value=value, label=words, optgroup=group)
                for group, every in TREATMENTS.items()
                for value, words in every
            ),
        ],
        validators=[DataRequired("Choose what is tried.")],
    )
    trial_drug = StringField(
        "Drug in the pump",
        validators=[Length(max=80, message="Shorten the name of the drug to 80 characters.")],
    )
    placed_on = DayField(
        "Placement planned for",
        refusal="Write the day of placement as a date, such as 24/3/2026.",
        validators=[InputRequired("Write the day of placement.")],
    )
    planned_removal_on = DayField(
        "Removal planned for",
        refusal="Write the day of removal as a date, such as 31/3/2026.",
    )
    sites = FieldList(FormField(SiteRow), min_entries=2, max_entries=MOST_ROWS["sites"])
    primary = RadioField("Judged on", validate_choice=False, default="0")
    medicines = FieldList(FormField(MedicineRow), min_entries=3, max_entries=MOST_ROWS["medicines"])
    goal = TextAreaField(
        "What the patient wants to be able to do",
        validators=[
            Length(
                max=MOST_GOAL_CHARACTERS,
                message=f"Shorten the goal to {MOST_GOAL_CHARACTERS} characters.",
            )
        ],
    )
    leads = FieldList(FormField(LeadRow), min_entries=1, max_entries=MOST_ROWS["leads"])
    programmes = FieldList(
        FormField(ProgrammeRow), min_entries=1, max_entries=MOST_ROWS["programmes"]
    )
    same_person = RadioField("Is it one of them?", validate_choice=False)
    protocol: Protocol | None = None
    added: str = ""
    asked_first: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Errors are told in the order of the page: who, what, and the protocol last.
        for name in (*self.asked_first, *PLANNED, *(PREFIX + name for name in ASKED)):
            self._fields.move_to_end(name)

    def start(self) -> None:
        """A page that nobody typed into yet: new ids, and METHOD's defaults."""
        self.trial_id.data, self.patient_id.data = str(uuid4()), str(uuid4())
        for name, value in values_from(None).items():
            self.protocol_field(name).data = value

    def another(self, which: str) -> None:
        """One more row, which takes the cursor; there are as many as make sense."""
        if which in MOST_ROWS and len(self[which].entries) < MOST_ROWS[which]:
            self.added = self[which].append_entry().id

    def refill(self) -> dict[str, str]:
        """Take over what the chosen template says where nobody changed it; what was changed."""
        treatment = self.treatment.data or ""
        changed = {
            PREFIX + name: value
            for name, value in refilled(self, self.filled_from.data or "", treatment).items()
        }
        changed["filled_from"] = treatment
        removal = self._usual_removal()
        if removal is not None:
            changed |= dict.fromkeys(("planned_removal_on", "filled_removal"), removal.isoformat())
        for name, value in changed.items():
            self[name].raw_data, self[name].data = [value], value
        if removal is not None:
            self.planned_removal_on.take(removal)
        return changed

    def _usual_removal(self) -> date | None:
        """After the template's usual length, unless somebody typed another day."""
        template = template_of(self.treatment.data)
        typed = str((self.planned_removal_on.raw_data or [""])[0])
        if template is None or self.placed_on.data is None:
            return None
        if typed not in ("", self.filled_removal.data):
            return None
        placed: date = self.placed_on.data
        return placed + timedelta(days=template.usual_days)

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field by itself, then those that go together."""
        valid = bool(super().validate(extra_validators))
        self.protocol = protocol_of(self, self.placed_on.data)
        for check in (self._days, self._sites, self._medicines, self._pump, self._programme_names):
            check()
        for which in MOST_ROWS:
            # What the checks above found within a row has to be found again from without.
            wrong = [entry.errors for entry in self[which].entries if entry.errors]
            self[which].errors = wrong
        return valid and self.protocol is not None and not self.errors

    def _days(self) -> None:
        placed, removed = self.placed_on.data, self.planned_removal_on.data
        if self.planned_removal_on.errors or placed is None:
            return
        if removed is None:
            self.planned_removal_on.errors = ["Write the day of removal."]
        elif removed <= placed:
            self.planned_removal_on.errors = ["Write a day of removal that is after placement."]
        else:
            self._near(placed, removed)

    def _near(self, placed: date, removed: date) -> None:
        """A day whose year cannot be meant, by the service's own bounds."""
        try:
            check_planned(placed, removed, now_utc().date())
        except RemovalTooFar as refusal:
            self.planned_removal_on.errors = [str(refusal)]
        except DayTooFar as refusal:
            self.placed_on.errors = [str(refusal)]

    def _sites(self) -> None:
        rows = [entry.form for entry in self.sites.entries]
        names = [" ".join((row["name"].data or "").split()).casefold() for row in rows]
        if not any(names):
            rows[0]["name"].errors = ["Write at least one site of pain."]
            return
        for n, name in enumerate(names):
            if name and name in names[:n]:
                rows[n]["name"].errors = ["This site is named twice."]
        chosen = self.primary.data or "0"
        if not chosen.isdigit() or int(chosen) >= len(names) or not names[int(chosen)]:
            self.primary.errors = ["Choose a site with a name to judge the trial on."]

    def _medicines(self) -> None:
        rows = [entry.form for entry in self.medicines.entries if not entry.form.is_blank]
        seen: list[PlannedMedicine] = []
        for row in rows:
            found = medicine_of(row)
            if found is not None and any(is_same_medicine(each, found) for each in seen):
                row["name"].errors = ["This medicine is named twice."]
            elif found is not None:
                seen.append(found)

    def _pump(self) -> None:
        if self.treatment.data == PUMP and not (self.trial_drug.data or "").strip():
            self.trial_drug.errors = ["Write the drug in the pump: it is left out of the totals."]

    def _programme_names(self) -> None:
        seen: set[str] = set()
        for entry in self.programmes.entries:
            name = (entry.form["name"].data or "").strip().casefold()
            if name and name in seen:
                entry.form["name"].errors = ["This programme is named twice."]
            seen.add(name)

    def treatment_words(self) -> str:
        """What is tried, as the list says it."""
        return TREATMENT_WORDS[self.treatment.data]


class NewPatientForm(BirthDateForm, PlanForm):
    """The same with who the patient is, on top."""

    born = "the patient was born"
    identity: Identity | None = None
    asked_first = (
        "family_name",
        "given_name",
        "birth_day",
        "birth_month",
        "birth_year",
        "hospital_number",
        "phone",
        "email",
    )

    family_name = StringField("Family name", validators=[DataRequired("Write the family name.")])
    given_name = StringField("Given name", validators=[DataRequired("Write the given name.")])
    hospital_number = StringField("Hospital number")
    phone = StringField("Telephone")
    email = StringField("E-mail")

    def validate(self, extra_validators: Any = None) -> bool:
        """The person by the service's own rules, then the plan."""
        valid = super().validate(extra_validators)
        if self.born_on is None or self.family_name.errors or self.given_name.errors:
            return False
        self.identity = self._usable(
            Identity(
                family_name=self.family_name.data,
                given_name=self.given_name.data,
                born_on=self.born_on,
                hospital_number=self.hospital_number.data,
                phone=self.phone.data,
                email=self.email.data,
            )
        )
        return valid and self.identity is not None

    def _usable(self, identity: Identity) -> Identity | None:
        at_fault = {
            BornInTheFuture: self.birth_year,
            NumberTooLong: self.hospital_number,
            NotAPhoneNumber: self.phone,
            NotAnAddress: self.email,
        }
        try:
            return usable_identity(identity, now_utc())
        except Refusal as refusal:
            at_fault.get(type(refusal), self.family_name).errors = [str(refusal)]
            return None
