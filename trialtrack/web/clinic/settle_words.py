"""The pages on which the team settles a day: two sets of answers side by side, in words."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from trialtrack.queries.day_questions import DayQuestions, day_questions
from trialtrack.queries.settling import Conflict, Correction
from trialtrack.store.records import EntryFacts
from trialtrack.web.clinic.days import day_heading
from trialtrack.web.clinic.person import Person, person
from trialtrack.web.diary.answers import Section
from trialtrack.web.diary.kept import asked_sections, entry_sections
from trialtrack.web.diary.origin import came_words, when_words
from trialtrack.web.diary.sides import SideSection, count_differing, sides
from trialtrack.web.words import at_words, count, day_words

NO_ANSWER = "No answer"
AFTER_THE_END = (
    "The leads are out. If another answer counts from now on, the page of the trial says beside "
    "the result that it was changed after the end, when and by whom."
)


@dataclass(frozen=True, slots=True)
class Column:
    """What stands above one set of answers."""

    heading: str
    came: str
    when: str


@dataclass(frozen=True, slots=True)
class SettlePage:
    """One thing to settle. `subject_id` is what it is about, `standing_id` what counts now."""

    who: Person
    day: date
    day_words: str
    heading: str
    subject_id: UUID
    standing_id: UUID | None
    left: Column
    right: Column
    differing: str
    table: tuple[SideSection, ...]
    notices: tuple[str, ...]
    said: str | None
    is_settled: bool


def conflict_page(found: Conflict) -> SettlePage:
    """Of two answers, which counts."""
    record, day = found.trial.record, found.found.day
    questions, counts = day_questions(record, day), found.found.effective
    table = sides(_sections(questions, counts), _sections(questions, found.waiting))
    return SettlePage(
        who=person(record),
        day=day,
        day_words=day_words(day),
        heading=f"Two answers for {day_heading(found.trial, day)}",
        subject_id=found.waiting.id,
        standing_id=counts.id,
        left=_column("Counts now", counts, record.time_zone),
        right=_column("Waits beside it", found.waiting, record.time_zone),
        differing=_differing(table),
        table=table,
        notices=_after_the_end(found.trial.record.diary.removed_on),
        said=None,
        is_settled=found.is_settled,
    )


def correction_page(found: Correction) -> SettlePage:
    """Whether the answers asked for take the place of those that count."""
    record, asked = found.trial.record, found.asked
    questions = day_questions(record, asked.day)
    table = sides(_sections(questions, found.counts), asked_sections(questions, asked))
    notices = []
    if found.changed_meanwhile:
        notices.append(
            "This day was changed after the patient asked. If you accept, both answers are kept, "
            "and you then choose which one counts."
        )
    if record.withdrawn_at is not None:
        notices.append("The patient stopped taking part, so this can only be declined.")
    return SettlePage(
        who=person(record),
        day=asked.day,
        day_words=day_words(asked.day),
        heading=f"Correction asked for: {day_heading(found.trial, asked.day)}",
        subject_id=asked.id,
        standing_id=None,
        left=_column("Counts now", found.counts, record.time_zone),
        right=Column(
            "The patient asks for",
            "Entered by the patient",
            f"{at_words(asked.asked_at, record.time_zone)} · {asked.reference}",
        ),
        differing=_differing(table),
        table=table,
        notices=(*notices, *_after_the_end(record.diary.removed_on)),
        said=asked.reason,
        is_settled=asked.decision is not None,
    )


def _sections(questions: DayQuestions, entry: EntryFacts | None) -> tuple[Section, ...]:
    return () if entry is None else entry_sections(questions, entry)


def _column(heading: str, entry: EntryFacts | None, zone: str) -> Column:
    if entry is None:
        return Column(heading, NO_ANSWER, "")
    return Column(heading, came_words(entry), when_words(entry, zone))


def _differing(table: tuple[SideSection, ...]) -> str:
    n = count_differing(table)
    return (
        "All answers are the same."
        if n == 0
        else f"{count(n, 'answer differs', 'answers differ')}."
    )


def _after_the_end(removed_on: date | None) -> tuple[str, ...]:
    if removed_on is None:
        return ()
    return (AFTER_THE_END,)
