"""The date axis that all charts of a trial share: half a day beyond its first and last day."""

from datetime import date, datetime, time, timedelta
from typing import Any

from trialtrack.figures.theme import INK_2, LINE, Sizes
from trialtrack.figures.timeline import Timeline
from trialtrack.figures.wording import day_number, short_day

STEPS = (1, 2, 3, 4, 7, 14, 28)


def edge(day: date) -> str:
    """The instant at which a day's stretch of the axis begins, for plotly.

    >>> edge(date(2026, 3, 10))
    '2026-03-09 12:00'
    """
    return f"{day - timedelta(days=1)} 12:00"


def place(day: date, share_over: float) -> str:
    """An instant of a diary day, by the share of the day that was over, for plotly.

    >>> place(date(2026, 3, 10), 0.5)
    '2026-03-10 00:00'
    """
    begins = datetime.combine(day - timedelta(days=1), time(12))
    return f"{begins + timedelta(days=share_over):%Y-%m-%d %H:%M}"


def days_axis(timeline: Timeline, size: Sizes, anchor: str = "y") -> dict[str, Any]:
    """The x axis: dates with the day counted from placement, on days that divide evenly.

    Day 0 always has a tick; between ticks are 1, 2, 3, 4, 7, 14 or 28 days.
    """
    placed_on = timeline.diary.placed_on
    ticks = _tick_days(timeline, size.most_ticks)
    return {
        "type": "date",
        "range": [edge(timeline.first), edge(timeline.last + timedelta(days=1))],
        "tickmode": "array",
        "tickvals": [day.isoformat() for day in ticks],
        "ticktext": [f"{short_day(day)}<br>{day_number(day, placed_on)}" for day in ticks],
        "tickangle": 0,
        "tickfont": {"color": INK_2, "size": size.font - 1},
        "ticks": "",
        "showgrid": False,
        "zeroline": False,
        "showline": True,
        "linecolor": LINE,
        "linewidth": 1,
        "fixedrange": False,
        "anchor": anchor,
        "showspikes": False,
        "hoverformat": "%a %-d %B",
        "unifiedhovertitle": {"text": "%{x|%a %-d %B}"},
        "autorange": False,
    }


def share(timeline: Timeline, day: date, shift_days: float = 0.0) -> float:
    """Where a day stands on the axis, from 0 at its left end to 1 at its right."""
    return ((day - timeline.first).days + 0.5 + shift_days) / len(timeline.days)


def _tick_days(timeline: Timeline, most: int) -> list[date]:
    for step in STEPS:
        found = [day for day in timeline.days if (day - timeline.diary.placed_on).days % step == 0]
        if len(found) <= most:
            break
    return found
