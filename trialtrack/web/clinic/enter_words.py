"""The pages on which staff enter a day, in words."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from trialtrack.clock import is_late
from trialtrack.models import Origin
from trialtrack.queries.day_questions import DayQuestions
from trialtrack.queries.trial_days import TrialDays
from trialtrack.services.day_entry import reference_of
from trialtrack.store.records import EntryFacts
from trialtrack.web.clinic.cancelled import cancelled_words
from trialtrack.web.clinic.days import WAYS, day_heading, place_words
from trialtrack.web.clinic.person import Person, person
from trialtrack.web.clinic.settle_words import Column
from trialtrack.web.diary.answers import answer_sections, said_in_form
from trialtrack.web.diary.forms import DiaryForm
from trialtrack.web.diary.kept import entry_sections
from trialtrack.web.diary.origin import CAME, came_words, when_words
from trialtrack.web.diary.sides import SideSection, sides
from trialtrack.web.words import at_words, date_words, day_words

LATE = (
    "It is marked as late: it is entered more than 24 hours after the day ended. "
    "A date on the sheet does not change that."
)


@dataclass(frozen=True, slots=True)
class DayChoice:
    """A day to enter, and what is known of it."""

    day: date
    place: str
    state: str


@dataclass(frozen=True, slots=True)
class ChoicePage:
    """Which day; the newest first."""

    who: Person
    reference: str
    withdrawn_on: date | None
    cancelled: str | None
    days: tuple[DayChoice, ...]


@dataclass(frozen=True, slots=True)
class EnterPage:
    """What stands round the form of one day."""

    who: Person
    day: date
    day_words: str
    heading: str
    reference: str
    needs_reason: bool
    is_answered: bool


@dataclass(frozen=True, slots=True)
class LookPage:
    """What was typed, to look over; beside it what the day has already, if it has anything."""

    enter: EnterPage
    came: str
    late: str | None
    left: Column
    right: Column
    table: tuple[SideSection, ...]
    reason: str | None
    kept: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class EnteredPage:
    """The receipt."""

    who: Person
    day: date
    entry_id: UUID
    title: str
    at_words: str
    reference: str
    came: str
    late: bool
    conflicting: bool


def choice_page(trial: TrialDays) -> ChoicePage:
    """Every day so far, those with answers said so."""
    withdrawn_at = trial.record.withdrawn_at
    return ChoicePage(
        who=person(trial.record),
        reference=reference_of(trial.record.trial_id),
        withdrawn_on=None if withdrawn_at is None else withdrawn_at.date(),
        cancelled=cancelled_words(trial.record),
        days=tuple(
            DayChoice(day, place_words(trial, day), _state(trial, day))
            for day in reversed(trial.record.diary_days.so_far(trial.at))
        ),
    )


def _state(trial: TrialDays, day: date) -> str:
    found = trial.record.days.get(day)
    if found is not None:
        return f"has an answer ({WAYS[found.effective.origin]})"
    return "no answer" if day in trial.open_days else "no answer, needs a reason"


def enter_page(trial: TrialDays, questions: DayQuestions) -> EnterPage:
    """The words of one day."""
    day = questions.day
    return EnterPage(
        who=person(trial.record),
        day=day,
        day_words=day_words(day),
        heading=f"Enter {day_heading(trial, day)}",
        reference=reference_of(trial.record.trial_id),
        needs_reason=day not in trial.open_days,
        is_answered=questions.answered is not None,
    )


def look_page(
    trial: TrialDays, questions: DayQuestions, form: DiaryForm, kept: list[tuple[str, str]]
) -> LookPage:
    """The typed answers, on the right of what counts now."""
    zone, before = trial.record.time_zone, questions.answered
    typed = answer_sections(questions, said_in_form(form))
    came = CAME[Origin(form["origin"].data)]
    if form["origin"].data == Origin.TRANSCRIBED and form["written_on"].data is not None:
        came += f", dated {date_words(form['written_on'].data)}"
    return LookPage(
        enter=enter_page(trial, questions),
        came=came,
        late=LATE if is_late(trial.at, questions.day, zone) else None,
        left=_counts(before, zone),
        right=Column("You enter", came, ""),
        table=sides(() if before is None else entry_sections(questions, before), typed),
        reason=(form["reason"].data or "").strip() or None,
        kept=tuple(kept),
    )


def _counts(entry: EntryFacts | None, zone: str) -> Column:
    if entry is None:
        return Column("Counts now", "No answer", "")
    return Column("Counts now", came_words(entry), when_words(entry, zone))


def entered_page(trial: TrialDays, entry: EntryFacts) -> EnteredPage:
    """That it is saved, read back from the record."""
    day = entry.answers.day
    return EnteredPage(
        who=person(trial.record),
        day=day,
        entry_id=entry.id,
        title=f"{day_words(day)} is saved",
        at_words=at_words(entry.received_at, trial.record.time_zone),
        reference=entry.reference,
        came=came_words(entry),
        late=entry.late,
        conflicting=any(
            entry.id == other.id
            for found in trial.record.days.values()
            for other in found.conflicting
        ),
    )
