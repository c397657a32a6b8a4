"""The answers of one diary day in words, in the order of the questions."""

from dataclasses import dataclass
from fractions import Fraction

from trialtrack.clinical.answers import UNKNOWN_PROGRAMME, DayAnswers
from trialtrack.clinical.diary import Domain, Measure
from trialtrack.clinical.display import display_number
from trialtrack.clinical.opioids import Form
from trialtrack.queries.day_questions import DayQuestions
from trialtrack.store.records import MedicineFacts
from trialtrack.web.diary.forms import ASKED, DiaryForm
from trialtrack.web.diary.reading import answers_of, other_names
from trialtrack.web.words import count, units

DECLINED = "would rather not say"


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


@dataclass(frozen=True, slots=True)
class Said:
    """The answers of a day with their words, kept already or only about to be."""

    answers: DayAnswers
    note: str | None
    side_effects: str | None
    other_names: tuple[str | None, ...]


def said_in_form(form: DiaryForm) -> Said:
    """What a valid form says."""
    note, side_effects = form.note.data, form.side_effects.data
    return Said(answers_of(form), note, side_effects, other_names(form))


def answer_sections(questions: DayQuestions, said: Said) -> tuple[Section, ...]:
    """The answers of a day, in the order of the questions."""
    answers = said.answers
    sections = [
        Section("Pain", tuple(_pain_rows(questions, answers))),
        Section("Sleep", tuple(_domain_rows(answers, SLEEP))),
        Section("Activity", tuple(_domain_rows(answers, ACTIVITY))),
        Section("Medicines", tuple(_medicine_rows(questions, said))),
    ]
    if questions.asks_relief:
        relief = _said(answers.stated_relief_percent, "%")
        sections.append(Section("Relief", (Row("Pain that is gone, own estimate", relief),)))
    if questions.programmes or questions.asks_time_off:
        sections.append(Section("Stimulation", tuple(_stimulation_rows(questions, answers))))
    words = (
        Row("Side effects", said.side_effects or None),
        Row("Note", said.note or None),
    )
    return (*sections, Section("Anything else", words))


SLEEP = (
    (Domain.SLEEP_HOURS, "Hours slept", "hour"),
    (Domain.SLEEP_QUALITY, "How well, 0 to 10", ""),
    (Domain.AWAKENINGS, "Woke up", "time"),
)
ACTIVITY = (
    (Domain.ACTIVITY_INTERFERENCE, "Pain got in the way, 0 to 10", ""),
    (Domain.WALKING_MINUTES, "Walked", "minute"),
    (Domain.STANDING_MINUTES, "Stood", "minute"),
    (Domain.STEPS, "Steps", ""),
)


def _said(value: Fraction | None, unit: str) -> str | None:
    return None if value is None else f"{display_number(value)}{unit}"


def _counted(value: Fraction | None, unit: str) -> str | None:
    if value is None or not unit:
        return _said(value, "")
    return _said(value, f" {unit if value == 1 else units(unit)}")


def _pain_rows(questions: DayQuestions, answers: DayAnswers) -> list[Row]:
    return [
        Row(
            f"{site.name[:1].upper()}{site.name[1:]}, {ASKED[measure]}",
            _score(answers, str(site.id), measure),
        )
        for site in questions.sites
        for measure in questions.measures
    ]


def _score(answers: DayAnswers, site: str, measure: Measure) -> str | None:
    if measure in answers.declined.get(site, frozenset()):
        return DECLINED
    nothing: dict[Measure, Fraction] = {}
    return _said(answers.pain.get(site, nothing).get(measure), "")


def _domain_rows(answers: DayAnswers, domains: tuple[tuple[Domain, str, str], ...]) -> list[Row]:
    return [Row(key, _counted(answers.values.get(domain), unit)) for domain, key, unit in domains]


def _medicine_rows(questions: DayQuestions, said: Said) -> list[Row]:
    answers = said.answers
    rows = [Row(medicine.name, _taken(medicine, answers)) for medicine in questions.medicines]
    rows.append(Row("Other painkillers", _counted(answers.other_rescue_doses, "dose")))
    for other, name in zip(answers.other_medicines, said.other_names, strict=True):
        for_pain = "for pain" if other.for_pain else "not for pain"
        named = name or "A medicine whose name was erased"
        rows.append(Row(named, f"{_counted(other.doses, 'dose')}, {for_pain}"))
    return rows


def _taken(medicine: MedicineFacts, answers: DayAnswers) -> str | None:
    key = str(medicine.id)
    taken = _counted((answers.doses or {}).get(key), medicine.unit_label)
    if medicine.form is not Form.PATCH:
        return taken
    worn = None if taken is None else f"{taken} worn"
    changed = None
    if key in answers.patches_changed:
        changed = "changed" if answers.patches_changed[key] else "not changed"
    return ", ".join(part for part in (worn, changed) if part) or None


def _stimulation_rows(questions: DayQuestions, answers: DayAnswers) -> list[Row]:
    rows = []
    if questions.programmes:
        names = {str(programme.id): programme.name for programme in questions.programmes}
        names[UNKNOWN_PROGRAMME] = "does not know"
        rows.append(Row("Programme", names.get(answers.programme or "")))
    if questions.asks_time_off:
        rows.append(Row("Switched off", _time_off(answers.off_minutes)))
    return rows


def _time_off(minutes: Fraction | None) -> str | None:
    if minutes is None:
        return None
    if not minutes:
        return "not at all"
    hours, rest = divmod(int(minutes), 60)
    parts = [count(hours, "hour")] if hours else []
    return " and ".join([*parts, *([count(rest, "minute")] if rest else [])])
