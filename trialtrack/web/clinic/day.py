"""One day of a trial for its team: every version of the answers, who, when and why."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from trialtrack.queries.day_questions import DayQuestions, day_questions
from trialtrack.queries.trial_days import TrialDays
from trialtrack.store.asked import Asked, Decision
from trialtrack.store.records import DayRecord, EntryFacts
from trialtrack.web.clinic.days import day_heading, entry_marks, neighbours
from trialtrack.web.clinic.excluded import excluded_words
from trialtrack.web.clinic.person import Person, person
from trialtrack.web.diary.answers import Section
from trialtrack.web.diary.kept import asked_sections, entry_sections
from trialtrack.web.diary.origin import came_words, when_words
from trialtrack.web.words import at_words


@dataclass(frozen=True, slots=True)
class Version:
    """One set of answers of the day."""

    id: UUID
    heading: str
    came: str
    when: str
    marks: tuple[str, ...]
    reason: str | None
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class AskedFor:
    """A correction that the patient asked for. `id` None: it is settled."""

    id: UUID | None
    when: str
    said: str | None
    decision: str
    reason: str | None
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class SettledWords:
    """That the team chose one of two answers."""

    words: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class DayPage:
    """The day. `counts` is what the result is made of; `conflicting` waits beside it."""

    who: Person
    day: date
    heading: str
    before: date | None
    after: date | None
    counts: Version | None
    others: tuple[Version, ...]
    conflicting: tuple[Version, ...]
    settled: tuple[SettledWords, ...]
    asked: tuple[AskedFor, ...]
    excluded: str | None
    can_exclude: bool


def day_page(trial: TrialDays, day: date, *, can_exclude: bool) -> DayPage:
    """The page of one day; NotFound where the diary has no such day.

    `can_exclude`: the viewer may leave days out of this trial's result.
    """
    found, questions = trial.day(day), day_questions(trial.record, day)
    before, after = neighbours(trial, day)
    page = DayPage(
        who=person(trial.record),
        day=day,
        heading=day_heading(trial, day),
        before=before,
        after=after,
        counts=None,
        others=(),
        conflicting=(),
        settled=(),
        asked=tuple(
            _asked(trial, questions, each) for each in trial.record.asked if each.day == day
        ),
        excluded=next(excluded_words(trial.record, day), None),
        can_exclude=can_exclude and found is not None,
    )
    return page if found is None else _with_answers(page, trial, questions, found)


def _with_answers(
    page: DayPage, trial: TrialDays, questions: DayQuestions, found: DayRecord
) -> DayPage:
    zone = trial.record.time_zone
    kinds = (
        *((entry, "Replaced, kept as it was sent") for entry in reversed(found.versions[:-1])),
        *((entry, "Set aside, kept as it was sent") for entry in found.set_aside),
    )
    return replace(
        page,
        counts=version(trial, questions, found.effective, "What counts"),
        others=tuple(version(trial, questions, *each) for each in kinds),
        conflicting=tuple(
            version(trial, questions, entry, "Another answer for this day")
            for entry in found.conflicting
        ),
        settled=tuple(
            SettledWords(
                f"Of two answers {each.by_name} chose {each.chosen.reference} over "
                f"{each.other.reference}, on {at_words(each.at, zone)}.",
                each.reason,
            )
            for each in found.settled
        ),
    )


def _asked(trial: TrialDays, questions: DayQuestions, asked: Asked) -> AskedFor:
    zone, decision = trial.record.time_zone, asked.decision
    return AskedFor(
        id=asked.id if decision is None else None,
        when=f"{at_words(asked.asked_at, zone)} · {asked.reference}",
        said=asked.reason,
        decision=decision_words(decision, zone),
        reason=decision.reason if decision else None,
        sections=asked_sections(questions, asked),
    )


def decision_words(decision: Decision | None, zone: str) -> str:
    """What became of a request, by whom and when."""
    if decision is None:
        return "Waits for the team."
    verb = "Declined" if decision.entry_id is None else "Accepted"
    return f"{verb} by {decision.by_name}, {at_words(decision.at, zone)}."


def version(trial: TrialDays, questions: DayQuestions, entry: EntryFacts, heading: str) -> Version:
    """One entry with who, when and why."""
    return Version(
        id=entry.id,
        heading=heading,
        came=came_words(entry),
        when=when_words(entry, trial.record.time_zone),
        marks=(*entry_marks(entry), *_accepted(trial, entry)),
        reason=entry.reason,
        sections=entry_sections(questions, entry),
    )


def _accepted(trial: TrialDays, entry: EntryFacts) -> tuple[str, ...]:
    """That the team let it in, where the patient asked for it."""
    return tuple(
        f"Asked for by the patient, accepted by {each.decision.by_name}."
        for each in trial.record.asked
        if each.decision is not None and each.decision.entry_id == entry.id
    )
