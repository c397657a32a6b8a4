"""What was saved, when, and what stands for a day."""

from dataclasses import dataclass
from datetime import date

from trialtrack.queries.day_questions import DayQuestions
from trialtrack.queries.own_trial import OwnTrial
from trialtrack.store.records import EntryFacts
from trialtrack.web.diary.answers import Section
from trialtrack.web.diary.kept import entry_sections
from trialtrack.web.patient.home import StripDay, count_words, every_day, strip
from trialtrack.web.words import at_words, day_words


@dataclass(frozen=True, slots=True)
class SavedPage:
    """The receipt of one entry."""

    day: date
    title: str
    at_words: str
    reference: str
    conflicting: bool
    late: bool
    count_words: str
    strip: tuple[StripDay, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """One answer to a day, the first or a correction of it."""

    heading: str
    at_words: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class AnswersPage:
    """Everything that was sent for a day, the newest first."""

    day: date
    heading: str
    versions: tuple[Version, ...]
    can_correct: bool
    closed_words: str


def saved_page(own: OwnTrial, entry: EntryFacts) -> SavedPage:
    """That an entry is saved; the words say which day, when, and under which reference."""
    day = entry.answers.day
    days = every_day(own)
    corrected = "Your correction for " if entry.replaces_id else ""
    return SavedPage(
        day=day,
        title=f"{corrected}{day_words(day)} is saved",
        at_words=at_words(entry.received_at, own.record.time_zone),
        reference=entry.reference,
        conflicting=entry.conflicting,
        late=entry.late,
        count_words=count_words(days),
        strip=strip(days, own.today),
    )


def answers_page(own: OwnTrial, questions: DayQuestions) -> AnswersPage:
    """The answer that stands and every earlier one, none of them changed."""
    record = own.record.days[questions.day]
    versions = []
    for n, entry in enumerate(reversed(record.versions)):
        first = n == len(record.versions) - 1
        heading = "What you sent first" if first else "Your correction"
        if first and n == 0:
            heading = "What you sent"
        versions.append(
            Version(
                heading,
                f"{at_words(entry.received_at, own.record.time_zone)} · {entry.reference}",
                entry_sections(questions, entry),
            )
        )
    return AnswersPage(
        day=questions.day,
        heading=day_words(questions.day),
        versions=tuple(versions),
        can_correct=questions.day in own.open_days,
        closed_words=(
            "This day is closed. If something is wrong with it, call the clinic; "
            f"the number is {own.record.clinic.phone}."
        ),
    )
