"""The page of one diary day: its questions in words, for whoever fills it in."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from trialtrack.clinical.display import display_number
from trialtrack.clinical.opioids import Form
from trialtrack.clinical.protocol import text
from trialtrack.queries.day_questions import DayQuestions
from trialtrack.store.records import MedicineFacts, TrialRecord
from trialtrack.web.diary.forms import ASKED
from trialtrack.web.diary.second_look import Odd
from trialtrack.web.diary.wording import treatment_words
from trialtrack.web.words import day_words, units


@dataclass(frozen=True, slots=True)
class ScoreQuestion:
    """One scale: the name of its field, and the words above it."""

    field: str
    legend: str
    required: bool


@dataclass(frozen=True, slots=True)
class MedicineQuestion:
    """One count: the name of its field, and what is counted.

    `yesterday`: the count of the day before, as it is typed; None: not known. `changed_field`:
    of a patch, the field that asks whether it was changed.
    """

    field: str
    label: str
    hint: str
    unit: str
    yesterday: str | None
    changed_field: str | None


@dataclass(frozen=True, slots=True)
class DayPage:
    """What stands round the form of a day.

    `change_href`: where the buttons inside the questions send the form (`changes.py`); empty:
    the page's own address.
    """

    day: date
    heading: str
    step: str
    think_of: str
    sleep_heading: str
    medicines_heading: str
    change_href: str
    scores: tuple[ScoreQuestion, ...]
    medicines: tuple[MedicineQuestion, ...]
    others_hint: str
    others_yesterday: str | None
    as_yesterday: str | None
    asks_relief: bool
    asks_programme: bool
    asks_time_off: bool
    correcting: bool
    replaces: UUID | None
    problems: tuple[dict[str, str], ...]
    odd: tuple[Odd, ...]


@dataclass(frozen=True, slots=True)
class _WordsOfDay:
    """What differs between a day that goes on and one that is over."""

    think_of: str
    sleep: str
    medicines: str
    as_before: str
    before: str


TODAY = _WordsOfDay(
    "Think of the whole day, from waking until now.",
    "Last night’s sleep",
    "Medicines you took today",
    "The same as yesterday",
    "yesterday",
)
THAT_DAY = _WordsOfDay(
    "Think of the whole of that day.",
    "Sleep, the night before that day",
    "Medicines you took that day",
    "The same as the day before",
    "the day before",
)


def day_page(
    record: TrialRecord,
    questions: DayQuestions,
    *,
    is_today: bool,
    change_href: str = "",
    replaces: UUID | None = None,
    problems: tuple[str, ...] = (),
    odd: tuple[Odd, ...] = (),
) -> DayPage:
    """The words of the page; `problems` are refusals that belong to no single field.

    `is_today`: the day is still going on, for the person whose day it is. `odd`: answers to look
    at once more (`second_look.py`).
    """
    others, words = questions.yesterday_others, TODAY if is_today else THAT_DAY
    return DayPage(
        day=questions.day,
        heading="How was today?" if is_today else f"How was {day_words(questions.day)}?",
        step=step_words(record, questions.day),
        think_of=words.think_of,
        sleep_heading=words.sleep,
        medicines_heading=words.medicines,
        change_href=change_href,
        scores=tuple(_scores(questions)),
        medicines=tuple(
            _medicine(medicine, questions, words.before) for medicine in questions.medicines
        ),
        others_hint="" if others is None else f"{words.before}: {display_number(others)}",
        others_yesterday=None if others is None else text(others),
        as_yesterday=words.as_before if questions.knows_yesterday else None,
        asks_relief=questions.asks_relief,
        asks_programme=bool(questions.programmes),
        asks_time_off=questions.asks_time_off,
        correcting=replaces is not None,
        replaces=replaces,
        problems=tuple({"text": problem} for problem in problems),
        odd=odd,
    )


def step_words(record: TrialRecord, day: date) -> str:
    """Where the day lies in the trial."""
    placed_on, words = record.diary.placed_on, treatment_words(record.modality)
    n, last = (day - placed_on).days, (record.last_day - placed_on).days
    if n < 0:
        return f"{day_words(day)} · {words.before}"
    if n == 0:
        return f"{day_words(day)} · {words.begins}"
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


def _medicine(
    medicine: MedicineFacts, questions: DayQuestions, day_before: str
) -> MedicineQuestion:
    before = questions.yesterday.get(str(medicine.id))
    patch = medicine.form is Form.PATCH
    said = "" if before is None else f"{day_before}: {display_number(before)}"
    asked = "how many you are wearing" if patch else ""
    return MedicineQuestion(
        field=f"dose_{medicine.id.hex}",
        label=medicine.name,
        hint="; ".join(part for part in (asked, said) if part),
        unit=units(medicine.unit_label),
        yesterday=None if before is None else text(before),
        changed_field=f"changed_{medicine.id.hex}" if patch else None,
    )
