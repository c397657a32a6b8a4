"""Programmes in words: their settings, when each was on, and what was on each day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from babel.dates import format_time

from trialtrack.clinical.diary import STIMULATION_OFF
from trialtrack.clinical.protocol import text
from trialtrack.clock import diary_day_ends_at, diary_day_starts_at
from trialtrack.models import StimulationMode
from trialtrack.queries.programme_corrections import CorrectionFacts
from trialtrack.queries.trial_list import AssessedTrial
from trialtrack.store.programme_settings import ProgrammeSettings
from trialtrack.store.records import IntervalFacts, TrialRecord
from trialtrack.web.words import LOCALE, at_words, day_words, short_day

MODES = {
    StimulationMode.TONIC: "Tonic",
    StimulationMode.BURST: "Burst",
    StimulationMode.HIGH_FREQUENCY: "High-frequency",
}
OFF_WORDS = "Stimulation off"
NOTHING = "Nothing recorded"


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """One programme: its settings, and when it was on."""

    id: UUID
    name: str
    settings: str
    times: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DayRow:
    """One diary day. `whole`: one thing was on for all of it, so that it belongs to it."""

    day: str
    what: tuple[str, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class ProgrammesPage:
    """What was on when."""

    now_on: str
    programmes: tuple[ProgrammeRow, ...]
    off_times: tuple[str, ...]
    days: tuple[DayRow, ...]
    corrections: tuple[str, ...]


def programmes_page(
    trial: AssessedTrial, corrections: tuple[CorrectionFacts, ...]
) -> ProgrammesPage:
    """The programmes of a trial as of today."""
    record = trial.record
    return ProgrammesPage(
        now_on=now_on(record),
        programmes=tuple(
            ProgrammeRow(
                each.id, each.name, settings_words(each.settings), _times(record, each.name)
            )
            for each in record.programmes
        ),
        off_times=_times(record, STIMULATION_OFF),
        days=tuple(_days(record, trial.today)) if record.intervals else (),
        corrections=tuple(_correction(each, record.time_zone) for each in corrections),
    )


def settings_words(settings: ProgrammeSettings) -> str:
    """The settings that are known, each with its unit; a word where none is."""
    numbers = (
        (settings.amplitude_ma, "mA"),
        (settings.amplitude_v, "V"),
        (settings.pulse_width_us, "µs"),
        (settings.frequency_hz, "Hz"),
    )
    parts = [
        MODES[settings.mode] if settings.mode else None,
        settings.contacts,
        *(f"{text(value)} {unit}" for value, unit in numbers if value is not None),
    ]
    return ", ".join(part for part in parts if part) or "not written down"


def _name(programme: str) -> str:
    return OFF_WORDS if programme == STIMULATION_OFF else programme


def now_on(record: TrialRecord) -> str:
    """What is on now, since when; a sentence where nothing is."""
    if not record.was_placed:
        return "The leads are not in yet: nothing can be on."
    if record.diary.removed_on is not None:
        return "The leads are out: nothing is on any more."
    last = record.intervals[-1] if record.intervals else None
    if last is None or last.ends_at is not None:
        return "Nothing is recorded as on. Write down what is."
    return f"{_name(last.programme)}, since {at_words(last.starts_at, record.time_zone)}"


def _times(record: TrialRecord, programme: str) -> tuple[str, ...]:
    return tuple(
        _from_to(interval.starts_at, interval.ends_at, record.time_zone)
        for interval in record.intervals
        if interval.programme == programme
    )


def _from_to(starts_at: datetime, ends_at: datetime | None, zone: str) -> str:
    if ends_at is None:
        return f"from {_short(starts_at, zone)} on"
    return f"from {_short(starts_at, zone)} to {_short(ends_at, zone)}"


def _short(instant: datetime, zone: str) -> str:
    return f"{short_day(instant.astimezone(ZoneInfo(zone)).date())}, {_clock(instant, zone)}"


def _clock(instant: datetime, zone: str) -> str:
    return format_time(instant, "HH:mm", ZoneInfo(zone), LOCALE)


def _days(record: TrialRecord, today: date) -> Iterator[DayRow]:
    day, last = record.diary.placed_on, min(today, record.diary.removed_on or today)
    while day <= last:
        yield _day(record, day)
        day += timedelta(days=1)


def _day(record: TrialRecord, day: date) -> DayRow:
    zone = record.time_zone
    starts_at, ends_at = diary_day_starts_at(day, zone), diary_day_ends_at(day, zone)
    of_day = [each for each in record.intervals if _touches(each, starts_at, ends_at)]
    if len(of_day) == 1 and _covers(of_day[0], starts_at, ends_at):
        return DayRow(day_words(day), (_name(of_day[0].programme),), whole=True)
    said = tuple(_part(each, starts_at, ends_at, zone) for each in of_day)
    return DayRow(day_words(day), said or (NOTHING,), whole=False)


def _touches(each: IntervalFacts, starts_at: datetime, ends_at: datetime) -> bool:
    return each.starts_at < ends_at and (each.ends_at is None or each.ends_at > starts_at)


def _covers(each: IntervalFacts, starts_at: datetime, ends_at: datetime) -> bool:
    return each.starts_at <= starts_at and (each.ends_at is None or each.ends_at >= ends_at)


def _part(each: IntervalFacts, starts_at: datetime, ends_at: datetime, zone: str) -> str:
    since = f" from {_clock(each.starts_at, zone)}" if each.starts_at > starts_at else ""
    ended = each.ends_at is not None and each.ends_at < ends_at
    until = f" to {_clock(each.ends_at, zone)}" if ended and each.ends_at else ""
    return f"{_name(each.programme)}{since}{until}"


def _correction(each: CorrectionFacts, zone: str) -> str:
    what = (
        f"{_name(each.programme or STIMULATION_OFF)} {_from_to(each.starts_at, each.ends_at, zone)}"
    )
    before = ", ".join(_name(name or STIMULATION_OFF) for name in each.before) or NOTHING.lower()
    because = f" {each.reason}" if each.reason else ""
    signed = f"{each.by_name}, {at_words(each.at, zone)}"
    return f"{what}; until then recorded: {before}. {signed}.{because}"
