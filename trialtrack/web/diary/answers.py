"""The answers of one diary day in words, in the order of the questions."""

from dataclasses import dataclass
from fractions import Fraction

from trialtrack.clinical.answers import DayAnswers
from trialtrack.clinical.diary import Domain, Measure
from trialtrack.clinical.display import display_number
from trialtrack.queries.day_questions import DayQuestions
from trialtrack.web.diary.forms import ASKED


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
