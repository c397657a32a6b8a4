"""The diary's form: made for one trial's questions, read into one frozen value."""

from collections.abc import Mapping
from fractions import Fraction
from uuid import UUID

from wtforms import Field, HiddenField, TextAreaField, validators

from trialtrack.clinical.answers import DayAnswers
from trialtrack.clinical.diary import Domain, Measure
from trialtrack.queries.day_questions import DayQuestions
from trialtrack.services.day_entry import DayEntry
from trialtrack.web.fields import NumberField, ScoreField
from trialtrack.web.forms import Form

MOST_NOTE_CHARACTERS = 2000
HALF = Fraction(1, 2)
ASKED = {
    Measure.AVERAGE: "on average",
    Measure.WORST: "at its worst",
    Measure.LEAST: "at its least",
    Measure.NOW: "right now",
}
DOMAIN_FIELDS: Mapping[Domain, str] = {
    Domain.SLEEP_HOURS: "sleep_hours",
    Domain.SLEEP_QUALITY: "sleep_quality",
    Domain.AWAKENINGS: "awakenings",
    Domain.ACTIVITY_INTERFERENCE: "activity_interference",
    Domain.WALKING_MINUTES: "walking_minutes",
}


class DiaryForm(Form):
    """The questions that everybody is asked; `diary_form` adds those of one trial."""

    questions: DayQuestions
    entry_id = HiddenField(
        validators=[validators.UUID("This page has lost its number. Open the day again.")]
    )
    sleep_hours = NumberField(
        "How many hours did you sleep last night?",
        least=0,
        most=24,
        step=Fraction(1, 10),
        refusal="Write the hours you slept as a number from 0 to 24, such as 6 or 6.5.",
    )
    sleep_quality = ScoreField("How well did you sleep?")
    awakenings = NumberField(
        "How often did you wake up?",
        least=0,
        most=50,
        refusal="Write how often you woke up as a whole number from 0 to 50.",
    )
    activity_interference = ScoreField("How much did pain get in the way of what you wanted to do?")
    walking_minutes = NumberField(
        "How many minutes did you walk in all?",
        least=0,
        most=1440,
        refusal="Write the minutes you walked as a whole number from 0 to 1440.",
    )
    other_rescue_doses = NumberField(
        "Doses of any other painkiller",
        least=0,
        most=99,
        refusal="Write how many doses you took as a whole number, 0 if none.",
    )
    stated_relief_percent = NumberField(
        "How much of your pain is gone, compared with before the leads?",
        least=0,
        most=100,
        refusal="Write a whole number from 0 (none of it) to 100 (all of it).",
    )
    note = TextAreaField(
        "Anything you want to tell the team about this day?",
        validators=[
            validators.Optional(),
            validators.Length(
                max=MOST_NOTE_CHARACTERS,
                message=f"Shorten this to {MOST_NOTE_CHARACTERS} characters or fewer.",
            ),
        ],
    )

    def validate(self, extra_validators: Mapping[str, list[object]] | None = None) -> bool:
        """Medicines are answered all together or not at all: a blank among counts is no 0."""
        valid = bool(super().validate(extra_validators))
        counts = self.medicine_fields()
        if any(field.data is not None or field.errors for field in counts):
            for field in counts:
                if field.data is None and not field.errors:
                    field.errors = ["Write how many you took, 0 if none."]
                    valid = False
        return valid

    def pain_field(self, site_id: UUID, measure: Measure) -> Field:
        """The score of one site and measure."""
        return self[f"pain_{site_id.hex}_{measure}"]

    def dose_field(self, medicine_id: UUID) -> Field:
        """How many units were taken of one medicine of the plan."""
        return self[f"dose_{medicine_id.hex}"]

    def medicine_fields(self) -> list[Field]:
        """Every count of the medicines' question."""
        planned = [self.dose_field(medicine.id) for medicine in self.questions.medicines]
        return [*planned, self.other_rescue_doses]

    def answers(self) -> DayAnswers:
        """What was answered, exact; what was skipped or left blank is absent."""
        asked = self.questions
        pain = {
            str(site.id): {
                measure: score
                for measure in asked.measures
                if (score := self.pain_field(site.id, measure).data) is not None
            }
            for site in asked.sites
        }
        values = {
            domain: self[name].data
            for domain, name in DOMAIN_FIELDS.items()
            if self[name].data is not None
        }
        doses = {
            str(medicine.id): self.dose_field(medicine.id).data for medicine in asked.medicines
        }
        answered = self.other_rescue_doses.data is not None
        return DayAnswers(
            day=asked.day,
            pain={site: scores for site, scores in pain.items() if scores},
            values=values,
            doses=doses if answered else None,
            other_rescue_doses=self.other_rescue_doses.data,
            stated_relief_percent=self.stated_relief_percent.data if asked.asks_relief else None,
        )

    def entry(self) -> DayEntry:
        """The frozen value that the service records. The form must be valid."""
        return DayEntry(
            id=UUID(self.entry_id.data),
            trial_id=self.questions.trial_id,
            answers=self.answers(),
            note=(self.note.data or "").strip() or None,
        )


def diary_form(questions: DayQuestions) -> type[DiaryForm]:
    """The form class for one trial's sites, measures and medicines."""
    fields: dict[str, object] = {"questions": questions}
    for site in questions.sites:
        for measure in questions.measures:
            asked = f"your {site.name} {ASKED[measure]}" if measure is questions.required else None
            fields[f"pain_{site.id.hex}_{measure}"] = ScoreField(
                f"{site.name}, {ASKED[measure]}", asked=asked
            )
    for medicine in questions.medicines:
        fields[f"dose_{medicine.id.hex}"] = NumberField(
            medicine.name,
            least=0,
            most=99,
            step=HALF,
            refusal="Write how many you took, such as 2 or 0.5; 0 if none.",
        )
    return type("DiaryFormOfTrial", (DiaryForm,), fields)


def fill(form: DiaryForm, questions: DayQuestions) -> None:
    """Put the answers that stand for a day into its form, for a correction."""
    entry = questions.answered
    if entry is None:
        return
    answers = entry.answers
    for site in questions.sites:
        for measure, score in answers.pain.get(str(site.id), {}).items():
            if measure in questions.measures:
                form.pain_field(site.id, measure).data = score
    for domain, value in answers.values.items():
        if domain.value in form:
            form[domain.value].process_data(value)
    for medicine in questions.medicines:
        form.dose_field(medicine.id).process_data((answers.doses or {}).get(str(medicine.id)))
    form.other_rescue_doses.process_data(answers.other_rescue_doses)
    form.stated_relief_percent.process_data(answers.stated_relief_percent)
    form.note.data = entry.note
