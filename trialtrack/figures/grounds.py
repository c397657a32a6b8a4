"""What lies behind and across the data: shaded windows, the hatched washout, the dotted days."""

from datetime import date
from typing import Any

from trialtrack.clinical.windows import Window
from trialtrack.figures.axis import edge, place
from trialtrack.figures.theme import CLEAR, INK_2, INK_3, LINE, SUNK, Figure
from trialtrack.figures.timeline import Stretch, Timeline


def shaded(window: Window, yref: str) -> Figure:
    """The baseline window, behind everything."""
    return {
        "type": "rect",
        "xref": "x",
        "yref": f"{yref} domain",
        "x0": edge(window.first),
        "x1": edge(window.end),
        "y0": 0,
        "y1": 1,
        "fillcolor": SUNK,
        "line": {"width": 0, "color": CLEAR},
        "layer": "below",
    }


def hatched(window: Window, top: float, yaxis: str) -> Figure:
    """The washout as a hatched area; a trace, since plotly's shapes know no hatching."""
    left, right = edge(window.first), edge(window.end)
    return {
        "type": "scatter",
        "mode": "lines",
        "name": "washout",
        "x": [left, right, right, left, left],
        "y": [0, 0, top, top, 0],
        "yaxis": yaxis,
        "fill": "toself",
        "fillcolor": CLEAR,
        "fillpattern": {
            "shape": "/",
            "size": 6,
            "solidity": 0.18,
            "fgcolor": INK_3,
            "bgcolor": CLEAR,
            "fillmode": "replace",
        },
        "line": {"width": 0, "color": CLEAR},
        "hoverinfo": "skip",
        "legendrank": 1100,
    }


def dotted(day: date, yref: str) -> Figure:
    """The day the leads went in, or came out."""
    return _upright(day.isoformat(), yref, INK_3, "2px 3px", 1.5)


def switches(timeline: Timeline, yref: str) -> list[Figure]:
    """Where another programme came on: when it did, or before the first day that names it."""
    at = [place(*each.starts) for each in timeline.stretches if not each.is_off]
    if not timeline.stretches:
        at = [edge(switch.day) for switch in timeline.switches]
    return [_upright(each, yref, LINE, "solid", 1) for each in at[1:]]


def off(stretch: Stretch, timeline: Timeline, yref: str) -> Figure:
    """Stimulation off, shaded behind the data for as long as it was."""
    return {
        "type": "rect",
        "xref": "x",
        "yref": f"{yref} domain",
        "x0": place(*stretch.starts),
        "x1": place(*(stretch.ends or (timeline.shown_until, 1.0))),
        "y0": 0,
        "y1": 1,
        "fillcolor": INK_3,
        "opacity": 0.22,
        "line": {"width": 0, "color": CLEAR},
        "layer": "below",
    }


def bracket(window: Window, panel_top: float) -> Figure:
    """A bracket over the evaluation window, in px above the panel."""
    left, right = edge(window.first), edge(window.end)
    return {
        "type": "path",
        "xref": "x",
        "yref": "paper",
        "ysizemode": "pixel",
        "yanchor": panel_top,
        "path": f"M{left},1L{left},6L{right},6L{right},1".replace(" ", "_"),
        "fillcolor": CLEAR,
        "line": {"color": INK_2, "width": 1.5},
    }


def level(
    value: float, window: Window | None, yref: str, colour: str, dash: str, width: float
) -> Figure:
    """A mean or a threshold: over its window, or over the whole width."""
    x0, x1 = (0, 1) if window is None else (edge(window.first), edge(window.end))
    return {
        "type": "line",
        "xref": "paper" if window is None else "x",
        "yref": yref,
        "x0": x0,
        "x1": x1,
        "y0": value,
        "y1": value,
        "line": {"color": colour, "width": width, "dash": dash},
        "layer": "above" if window is not None else "between",
    }


def panel_shapes(timeline: Timeline, yref: str, panel_top: float) -> list[Figure]:
    """Everything that marks a panel's days, beside the washout."""
    shapes = [shaded(timeline.baseline, yref), dotted(timeline.diary.placed_on, yref)]
    removal_on = timeline.removal_on
    if removal_on is not None and removal_on <= timeline.last:
        shapes.append(dotted(removal_on, yref))
    shapes += switches(timeline, yref)
    shapes += [off(each, timeline, yref) for each in timeline.stretches if each.is_off]
    if timeline.evaluation is not None:
        shapes.append(bracket(timeline.evaluation, panel_top))
    return shapes


def _upright(at: str, yref: str, colour: str, dash: str, width: float) -> dict[str, Any]:
    return {
        "type": "line",
        "xref": "x",
        "yref": f"{yref} domain",
        "x0": at,
        "x1": at,
        "y0": 0,
        "y1": 1,
        "line": {"color": colour, "width": width, "dash": dash},
        "layer": "below",
    }
