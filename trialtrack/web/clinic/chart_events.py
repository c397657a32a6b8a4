"""What happened in a trial, by day, for the strip under its chart and the table beside it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from trialtrack.clinical.diary import STIMULATION_OFF
from trialtrack.clinical.signs import Tier, sign_words
from trialtrack.clock import diary_day, diary_day_ends_at, diary_day_starts_at
from trialtrack.figures.timeline import Event, LaneKind, Occasions, Stretch
from trialtrack.models import Origin
from trialtrack.store.records import DayRecord, IntervalFacts, TrialRecord
from trialtrack.store.signs import FlagFacts
from trialtrack.web.clinic.rests_on import deviation_words
from trialtrack.web.words import count, occasion_words, short_day

CAME = {
    Origin.TRANSCRIBED: "copied from paper",
    Origin.TELEPHONE: "said on the telephone",
}


def occasions(record: TrialRecord, flags: Iterable[FlagFacts]) -> Occasions:
    """All that the axis marks; `flags` are those that the viewer may see."""
    placed, removed = occasion_words(record.modality)
    happened = {
        LaneKind.PROGRAMME: _programmes(record),
        LaneKind.SIGN: _signs(record, flags),
        LaneKind.EXCLUDED: _excluded(record),
        LaneKind.STAFF: _by_staff(record),
        LaneKind.CORRECTED: _corrected(record),
        LaneKind.DEVIATION: _deviations(record),
    }
    events = {
        kind: tuple(sorted(found, key=lambda event: event.day)) for kind, found in happened.items()
    }
    return Occasions(
        planned_removal_on=record.planned_removal_on,
        placed_label=placed,
        removed_label=removed,
        stretches=tuple(_stretches(record)),
        events={kind: found for kind, found in events.items() if found},
    )


def after_the_chart(events: Sequence[Event], last: date) -> str | None:
    """What happened once the last day shown was over, in words; None when nothing did."""
    later = [
        f"{short_day(event.day)}: {event.words.rstrip('.')}" for event in events if event.day > last
    ]
    return f"After the days shown: {'; '.join(later)}." if later else None


def _stretches(record: TrialRecord) -> Iterator[Stretch]:
    for interval in record.intervals:
        ends_at = interval.ends_at
        ends = None if ends_at is None else _place(ends_at, record.time_zone)
        yield Stretch(interval.programme, _place(interval.starts_at, record.time_zone), ends)


def _place(at: datetime, zone: str) -> tuple[date, float]:
    """The diary day of an instant, and how much of it was over then."""
    day = diary_day(at, zone)
    begins, ends = diary_day_starts_at(day, zone), diary_day_ends_at(day, zone)
    return day, (at - begins) / (ends - begins)


def _programmes(record: TrialRecord) -> Iterator[Event]:
    zone = record.time_zone
    for interval in record.intervals:
        yield Event(diary_day(interval.starts_at, zone), _switch_words(interval, zone))


def _switch_words(interval: IntervalFacts, zone: str) -> str:
    starts, ends = _clock(interval.starts_at, zone), interval.ends_at
    if interval.programme != STIMULATION_OFF:
        return f"{interval.programme} from {starts}"
    until = ""
    if ends is not None:
        day = diary_day(ends, zone)
        same = day == diary_day(interval.starts_at, zone)
        until = f" to {_clock(ends, zone)}{'' if same else f' on {short_day(day)}'}"
    return f"stimulation off from {starts}{until}"


def _clock(at: datetime, zone: str) -> str:
    return f"{at.astimezone(ZoneInfo(zone)):%H:%M}"


def _signs(record: TrialRecord, flags: Iterable[FlagFacts]) -> Iterator[Event]:
    for flag in flags:
        urgent = ", emergency" if flag.tier is Tier.EMERGENCY else ""
        day = flag.day or diary_day(flag.raised_at, record.time_zone)
        yield Event(day, f"warning sign{urgent}: {sign_words(flag.signs)}")


def _excluded(record: TrialRecord) -> Iterator[Event]:
    for day, left_out in record.excluded.items():
        cause = left_out.cause.words if left_out.cause else ""
        reason = f" ({left_out.reason})" if left_out.reason else ""
        yield Event(day, f"left out: {cause}{reason}")


def _by_staff(record: TrialRecord) -> Iterator[Event]:
    for day, found in record.days.items():
        if found.effective.origin in CAME:
            yield Event(day, CAME[found.effective.origin])


def _corrected(record: TrialRecord) -> Iterator[Event]:
    for day, found in record.days.items():
        words = _corrected_words(found)
        if words:
            yield Event(day, words)


def _corrected_words(found: DayRecord) -> str:
    said = []
    if found.corrected:
        said.append(f"corrected, {count(len(found.versions) - 1, 'time')}")
    if found.settled:
        said.append("the team chose one of two answers")
    if found.conflicting:
        said.append("two answers, not settled yet")
    return ", ".join(said)


def _deviations(record: TrialRecord) -> Iterator[Event]:
    for deviation in record.deviations:
        words = deviation_words(deviation)
        yield Event(diary_day(deviation.at, record.time_zone), f"deviation: {words}")
