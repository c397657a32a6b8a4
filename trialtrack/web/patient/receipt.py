"""What was saved, when, and what stands for a day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from trialtrack.models import Origin
from trialtrack.queries.day_questions import DayQuestions
from trialtrack.queries.own_trial import OwnTrial
from trialtrack.store.open_days import Closed
from trialtrack.store.records import DayRecord, EntryFacts
from trialtrack.web.diary.answers import Section
from trialtrack.web.diary.kept import entry_sections
from trialtrack.web.diary.origin import when_words
from trialtrack.web.patient.asked import waits
from trialtrack.web.patient.home import StripDay, count_words, every_day, strip
from trialtrack.web.words import at_words, day_words


@dataclass(frozen=True, slots=True)
class SavedPage:
    """The receipt of one entry."""

    entry_id: UUID
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
    notes: tuple[str, ...]
    can_correct: bool
    can_ask: bool
    asked: bool


def saved_page(own: OwnTrial, entry: EntryFacts) -> SavedPage:
    """That an entry is saved; the words say which day, when, and under which reference."""
    day = entry.answers.day
    days = every_day(own)
    corrected = "Your correction for " if entry.replaces_id else ""
    return SavedPage(
        entry_id=entry.id,
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
    day, found = questions.day, own.record.days[questions.day]
    kinds = [
        *((entry, _heading(own, found, entry)) for entry in reversed(found.versions)),
        *((entry, "Another answer, not decided yet") for entry in found.conflicting),
        *((entry, "Does not count, kept as it was sent") for entry in found.set_aside),
    ]
    zone, is_open = own.record.time_zone, day in own.open_days
    is_over = own.record.diary_days.closed(day, own.at) is Closed.TOO_LATE
    return AnswersPage(
        day=day,
        heading=day_words(day),
        versions=tuple(
            Version(heading, when_words(entry, zone), entry_sections(questions, entry))
            for entry, heading in kinds
        ),
        notes=tuple(_notes(found, zone)),
        can_correct=is_open,
        can_ask=is_over and not waits(own, day),
        asked=any(each.day == day for each in own.record.asked),
    )


def _heading(own: OwnTrial, found: DayRecord, entry: EntryFacts) -> str:
    """Whose answer it is and how it came, as the patient knows it."""
    if entry.origin is not Origin.PATIENT:
        came = "From your paper" if entry.origin is Origin.TRANSCRIBED else "Said on the telephone"
        return f"{came}, entered by {entry.entered_by}"
    if any(each.decision and each.decision.entry_id == entry.id for each in own.record.asked):
        return "Your correction, accepted by the team"
    if entry.replaces_id is not None:
        return "Your correction"
    return "What you sent" if len(found.versions) == 1 else "What you sent first"


def _notes(found: DayRecord, zone: str) -> Iterator[str]:
    if found.conflicting:
        yield "There are two answers for this day. The team asks you which one is right."
    for each in found.settled:
        reason = f" They write: {each.reason}" if each.reason else ""
        yield (
            f"There were two answers for this day. {each.by_name} chose the one with the "
            f"reference {each.chosen.reference}, {at_words(each.at, zone)}.{reason}"
        )
