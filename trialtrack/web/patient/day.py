"""The page of one diary day: its questions in words, and its answers as they are checked."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from trialtrack.clinical.answers import DayAnswers
from trialtrack.clinical.diary import Domain, Measure
from trialtrack.clinical.display import display_number
from trialtrack.queries.own_trial import OwnTrial
from trialtrack.queries.patient_day import DayQuestions
from trialtrack.store.records import MedicineFacts
from trialtrack.web.patient.forms import ASKED, DiaryForm
from trialtrack.web.words import day_words


@dataclass(frozen=True, slots=True)
class ScoreQuestion:
    """One scale: the name of its field, and the words above it."""

    field: str
    legend: str
    required: bool


@dataclass(frozen=True, slots=True)
class MedicineQuestion:
    """One count: the name of its field, and what is counted."""

    field: str
    label: str
    hint: str
    unit: str


@dataclass(frozen=True, slots=True)
class DayPage:
    """What stands round the form of a day."""

    day: date
    heading: str
    step: str
    think_of: str
    sleep_heading: str
    medicines_heading: str
    scores: tuple[ScoreQuestion, ...]
    medicines: tuple[MedicineQuestion, ...]
    asks_relief: bool
    correcting: bool
    replaces: UUID | None
    problems: tuple[dict[str, str], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One answer to look over; `value` None: not answered."""

    key: str
    value: str | None


@dataclass(frozen=True, slots=True)
class Section:
    """Answers that belong together."""

    heading: str
    rows: tuple[Row, ...]


def day_page(
    own: OwnTrial,
    questions: DayQuestions,
    replaces: UUID | None,
    problems: tuple[str, ...] = (),
) -> DayPage:
    """The words of the page; `problems` are refusals that belong to no single field."""
    today = questions.day == own.today
    return DayPage(
        day=questions.day,
        heading="How was today?" if today else f"How was {day_words(questions.day)}?",
        step=step_words(own, questions.day),
        think_of=(
            "Think of the whole day, from waking until now."
            if today
            else "Think of the whole of that day."
        ),
        sleep_heading="Last night’s sleep" if today else "Sleep, the night before that day",
        medicines_heading="Medicines you took today" if today else "Medicines you took that day",
        scores=tuple(_scores(questions)),
        medicines=tuple(_medicine(medicine, questions) for medicine in questions.medicines),
        asks_relief=questions.asks_relief,
        correcting=replaces is not None,
        replaces=replaces,
        problems=tuple({"text": problem} for problem in problems),
    )


def step_words(own: OwnTrial, day: date) -> str:
    """Where the day lies in the trial."""
    placed_on = own.record.diary.placed_on
    n, last = (day - placed_on).days, (own.last_day - placed_on).days
    if n < 0:
        return f"{day_words(day)} · before the leads"
    if n == 0:
        return f"{day_words(day)} · the leads go in"
    if n > last:
        return f"{day_words(day)} · after the planned end"
    return f"{day_words(day)} · day {n} of {last}"


def _scores(questions: DayQuestions) -> list[ScoreQuestion]:
    return [
        ScoreQuestion(
            f"pain_{site.id.hex}_{measure}",
            f"{site.name[:1].upper()}{site.name[1:]}, {ASKED[measure]}",
            measure is questions.required,
        )
        for site in questions.sites
        for measure in questions.measures
    ]


def _medicine(medicine: MedicineFacts, questions: DayQuestions) -> MedicineQuestion:
    before = questions.yesterday.get(str(medicine.id))
    hint = "" if before is None else f"the day before: {display_number(before)}"
    return MedicineQuestion(f"dose_{medicine.id.hex}", medicine.name, hint, medicine.unit_label)


def answer_sections(
    questions: DayQuestions, answers: DayAnswers, note: str | None
) -> tuple[Section, ...]:
    """The answers of a day, in the order of the questions."""
    sections = [
        Section("Pain", tuple(_pain_rows(questions, answers))),
        Section("Sleep", tuple(_domain_rows(answers, SLEEP))),
        Section("Activity", tuple(_domain_rows(answers, ACTIVITY))),
        Section("Medicines", tuple(_medicine_rows(questions, answers))),
    ]
    if questions.asks_relief:
        relief = _said(answers.stated_relief_percent, "%")
        sections.append(Section("Relief", (Row("Pain that is gone, your estimate", relief),)))
    sections.append(Section("Anything else", (Row("Your note", note or None),)))
    return tuple(sections)


SLEEP = (
    (Domain.SLEEP_HOURS, "Hours slept", " hours"),
    (Domain.SLEEP_QUALITY, "How well, 0 to 10", ""),
    (Domain.AWAKENINGS, "Woke up", " times"),
)
ACTIVITY = (
    (Domain.ACTIVITY_INTERFERENCE, "Pain got in the way, 0 to 10", ""),
    (Domain.WALKING_MINUTES, "Walked", " minutes"),
)


def _said(value: Fraction | None, unit: str) -> str | None:
    return None if value is None else f"{display_number(value)}{unit}"


def _pain_rows(questions: DayQuestions, answers: DayAnswers) -> list[Row]:
    nothing: dict[Measure, Fraction] = {}
    return [
        Row(
            f"{site.name[:1].upper()}{site.name[1:]}, {ASKED[measure]}",
            _said(answers.pain.get(str(site.id), nothing).get(measure), ""),
        )
        for site in questions.sites
        for measure in questions.measures
    ]


def _domain_rows(answers: DayAnswers, domains: tuple[tuple[Domain, str, str], ...]) -> list[Row]:
    return [Row(key, _said(answers.values.get(domain), unit)) for domain, key, unit in domains]


def _medicine_rows(questions: DayQuestions, answers: DayAnswers) -> list[Row]:
    doses = answers.doses or {}
    rows = [
        Row(medicine.name, _said(doses.get(str(medicine.id)), f" {medicine.unit_label}"))
        for medicine in questions.medicines
    ]
    return [*rows, Row("Other painkillers", _said(answers.other_rescue_doses, " doses"))]


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
