"""The patient's first page: which day to fill in, and the days done and missed."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from flask import url_for

from trialtrack.clinical.windows import Window
from trialtrack.clock import diary_day, diary_day_ends_at
from trialtrack.models import DateKind, Origin
from trialtrack.queries.own_trial import OwnTrial
from trialtrack.store.records import DayRecord
from trialtrack.web.diary.wording import TreatmentWords, treatment_words
from trialtrack.web.patient.asked import lately_answered, waits
from trialtrack.web.patient.begun_words import BegunWords, begun_words
from trialtrack.web.patient.moved import kept_outside, moved_before, said_of_moves
from trialtrack.web.patient.news import news
from trialtrack.web.waiting.begun import Begun
from trialtrack.web.words import at_words, count, day_words

MOST_IN_STRIP = 14


@dataclass(frozen=True, slots=True)
class StripDay:
    """A day done, open, missed, today's, or to come; `href` where it can be opened."""

    day: date
    state: str
    href: str | None
    note: str | None
    action: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A button that opens a day."""

    day: date
    text: str
    primary: bool


@dataclass(frozen=True, slots=True)
class HomePage:
    """What stands on the page, in words. `call_if`: when to call `phone`, before the number.

    `too_late`: begun as well, and refused by now. `answered`: what the patient asked
    and the team decided, and where that is read.
    """

    heading: str
    intro: str
    begun: tuple[BegunWords, ...]
    too_late: tuple[BegunWords, ...]
    choices: tuple[Choice, ...]
    notes: tuple[str, ...]
    answered: tuple[tuple[str, str], ...]
    can_print: bool
    call_if: str | None
    phone: str
    count_words: str
    strip: tuple[StripDay, ...]
    rows: tuple[StripDay, ...]
    can_remind: bool


def home_page(
    own: OwnTrial, begun: tuple[Begun, ...] = (), *, asks_birth_date: bool = False
) -> HomePage:
    """The page for the instant that the trial was read at. `begun`: of days, not sent.

    `asks_birth_date`: what was begun opens with it alone; a day can be filled in without it.
    """
    every = tuple(begun_words(own, each) for each in begun)
    said = tuple(each for each in every if not each.too_late)
    went_on = {each.day: each for each in reversed(said)}
    days = tuple(_as_begun(day, went_on.get(day.day)) for day in every_day(own))
    choices = tuple(_choices(own, set() if asks_birth_date else {*went_on}, some_begun=bool(said)))
    return HomePage(
        heading=_heading(own),
        intro=_intro(own, choices, some_begun=bool(said)),
        begun=said,
        too_late=tuple(each for each in every if each.too_late),
        choices=choices,
        notes=tuple(_notes(own)),
        answered=tuple(_answered(day) for day in lately_answered(own)),
        can_print=own.record.cancelled is None and own.record.diary.removed_on is None,
        call_if=_call_if(own),
        phone=own.record.clinic.phone,
        count_words=count_words(days),
        strip=strip(days, own.today),
        rows=_rows(own, days),
        can_remind=own.today < own.last_day,
    )


def _as_begun(day: StripDay, begun: BegunWords | None) -> StripDay:
    if begun is None:
        return day
    note = ", ".join(part for part in (day.note, begun.note) if part)
    if day.state == "done":
        return replace(day, note=note)
    return replace(day, note=note, action="Go on", href=begun.href)


def every_day(own: OwnTrial) -> tuple[StripDay, ...]:
    """Every day that the diary asks for, from the first of the baseline to the last."""
    if own.last_day < own.first_day:
        return ()
    asked = Window(own.first_day, own.last_day + timedelta(days=1)).each_day()
    return tuple(_day(own, day) for day in asked)


def _rows(own: OwnTrial, days: tuple[StripDay, ...]) -> tuple[StripDay, ...]:
    """The days that have begun, and those answered that it does not ask for; newest first."""
    begun = [day for day in days if day.state != "upcoming"]
    found = [*begun, *(_day(own, day) for day in own.outside)]
    return tuple(sorted(found, key=lambda each: each.day, reverse=True))


def count_words(days: tuple[StripDay, ...]) -> str:
    """How many days are done of those that have begun."""
    begun = [day for day in days if day.state != "upcoming"]
    if not begun:
        return "No day to fill in yet"
    done = sum(day.state == "done" for day in begun)
    return f"{done} of {count(len(begun), 'day')} done"


def strip(days: tuple[StripDay, ...], today: date) -> tuple[StripDay, ...]:
    """The two weeks round today: what is to come fills the end of it, the past the rest."""
    at = next((n for n, day in enumerate(days) if day.day >= today), len(days))
    end = min(len(days), max(at + 7, MOST_IN_STRIP))
    return days[max(0, end - MOST_IN_STRIP) : end]


def _day(own: OwnTrial, day: date) -> StripDay:
    record = own.record.days.get(day)
    if record is not None:
        return StripDay(day, "done", _at("patient.answers", day), _note(own, record), "See")
    is_open = day in own.open_days
    href = url_for("patient.day", day=day.isoformat()) if is_open else None
    if day >= own.today:
        return StripDay(day, "today" if day == own.today else "upcoming", href, None, "Fill in")
    if is_open:
        return StripDay(day, "open", href, _until(own, day), "Fill in")
    if waits(own, day):
        return StripDay(day, "missed", _at("asking.asked", day), "you asked the team", "See")
    return StripDay(day, "missed", _at("patient.day", day), None, "Why closed")


def _note(own: OwnTrial, record: DayRecord) -> str | None:
    if waits(own, record.day):
        return "you asked the team"
    if record.day in own.outside:
        return "kept, not asked for now"
    if record.effective.origin is not Origin.PATIENT:
        return "entered by the team"
    if record.corrected:
        return "corrected"
    return "entered late" if record.effective.late else None


def _at(endpoint: str, day: date) -> str:
    return url_for(endpoint, day=day.isoformat())


def _until(own: OwnTrial, day: date) -> str:
    zone = own.record.time_zone
    closes_at = diary_day_ends_at(day, zone) + timedelta(hours=own.record.protocol.late_hours)
    return f"can be filled in until {at_words(closes_at, zone)}"


def _choices(own: OwnTrial, begun: set[date], *, some_begun: bool) -> list[Choice]:
    still_open = [day for day in own.open_days if day not in {*own.record.days, *begun}]
    yesterday = own.today - timedelta(days=1)
    both = own.leaves_day_open or some_begun
    choices = []
    if own.today in still_open:
        primary = not both and own.today <= own.last_day
        choices.append(Choice(own.today, f"Fill in {_today_words(own)}", primary))
    for day in sorted(still_open, reverse=True):
        if day != own.today:
            name = "yesterday, " if day == yesterday else ""
            primary = not choices and not both
            choices.append(Choice(day, f"Fill in {name}{day_words(day)}", primary))
    return choices


def _today_words(own: OwnTrial) -> str:
    local = own.at.astimezone(ZoneInfo(own.record.time_zone))
    if local.date() != own.today:
        return f"{day_words(own.today)}, which lasts until 4 in the morning"
    return f"today, {day_words(own.today)}"


def _heading(own: OwnTrial) -> str:
    given = own.record.patient.given_name
    return f"Hello, {given}" if given else "Your diary"


def _intro(own: OwnTrial, choices: tuple[Choice, ...], *, some_begun: bool) -> str:
    if own.record.cancelled is not None:
        return "Your diary is closed: the team has cancelled this trial. Thank you."
    if some_begun:
        return ""
    if own.today < own.first_day:
        begins = "goes on from" if own.outside else "begins on"
        return f"Your diary {begins} {day_words(own.first_day)}."
    if own.today > own.last_day and not choices:
        return "Your diary is closed. Thank you."
    if not choices:
        return "Nothing to fill in now. Thank you."
    if len(choices) > 1 and not choices[0].primary:
        return "Which day do you want to fill in?"
    if choices[0].day == own.today > own.last_day:
        return f"{_words(own).past_end} You may still note how today was."
    if choices[0].day == own.today:
        return "Today is not filled in yet."
    return "A day is not filled in yet."


def _notes(own: OwnTrial) -> list[str]:
    placed_on, removal = own.record.diary.placed_on, own.record.planned_removal_on
    if own.record.cancelled is not None:
        return [_cancelled_on(own)]
    if own.today < placed_on:
        before = moved_before(own, DateKind.PLANNED_PLACEMENT)
        begins = f"{_words(own).planned_begin} {day_words(placed_on)}.{before}"
        return [*news(own), begins, *said_of_moves(own)]
    if own.record.diary.removed_on is None:
        before = moved_before(own, DateKind.PLANNED_REMOVAL)
        ends = f"{_words(own).planned_end} {day_words(removal)}.{before}"
        return [*news(own), ends, *said_of_moves(own)]
    ended = f"Your trial has ended: {_words(own).ended} {day_words(own.record.diary.removed_on)}."
    return [ended, *kept_outside(own)]


def _answered(day: date) -> tuple[str, str]:
    return f"Your team answered about {day_words(day)}", _at("asking.asked", day)


def _cancelled_on(own: OwnTrial) -> str:
    found = own.record.cancelled
    day = day_words(diary_day(found.at, own.record.time_zone)) if found else ""
    return f"It was cancelled on {day}. What you wrote is kept, and you can read it here."


def _call_if(own: OwnTrial) -> str | None:
    if own.record.cancelled is not None:
        return (
            "If nobody told you, if you still have the treatment, or if something feels wrong, "
            "call the clinic:"
        )
    if own.record.diary.removed_on is not None:
        return "If something feels wrong, call the clinic:"
    return None


def _words(own: OwnTrial) -> TreatmentWords:
    return treatment_words(own.record.modality)
