"""What a running trial lacks: yesterday's entry, days of the baseline, days before its end."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import takewhile

from trialtrack.clinical.needed import (
    StillNeeded,
    baseline_still_needed,
    days_required,
    still_needed,
)
from trialtrack.clinical.windows import baseline_window
from trialtrack.clock import diary_day_ends_at, diary_day_starts_at
from trialtrack.queries.matter import Matter, MatterKind, Silence, ThinWindow
from trialtrack.queries.running import RunningTrial

BASELINE_ENDS_SOON_DAYS = 3
"""From so many days before its end a short baseline is somebody's matter [own]."""

REMOVAL_IS_SOON_DAYS = 2
"""From so many days before the planned removal a thin window is [own]."""


def silence(trial: RunningTrial) -> Iterator[Matter]:
    """A patient in baseline or treatment whose yesterday, in their own zone, has no entry.

    Neither the day of the procedure is asked for nor a day that was excluded.
    """
    expected = _days_asked_for(trial)
    if not expected or expected[-1] != trial.yesterday:
        return
    answered = {*trial.record.days, *(each.day for each in trial.record.asked)}
    run = tuple(takewhile(lambda day: day not in answered, reversed(expected)))[::-1]
    if not run:
        return
    open_until = trial.record.diary_days.open_until(trial.yesterday)
    facts = Silence(
        days=run,
        of_all=not any(day < run[0] for day in answered),
        open_until=open_until if trial.at <= open_until else None,
    )
    since = diary_day_ends_at(run[0], trial.record.time_zone)
    yield trial.matter(MatterKind.SILENT, since, facts)


def _days_asked_for(trial: RunningTrial) -> tuple[date, ...]:
    """The days of baseline and treatment that are over, in order."""
    record = trial.record
    baseline = baseline_window(record.diary, record.protocol)
    # Day 0 is the procedure, unless there is none and treatment begins at once.
    treated_from = record.diary.placed_on + timedelta(days=min(1, record.protocol.washout_days))
    excluded = {day.day for day in record.diary.days if day.excluded is not None}
    return tuple(
        day
        for day in record.diary_days.so_far(trial.at)
        if day <= trial.yesterday
        and day not in excluded
        and (day in baseline or (trial.leads_are_in and day >= treated_from))
    )


def short_baseline(trial: RunningTrial) -> Iterator[Matter]:
    """A baseline that ends soon, or is over, with fewer diary days than the protocol needs.

    Once no day can be had any more, a rating taken in clinic settles it; so does placement.
    """
    record, today = trial.record, trial.today
    if trial.leads_are_in and today > record.diary.placed_on:
        return
    still = baseline_still_needed(record.diary, record.protocol, today, trial.open_from)
    window, rated = still.window, record.diary.primary_site in record.diary.clinic_ratings
    if window is None or today <= window.first or not still.needed or not _missed(still, today):
        return
    ends_in = max(0, (window.end - today).days)
    soon = ends_in <= BASELINE_ENDS_SOON_DAYS or still.needed >= still.left
    if not soon or (rated and not still.within_reach):
        return
    kind = MatterKind.BASELINE_SHORT if still.within_reach else MatterKind.BASELINE_LOST
    since = diary_day_starts_at(window.first, record.time_zone)
    yield trial.matter(kind, since, ThinWindow(still, window.end, ends_in, rated))


def thin_window(trial: RunningTrial) -> Iterator[Matter]:
    """Removal is near, and the days logged are fewer than a result needs, or only just enough."""
    record, today = trial.record, trial.today
    ends_in = (record.planned_removal_on - today).days
    if not trial.leads_are_in or not 0 < ends_in <= REMOVAL_IS_SOON_DAYS:
        return
    still = still_needed(
        record.diary, record.protocol, today, record.planned_removal_on, trial.open_from
    )
    if still.window is None or not _missed(still, today):
        return
    only_just = still.recorded == days_required(still.window, record.protocol)
    if not still.needed and not (only_just and still.left):
        return
    kind = MatterKind.WINDOW_THIN if still.within_reach else MatterKind.WINDOW_LOST
    since = diary_day_starts_at(
        record.planned_removal_on - timedelta(days=REMOVAL_IS_SOON_DAYS), record.time_zone
    )
    yield trial.matter(kind, since, ThinWindow(still, record.planned_removal_on, ends_in))


def _missed(still: StillNeeded, today: date) -> bool:
    """Whether a day of the window that is over has no entry: else nobody has missed anything."""
    window = still.window
    return window is not None and still.recorded < (min(today, window.end) - window.first).days
