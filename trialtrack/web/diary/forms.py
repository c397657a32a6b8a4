"""The diary's form: the questions that everybody is asked, and those of one trial."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from uuid import UUID

from wtforms import Field, HiddenField, StringField, TextAreaField, validators

from trialtrack.clinical.answers import UNKNOWN_PROGRAMME
from trialtrack.clinical.diary import Measure
from trialtrack.clinical.opioids import Form as MedicineForm
from trialtrack.queries.day_questions import DayQuestions
from trialtrack.web.diary.site_names import names_on_page
from trialtrack.web.diary.wording import treatment_words
from trialtrack.web.fields import NumberField, OneOfField, ScoreField
from trialtrack.web.forms import Form
from trialtrack.web.words import units

MOST_CHARACTERS = 2000
MOST_NAME_CHARACTERS = 200
MOST_OTHERS = 5
HALF = Fraction(1, 2)
TENS_OF_PERCENT = tuple(Fraction(10 * n) for n in range(11))
SAYS_NO_ANSWER = (
    "looked_again",
    "made",
    "sites_seen",
    "device_opened",
    "device_answered",
    "device_sent",
    "signs_advice",
    "signs_page",
)
"""Fields that travel with the answers and are none."""
YES_NO = (("yes", "Yes"), ("no", "No"))
ASKED = {
    Measure.AVERAGE: "on average",
    Measure.WORST: "at its worst",
    Measure.LEAST: "at its least",
    Measure.NOW: "right now",
}


OTHER_PAINKILLER = "Any other painkiller"
HOW_MANY = "write how many you took, 0 if none."
HOURS = ("h", "hr", "hrs", "hour", "hours")
MINUTES = ("min", "mins", "minute", "minutes")


def _whole(label: str, most: int, what: str, units: Sequence[str]) -> NumberField:
    refusal = f"Write {what} in figures, as a whole number from 0 to {most}."
    return NumberField(label, least=0, most=most, refusal=refusal, units=units)


def _words(label: str, short: str) -> TextAreaField:
    too_long = f"{short}: shorten this to {MOST_CHARACTERS} characters or fewer."
    fits = validators.Length(max=MOST_CHARACTERS, message=too_long)
    return TextAreaField(label, validators=[validators.Optional(), fits])


class DiaryForm(Form):
    """The questions that everybody is asked; `diary_form` adds those of one trial.

    `reading_order` names the fields as they stand on the page, so that errors are told in that
    order; a field that it does not name stands before the note. `looked_again` holds the odd
    answers that the person was asked about already; `sites_seen` is `site_names.py`'s, `made` and
    `device_…` are `device.py`'s. `their_own`: whoever fills it in answers for themselves.
    """

    questions: DayQuestions
    their_own: bool = True
    reading_order: tuple[str, ...] = ()
    more_others: bool = False

    entry_id = HiddenField(
        validators=[validators.UUID("This page has lost its number. Open the day again.")]
    )
    looked_again = HiddenField()
    made = HiddenField()
    sites_seen = HiddenField()
    device_opened = HiddenField()
    device_answered = HiddenField()
    device_sent = HiddenField()
    sleep_hours = NumberField(
        "How many hours did you sleep?",
        least=0,
        most=24,
        step=Fraction(1, 10),
        units=HOURS,
        refusal="Write the hours you slept in figures, from 0 to 24, such as 6 or 6.5.",
    )
    sleep_quality = ScoreField("How well did you sleep?")
    awakenings = _whole("How often did you wake up?", 50, "how often you woke up", ("times",))
    activity_interference = ScoreField("How much did pain get in the way of what you wanted to do?")
    walking_minutes = _whole("Minutes you walked, in all", 1440, "the minutes you walked", MINUTES)
    standing_minutes = _whole("Minutes you stood, in all", 1440, "the minutes you stood", MINUTES)
    steps = _whole("Steps, if something counts them", 100_000, "the steps", ("steps",))
    other_rescue_doses = NumberField(
        "Doses of any other painkiller",
        least=0,
        most=99,
        units=("dose", "doses"),
        refusal=f"{OTHER_PAINKILLER}: write how many doses you took in figures, 0 if none.",
    )
    off = OneOfField(
        "Was the stimulation off for a while?",
        choices=(("no", "No, it was on all the time"), ("yes", "Yes, for a while")),
    )
    off_hours = _whole("Hours off", 24, "the hours off", HOURS)
    off_minutes = _whole("Minutes off", 1440, "the minutes off", MINUTES)
    side_effects = _words("Any side effects?", "Side effects")
    note = _words("Anything you want to tell the team about this day?", "Anything else")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        told = {name: n for n, name in enumerate(self.reading_order)}
        last = {"note": len(told) + 1}
        place = {**dict.fromkeys(self._fields, len(told)), **told, **last}
        for name in sorted(self._fields, key=lambda name: place[name]):
            self._fields.move_to_end(name)
        self.sites_seen.data = self.sites_seen.data or names_on_page(self.questions)

    def validate(self, extra_validators: Mapping[str, list[object]] | None = None) -> bool:
        """Each answer by itself, then those that only make sense together."""
        valid = bool(super().validate(extra_validators))
        faults = [*self._medicines_left_out(), *self._others_unclear(), *self._time_off_unclear()]
        for field, words in faults:
            if not field.errors:
                field.errors = [words]
        return valid and not faults

    def pain_field(self, site_id: UUID, measure: Measure) -> ScoreField:
        """The score of one site and measure."""
        field: ScoreField = self[f"pain_{site_id.hex}_{measure}"]
        return field

    def dose_field(self, medicine_id: UUID) -> NumberField:
        """How many units were taken of one medicine of the plan, or patches worn."""
        field: NumberField = self[f"dose_{medicine_id.hex}"]
        return field

    def medicine_fields(self) -> list[NumberField]:
        """Every count of the medicines' question."""
        planned = [self.dose_field(medicine.id) for medicine in self.questions.medicines]
        return [*planned, self.other_rescue_doses]

    def other_rows(self) -> list[tuple[Field, NumberField, OneOfField]]:
        """Medicines outside the plan: name, doses, whether for pain."""
        return [
            (self[f"other_{n}_name"], self[f"other_{n}_doses"], self[f"other_{n}_for_pain"])
            for n in range(MOST_OTHERS)
        ]

    def shown_others(self) -> int:
        """How many rows of them the page has: the ones written in, and an empty one if asked."""
        touched = (n for n, row in enumerate(self.other_rows(), 1) if any(map(_written, row)))
        return min(MOST_OTHERS, max(1, max(touched, default=0) + self.more_others))

    def _medicines_left_out(self) -> list[tuple[Field, str]]:
        """Medicines are answered all together or not at all: a blank among counts is no 0."""
        counts = self.medicine_fields()
        if all(field.data is None and not field.errors for field in counts):
            return []
        blank = [field for field in counts if field.data is None and not field.errors]
        return [(field, f"{self._called(field)}: {HOW_MANY}") for field in blank]

    def _called(self, field: Field) -> str:
        return OTHER_PAINKILLER if field is self.other_rescue_doses else field.label.text

    def _others_unclear(self) -> list[tuple[Field, str]]:
        faults = []
        for name, doses, for_pain in self.other_rows():
            named = bool((name.data or "").strip())
            if not (named or doses.data is not None or doses.errors or for_pain.data):
                continue
            called = name.data.strip() if named else "The other medicine"
            if not named:
                faults.append((name, "Write what the other medicine is called."))
            if doses.data is None and not doses.errors:
                faults.append((doses, f"{called}: write how many doses you took."))
            if for_pain.data is None:
                faults.append((for_pain, f"{called}: choose whether it was for pain."))
        return faults

    def _time_off_unclear(self) -> list[tuple[Field, str]]:
        written = self.off_hours.data is not None or self.off_minutes.data is not None
        refused = self.off_hours.errors or self.off_minutes.errors
        minutes = time_off(self)
        if self.off.data == "no" and minutes:
            both = "Stimulation off: you chose “No” and wrote a time. Choose “Yes”, or clear it."
            return [(self.off, both)]
        if self.off.data == "yes" and not minutes and not refused:
            return [
                (
                    self.off_hours,
                    "Write for how long the stimulation was off, in hours, minutes or both.",
                )
            ]
        if self.off.data is None and written:
            return [(self.off, "Choose whether the stimulation was off for a while.")]
        return []


def _written(field: Field) -> bool:
    """Whether anything stands in a field, refused or not."""
    return bool(field.data) or bool(field.raw_data and field.raw_data[0].strip())


def time_off(form: DiaryForm) -> Fraction:
    """The hours and minutes written, in minutes."""
    return 60 * (form.off_hours.data or Fraction(0)) + (form.off_minutes.data or Fraction(0))


def diary_form(questions: DayQuestions) -> type[DiaryForm]:
    """The form class for one trial's sites, measures, medicines and programmes."""
    pain, medicines, others = _pain(questions), _medicines(questions), _others()
    relief = {"stated_relief_percent": _relief(questions)}
    programme = {"programme": _programme(questions)}
    order = (
        *pain,
        "sleep_hours",
        "sleep_quality",
        "awakenings",
        "activity_interference",
        "walking_minutes",
        "standing_minutes",
        "steps",
        *medicines,
        "other_rescue_doses",
        *others,
        *relief,
        *programme,
        "off",
        "off_hours",
        "off_minutes",
        "side_effects",
    )
    asked = {"questions": questions, "reading_order": order}
    fields = {**asked, **pain, **medicines, **others, **relief, **programme}
    return type("DiaryFormOfTrial", (DiaryForm,), fields)


def _pain(questions: DayQuestions) -> dict[str, ScoreField]:
    fields = {}
    for site in questions.sites:
        for measure in questions.measures:
            words = f"{site.name[:1].upper()}{site.name[1:]}, {ASKED[measure]}"
            asked = f"“{words}”" if measure is questions.required else None
            fields[f"pain_{site.id.hex}_{measure}"] = ScoreField(
                f"{site.name}, {ASKED[measure]}", asked=asked, skippable=True
            )
    return fields


def _medicines(questions: DayQuestions) -> dict[str, Field]:
    fields: dict[str, Field] = {}
    for medicine in questions.medicines:
        fields[f"dose_{medicine.id.hex}"] = NumberField(
            medicine.name,
            least=0,
            most=99,
            step=HALF,
            units=(medicine.unit_label.casefold(), units(medicine.unit_label).casefold()),
            refusal=f"{medicine.name}: write how many in figures, such as 2 or 0.5; 0 if none.",
        )
        if medicine.form is MedicineForm.PATCH:
            fields[f"changed_{medicine.id.hex}"] = OneOfField(
                f"Did you change it? {medicine.name}", choices=YES_NO
            )
    return fields


def _others() -> dict[str, Field]:
    fields: dict[str, Field] = {}
    for n in range(MOST_OTHERS):
        only = "The other medicine: write only its name."
        fits = validators.Length(max=MOST_NAME_CHARACTERS, message=only)
        fields[f"other_{n}_name"] = StringField("What it is called", validators=[fits])
        fields[f"other_{n}_doses"] = NumberField(
            "Doses you took",
            least=0,
            most=99,
            units=("dose", "doses"),
            refusal="The other medicine: write how many doses in figures, as a whole number.",
        )
        fields[f"other_{n}_for_pain"] = OneOfField("Was it for pain?", choices=YES_NO)
    return fields


def _relief(questions: DayQuestions) -> ScoreField:
    """In tens; an earlier answer that lies between them stays a choice of its own."""
    before = questions.answered.answers.stated_relief_percent if questions.answered else None
    values: Sequence[Fraction] = sorted({*TENS_OF_PERCENT, *([] if before is None else [before])})
    words = treatment_words(questions.modality).before
    return ScoreField(f"How much of your pain is gone, compared with {words}?", values=values)


def _programme(questions: DayQuestions) -> OneOfField:
    named = [(str(programme.id), programme.name) for programme in questions.programmes]
    return OneOfField("Which programme was on?", (*named, (UNKNOWN_PROGRAMME, "I don’t know")))
