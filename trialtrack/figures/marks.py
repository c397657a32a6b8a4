"""The marks of the days: lines that stop at a gap, and one shape for each standing of a day."""

from collections.abc import Callable, Collection, Sequence
from datetime import date
from fractions import Fraction

from trialtrack.figures.theme import ACCENT, CLEAR, CLOSE, INK_3, PAPER, Figure, Sizes
from trialtrack.figures.timeline import DrawnDay, Standing

Said = Callable[[DrawnDay, Fraction], str]
"""How a day's value is said in a hover text: "average 3"."""

IN_LINE = (Standing.RECORDED, Standing.LATE)
NAMES = {
    Standing.LATE: "entered late",
    Standing.OUTSIDE: "not counted",
    Standing.EXCLUDED: "left out",
    Standing.MISSING: "? missing",
}


def line_traces(
    days: Sequence[DrawnDay], name: str, yaxis: str, size: Sizes, *, named: bool = True
) -> list[Figure]:
    """A daily value as line and markers, with what is late, left out, outside and missing.

    Every trace has a place for every day, None where it has nothing to draw, and no line
    crosses one. `named`: whether the value has an entry in the legend.
    """
    big = marker_px(len(days), size)
    main = day_trace(days, IN_LINE, name, yaxis, "lines+markers")
    main |= {
        "line": {"color": ACCENT, "width": size.line},
        "marker": {"symbol": "circle", "size": big, "color": ACCENT},
        "legendrank": 1000,
        "showlegend": named,
    }
    outside = day_trace(days, (Standing.OUTSIDE,), NAMES[Standing.OUTSIDE], yaxis, "lines+markers")
    outside |= {
        "opacity": 0.55,
        "line": {"color": INK_3, "width": 1.5},
        "marker": {"symbol": "circle", "size": big - 1, "color": INK_3},
        "legendrank": 1030,
    }
    drawn = [main, outside, _excluded(days, yaxis, big), *late_traces(days, yaxis, big)]
    return [trace for trace in drawn if has_points(trace)] + missing_traces(days, yaxis, size)


def faint_line(days: Sequence[DrawnDay], name: str, yaxis: str) -> Figure | None:
    """Another measure as a thin grey line behind the first; None where it was never recorded."""
    recorded = [standing for standing in Standing if standing is not Standing.EXCLUDED]
    trace = day_trace(days, recorded, name, yaxis, "lines+markers")
    trace |= {
        "line": {"color": INK_3, "width": 1},
        "marker": {"size": 3, "color": INK_3},
        "opacity": 0.7,
        "legendrank": 1010,
    }
    return trace if has_points(trace) else None


def late_traces(days: Sequence[DrawnDay], yaxis: str, big: int) -> list[Figure]:
    """Hollow points over the line's own, where the entry was late."""
    traces = []
    for standing, colour in ((Standing.LATE, ACCENT), (Standing.OUTSIDE, INK_3)):
        shown = [
            day.standing is standing and day.entry is not None and day.entry.late for day in days
        ]
        trace = day_trace(days, (standing,), NAMES[Standing.LATE], yaxis, "markers")
        trace["y"] = [y if late else None for y, late in zip(trace["y"], shown, strict=True)]
        trace |= {
            "marker": {
                "symbol": "circle",
                "size": big,
                "color": PAPER,
                "line": {"color": colour, "width": 2},
            },
            "legendrank": 1015,
        }
        traces.append(trace)
    return traces


def missing_traces(days: Sequence[DrawnDay], yaxis: str, size: Sizes) -> list[Figure]:
    """Days on which something was due and nothing came: a stroke on the axis and a "?".

    Where days stand too close for a "?" each, every stroke stays and every few have one.
    """
    missing = [day for day in days if day.standing is Standing.MISSING]
    if not missing:
        return []
    strokes = {
        "type": "scatter",
        "mode": "markers",
        "name": NAMES[Standing.MISSING],
        "x": [day.day.isoformat() for day in missing],
        "y": [0 for _ in missing],
        "yaxis": yaxis,
        "hoverinfo": "skip",
        "cliponaxis": False,
        "marker": {
            "symbol": "line-ew",
            "size": marker_px(len(days), size) + 1,
            "color": CLOSE,
            "line": {"color": CLOSE, "width": 2.5},
        },
        "legendrank": 1040,
    }
    return [strokes, _question_marks(missing, len(days), yaxis, size)]


def _question_marks(missing: Sequence[DrawnDay], day_count: int, yaxis: str, size: Sizes) -> Figure:
    asked = _spaced(missing, -(-13 * day_count // size.plot_width))
    return {
        "type": "scatter",
        "mode": "text",
        "x": [day.day.isoformat() for day in asked],
        "y": [0 for _ in asked],
        "yaxis": yaxis,
        "text": ["<b>?</b>" for _ in asked],
        "textposition": "top center",
        "textfont": {"color": CLOSE, "size": size.font + 2},
        "hoverinfo": "skip",
        "cliponaxis": False,
        "showlegend": False,
    }


def words_of_days(days: Sequence[DrawnDay], said: Said, name: str) -> list[str]:
    """What is said of each day: its value, or that there is none and why; safe for a chart."""
    return [day.sentence(name if day.value is None else said(day, day.value)) for day in days]


def hover_trace(days: Sequence[date], words: Sequence[str], height: float) -> Figure:
    """The one trace of a plot area that is hovered: unseen, with a point on every day.

    On a day without a point plotly would say that of a day beside it, under the wrong date.
    """
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "said",
        "x": [day.isoformat() for day in days],
        "y": [height for _ in days],
        "customdata": list(words),
        "hovertemplate": "%{customdata}<extra></extra>",
        "showlegend": False,
        "marker": {"symbol": "circle", "size": 4, "color": CLEAR},
    }


def marker_px(day_count: int, size: Sizes) -> int:
    """How large a marker may be so that neighbours do not touch."""
    return max(4, min(9 if size.font >= 12 else 8, size.plot_width * 3 // (4 * day_count)))


def day_trace(
    days: Sequence[DrawnDay],
    standings: Collection[Standing],
    name: str,
    yaxis: str,
    mode: str | None = None,
) -> Figure:
    """A trace with a place for every day: the value of those of these standings, else None.

    `mode` None is for bars.
    """
    values = [day.value if day.standing in standings else None for day in days]
    trace: Figure = {
        "type": "scatter",
        "name": name,
        "x": [day.day.isoformat() for day in days],
        "y": [None if value is None else float(value) for value in values],
        "yaxis": yaxis,
        "hoverinfo": "skip",
    }
    if mode is not None:
        trace |= {"mode": mode, "connectgaps": False, "cliponaxis": False}
    return trace


def _excluded(days: Sequence[DrawnDay], yaxis: str, big: int) -> Figure:
    trace = day_trace(days, (Standing.EXCLUDED,), NAMES[Standing.EXCLUDED], yaxis, "markers")
    return trace | {
        "marker": {
            "symbol": "x-thin",
            "size": big,
            "color": INK_3,
            "line": {"color": INK_3, "width": 2.5},
        },
        "legendrank": 1020,
    }


def _spaced(days: Sequence[DrawnDay], apart: int) -> list[DrawnDay]:
    kept: list[DrawnDay] = []
    for day in days:
        if not kept or (day.day - kept[-1].day).days >= apart:
            kept.append(day)
    return kept


def has_points(trace: Figure) -> bool:
    """Whether a trace has anything to draw."""
    return any(y is not None for y in trace["y"])
