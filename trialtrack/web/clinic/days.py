"""The table of a trial's days: what was answered, how it came, and what is to be known of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from trialtrack.clinical.display import display_number
from trialtrack.clinical.windows import Period, period_of
from trialtrack.models import Origin
from trialtrack.queries.recount import Counted, counted
from trialtrack.queries.trial_days import TrialDays
from trialtrack.store.records import DayRecord, EntryFacts
from trialtrack.web.clinic.person import Person, person
from trialtrack.web.diary.origin import clock_words
from trialtrack.web.diary.wording import treatment_words
from trialtrack.web.words import count, day_words

WAYS = {
    Origin.PATIENT: "patient",
    Origin.TRANSCRIBED: "from paper",
    Origin.TELEPHONE: "telephone",
}


@dataclass(frozen=True, slots=True)
class DayRow:
    """One day. `scores`: by site, in the order of the heads; None: no answer.

    `state` is what stands where there is no answer; `marks` what sets an answer apart; `waits`
    what the team has to settle.
    """

    day: date
    place: str
    scores: tuple[str | None, ...]
    state: str
    way: str
    marks: tuple[str, ...]
    waits: tuple[str, ...]
    note: str | None


@dataclass(frozen=True, slots=True)
class DaysPage:
    """All days, the newest first. `measure` is the protocol's, which the scores are of."""

    who: Person
    count_words: str
    measure: str
    sites: tuple[str, ...]
    rows: tuple[DayRow, ...]
    conflicts: tuple[date, ...]


def days_page(trial: TrialDays) -> DaysPage:
    """The page for the instant at which the trial was read."""
    record = trial.record
    found = counted(record, trial.at)
    rows = tuple(_row(trial, day, found) for day in reversed(trial.expected))
    answered = sum(day in record.days for day in trial.expected)
    return DaysPage(
        who=person(record),
        count_words=f"{answered} of {count(len(rows), 'day')} answered",
        measure=str(record.protocol.measure),
        sites=tuple(site.name for site in record.sites),
        rows=rows,
        conflicts=tuple(day for day, found in record.days.items() if found.conflicting),
    )


def _row(trial: TrialDays, day: date, counts: Counted) -> DayRow:
    found = trial.record.days.get(day)
    return DayRow(
        day=day,
        place=_numbered(trial, day),
        scores=tuple(_score(trial, found, n) for n in range(len(trial.record.sites))),
        state="" if found else _unanswered(trial, day),
        way=WAYS[found.effective.origin] if found else "",
        marks=(*_use(trial, day, counts), *(marks(found) if found else ())),
        waits=tuple(_waits(trial, day, found)),
        note=_written(found.effective) if found else None,
    )


def _use(trial: TrialDays, day: date, counts: Counted) -> Iterator[str]:
    """Which of the days that the result compares it is, and whether it is left out of them."""
    record, window = trial.record, counts.result.evaluation.window
    period = period_of(record.diary, record.protocol, day)
    if period in (Period.BASELINE, Period.WASHOUT):
        yield str(period)
    elif window is not None and day in window and record.cancelled is None:
        yield "window"
    if day in record.excluded:
        cause = record.excluded[day].cause
        yield f"left out: {cause.words if cause else ''}"


def place_words(trial: TrialDays, day: date) -> str:
    """Where the day lies, counted from placement, and whether it is one of washout."""
    n = (day - trial.record.diary.placed_on).days
    washout = 0 < n < trial.record.protocol.washout_days
    return _numbered(trial, day) + (", washout" if washout else "")


def _numbered(trial: TrialDays, day: date) -> str:
    n = (day - trial.record.diary.placed_on).days
    words = treatment_words(trial.record.modality)
    if n < 0:
        return words.before
    if n == 0:
        return words.begins
    return f"day {n}"


def _score(trial: TrialDays, found: DayRecord | None, n: int) -> str | None:
    if found is None:
        return None
    site = str(trial.record.sites[n].id)
    score = found.effective.answers.pain.get(site, {}).get(trial.record.protocol.measure)
    return None if score is None else display_number(score)


def _written(entry: EntryFacts) -> str | None:
    """Side effects before anything else that the patient wrote."""
    side_effects = f"Side effects: {entry.side_effects}" if entry.side_effects else None
    return "\n".join(text for text in (side_effects, entry.note) if text) or None


def _unanswered(trial: TrialDays, day: date) -> str:
    if day == trial.today:
        return "today, not answered yet"
    return "no answer yet, still open" if day in trial.open_days else "no answer"


def _waits(trial: TrialDays, day: date, found: DayRecord | None) -> Iterator[str]:
    if found is not None and found.conflicting:
        yield "two answers"
    if any(each.day == day and each.decision is None for each in trial.record.asked):
        yield "correction asked for"


def marks(found: DayRecord) -> tuple[str, ...]:
    """What is to be known of the answers that count."""
    said = []
    if found.effective.late:
        said.append("late")
    if found.corrected:
        said.append(count(len(found.versions) - 1, "correction"))
    if found.settled:
        said.append("settled")
    if found.effective.clock_was_wrong:
        said.append("clock was wrong")
    return tuple(said)


def entry_marks(entry: EntryFacts) -> tuple[str, ...]:
    """The same of one entry, in a sentence each."""
    said = []
    if entry.late:
        said.append("Late: entered more than 24 hours after the day had ended.")
    if entry.clock_was_wrong:
        said.append(clock_words(entry))
    return tuple(said)


def neighbours(trial: TrialDays, day: date) -> tuple[date | None, date | None]:
    """The day before and the day after, where the diary has them."""
    found = tuple(
        other if other in trial.expected else None
        for other in (day - timedelta(days=1), day + timedelta(days=1))
    )
    return found[0], found[1]


def day_heading(trial: TrialDays, day: date) -> str:
    """A day in words with its year, and where it lies."""
    return f"{day_words(day)} {day.year}, {place_words(trial, day)}"
