"""A blank diary to print, for days without a phone: the page's own questions, one sheet a day.

The sheets are made by the form, the words and the template of the page itself, so that they
cannot drift apart. What a patient answered before stands on none of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from trialtrack.queries.day_questions import DayQuestions, day_questions
from trialtrack.services.day_entry import reference_of
from trialtrack.store.records import TrialRecord
from trialtrack.web.diary.day import DayPage, day_page
from trialtrack.web.diary.forms import DiaryForm, diary_form
from trialtrack.web.words import day_words

HOW_MANY = (1, 3, 7, 14)
USUAL = 7


@dataclass(frozen=True, slots=True)
class Sheet:
    """One day. The fields of its form have names and ids of their own."""

    day: date
    heading: str
    page: DayPage
    form: DiaryForm
    at: str


@dataclass(frozen=True, slots=True)
class Paper:
    """The sheets asked for. No name stands on them; `reference` says whose they are."""

    reference: str
    phone: str
    emergency_phone: str
    days: tuple[date, ...]
    first: date | None
    how_many: int
    sheets: tuple[Sheet, ...]


def paper(record: TrialRecord, today: date, chosen: Mapping[str, str]) -> Paper:
    """The sheets from the chosen day on; without a good choice a week from today."""
    days = _days(record, today)
    first = _first(days, today, chosen.get("from", ""))
    how_many = _how_many(chosen.get("days", ""))
    wanted = [day for day in days if first is not None and day >= first][:how_many]
    return Paper(
        reference=reference_of(record.trial_id),
        phone=record.clinic.phone,
        emergency_phone=record.clinic.emergency_phone,
        days=days,
        first=first,
        how_many=how_many,
        sheets=tuple(_sheet(record, day) for day in wanted),
    )


def _days(record: TrialRecord, today: date) -> tuple[date, ...]:
    """Every day of the diary; where the leads stay in for longer, a fortnight from today too."""
    first, last = record.diary_days.first, record.last_day
    if record.diary.removed_on is None and today > last:
        last = today + timedelta(days=max(HOW_MANY) - 1)
    return tuple(first + timedelta(days=n) for n in range((last - first).days + 1))


def _first(days: tuple[date, ...], today: date, said: str) -> date | None:
    by_name = {day.isoformat(): day for day in days}
    return by_name.get(said) or next((day for day in days if day >= today), next(iter(days), None))


def _how_many(said: str) -> int:
    return int(said) if said in map(str, HOW_MANY) else USUAL


def _sheet(record: TrialRecord, day: date) -> Sheet:
    asked, at = _without_answers(day_questions(record, day)), f"on-{day.isoformat()}-"
    form = diary_form(asked)(prefix=at)
    form.more_others = True  # On paper nothing is folded away.
    page = day_page(record, asked, is_today=False)
    return Sheet(day, f"{day_words(day)} {day.year}", page, form, at)


def _without_answers(asked: DayQuestions) -> DayQuestions:
    # Yesterday's numbers would anchor today's, and a sheet may lie about.
    return replace(asked, yesterday={}, yesterday_others=None, answered=None)
