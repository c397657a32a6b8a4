"""The page of one diary day: its questions in words, for whoever fills it in."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from trialtrack.clinical.display import display_number
from trialtrack.queries.day_questions import DayQuestions
from trialtrack.store.records import MedicineFacts, TrialRecord
from trialtrack.web.diary.forms import ASKED
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


def day_page(
    record: TrialRecord,
    questions: DayQuestions,
    *,
    is_today: bool,
    replaces: UUID | None = None,
    problems: tuple[str, ...] = (),
) -> DayPage:
    """The words of the page; `problems` are refusals that belong to no single field.

    `is_today`: the day is still going on, for the person whose day it is.
    """
    return DayPage(
        day=questions.day,
        heading="How was today?" if is_today else f"How was {day_words(questions.day)}?",
        step=step_words(record, questions.day),
        think_of=(
            "Think of the whole day, from waking until now."
            if is_today
            else "Think of the whole of that day."
        ),
        sleep_heading="Last night’s sleep" if is_today else "Sleep, the night before that day",
        medicines_heading="Medicines you took today" if is_today else "Medicines you took that day",
        scores=tuple(_scores(questions)),
        medicines=tuple(_medicine(medicine, questions) for medicine in questions.medicines),
        asks_relief=questions.asks_relief,
        correcting=replaces is not None,
        replaces=replaces,
        problems=tuple({"text": problem} for problem in problems),
    )


def step_words(record: TrialRecord, day: date) -> str:
    """Where the day lies in the trial."""
    placed_on = record.diary.placed_on
    n, last = (day - placed_on).days, (record.last_day - placed_on).days
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
