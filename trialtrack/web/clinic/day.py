"""One day of a trial for its team: every version of the answers, who, when and why."""

from dataclasses import dataclass
from datetime import date

from trialtrack.queries.day_questions import DayQuestions, day_questions
from trialtrack.queries.trial_days import TrialDays
from trialtrack.store.records import EntryFacts
from trialtrack.web.clinic.days import day_heading, entry_marks, neighbours
from trialtrack.web.clinic.person import Person, person
from trialtrack.web.diary.answers import Section, answer_sections
from trialtrack.web.diary.origin import came_words, when_words


@dataclass(frozen=True, slots=True)
class Version:
    """One set of answers of the day."""

    heading: str
    came: str
    when: str
    marks: tuple[str, ...]
    reason: str | None
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class DayPage:
    """The day. `counts` is what the result is made of; `conflicting` waits beside it."""

    who: Person
    day: date
    heading: str
    before: date | None
    after: date | None
    counts: Version | None
    earlier: tuple[Version, ...]
    conflicting: tuple[Version, ...]


def day_page(trial: TrialDays, day: date) -> DayPage:
    """The page of one day; NotFound where the diary has no such day."""
    found, questions = trial.day(day), day_questions(trial.record, day)
    before, after = neighbours(trial, day)
    return DayPage(
        who=person(trial.record),
        day=day,
        heading=day_heading(trial, day),
        before=before,
        after=after,
        counts=_counting(trial, questions, found.effective) if found else None,
        earlier=tuple(
            version(trial, questions, entry, "Replaced, kept as it was sent")
            for entry in reversed(found.versions[:-1])
        )
        if found
        else (),
        conflicting=tuple(
            version(trial, questions, entry, "Another answer for this day")
            for entry in found.conflicting
        )
        if found
        else (),
    )


def _counting(trial: TrialDays, questions: DayQuestions, entry: EntryFacts) -> Version:
    return version(trial, questions, entry, "What counts")


def version(trial: TrialDays, questions: DayQuestions, entry: EntryFacts, heading: str) -> Version:
    """One entry with who, when and why."""
    return Version(
        heading=heading,
        came=came_words(entry),
        when=when_words(entry, trial.record.time_zone),
        marks=entry_marks(entry),
        reason=entry.reason,
        sections=answer_sections(questions, entry.answers, entry.note),
    )
