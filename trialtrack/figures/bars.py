"""Daily amounts as bars, in which zero is a mark of its own."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from trialtrack.figures.marks import NAMES, day_trace, has_points, missing_traces
from trialtrack.figures.theme import ACCENT, INK_3, PAPER, Figure, Sizes
from trialtrack.figures.timeline import DrawnDay, Standing

DAY_SHARE: Final = 0.62
DAY_MS: Final = 24 * 3600 * 1000


@dataclass(frozen=True, slots=True)
class BarLook:
    """How the bars of one standing look."""

    standing: Standing
    fill: str
    edge: str
    opacity: float
    rank: int


LOOKS: Final = (
    BarLook(Standing.RECORDED, ACCENT, ACCENT, 1.0, 1000),
    BarLook(Standing.LATE, PAPER, ACCENT, 1.0, 1015),
    BarLook(Standing.EXCLUDED, INK_3, INK_3, 0.8, 1020),
    BarLook(Standing.OUTSIDE, INK_3, INK_3, 0.45, 1030),
)


def bar_traces(
    days: Sequence[DrawnDay],
    name: str,
    yaxis: str,
    size: Sizes,
    at_least: Collection[date] = (),
) -> list[Figure]:
    """A daily amount as bars; none taken is a mark on the axis, not an empty place.

    The days `at_least`, whose amount is a lower bound, have hatched bars.
    """
    drawn: list[Figure] = []
    for look in LOOKS:
        bars = day_trace(days, (look.standing,), NAMES.get(look.standing, name), yaxis)
        bars |= _look(look, days, at_least)
        drawn += [bars, _zeros(bars, look, len(days), size)]
    return [trace for trace in drawn if has_points(trace)] + missing_traces(days, yaxis, size)


def _look(look: BarLook, days: Sequence[DrawnDay], at_least: Collection[date]) -> Figure:
    return {
        "type": "bar",
        "width": DAY_SHARE * DAY_MS,
        "opacity": look.opacity,
        "marker": {
            "color": [_fill(day, look) for day in days],
            "line": {"color": look.edge, "width": 1.5},
            "pattern": {
                "shape": ["/" if day.day in at_least else "" for day in days],
                "size": 5,
                "solidity": 0.4,
                "fgcolor": look.edge,
                "bgcolor": PAPER,
                "fillmode": "replace",
            },
        },
        "legendrank": look.rank,
        "showlegend": look.standing is not Standing.RECORDED,
    }


def _fill(day: DrawnDay, look: BarLook) -> str:
    """Hollow too where a late day does not count."""
    is_late = look.standing is Standing.OUTSIDE and day.entry is not None and day.entry.late
    return PAPER if is_late else look.fill


def _zeros(bars: Figure, look: BarLook, day_count: int, size: Sizes) -> Figure:
    # Plotly draws the stroke 1.4 times as far to either side as the marker's radius.
    length = min(24.0, DAY_SHARE * size.plot_width / day_count) / 1.4
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "none",
        "x": bars["x"],
        "y": [0 if y == 0 else None for y in bars["y"]],
        "yaxis": bars["yaxis"],
        "cliponaxis": False,
        "hoverinfo": "skip",
        "showlegend": False,
        "marker": {
            "symbol": "line-ew",
            "size": round(length, 1),
            "color": look.edge,
            "line": {"color": look.edge, "width": 3},
        },
    }
