"""The specification plot: the result and every other analysis on one axis, and what each changes.

Wide, the analyses stand side by side with a grid of choices below them; on a phone each is a row.
"""

from collections.abc import Sequence
from math import floor
from typing import Final

from trialtrack.figures.specifications import (
    HIGHEST,
    Against,
    Specification,
    in_order,
    level_names,
    row_words,
    threshold_above,
)
from trialtrack.figures.theme import (
    ACCENT,
    CLEAR,
    COMPACT,
    INK,
    INK_2,
    INK_3,
    LINE,
    MET,
    PAPER,
    Figure,
    Sizes,
    base_layout,
    sizes,
    value_axis,
)
from trialtrack.figures.wording import plain

PLOT_PX: Final = 210
CHOICE_PX: Final = 20
GAP_PX: Final = 14
ROW_PX: Final = 38
NAMES_PX: Final = 112
ABOVE_PX: Final = 14
DOT_DOWN: Final = 0.72
"""Where in its row a dot stands on a phone, from the top; above it are its words."""

BAND: Final = {"fillcolor": INK_3, "opacity": 0.16, "line": {"width": 0, "color": CLEAR}}
THRESHOLD: Final = {"color": MET, "width": 2, "dash": "solid"}


def specification_plot(
    specifications: Sequence[Specification], against: Against, *, compact: bool = False
) -> Figure:
    """The result and the other analyses, sorted; filled where the threshold is met."""
    ordered = in_order(specifications)
    return _rows(ordered, against) if compact else _columns(ordered, against)


def _lowest(ordered: Sequence[Specification], against: Against) -> float:
    low = min(each.percent for each in ordered)
    if against.interval is not None:
        low = min(low, against.interval[0])
    return min(0.0, 10.0 * floor(low / 10))


def _columns(ordered: Sequence[Specification], against: Against) -> Figure:
    size = sizes(compact=False)
    choices = list(dict.fromkeys(each.choice for each in ordered if each.choice is not None))
    total = PLOT_PX + GAP_PX + CHOICE_PX * len(choices)
    split = CHOICE_PX * len(choices) / total
    layout = base_layout(size, total, ABOVE_PX)
    layout |= _unmoved(size, NAMES_PX)
    layout["height"] = total + ABOVE_PX + 24
    layout["margin"] |= {"b": 24}
    count = len(ordered)
    layout["xaxis"] = _plain_axis([0.5, count + 0.5], list(range(1, count + 1)), "y2")
    low = _lowest(ordered, against)
    layout["yaxis"] = value_axis(HIGHEST, _ticks(low), (round(1 - PLOT_PX / total, 6), 1.0))
    layout["yaxis"] |= {"range": [low, HIGHEST], "ticktext": _percents(_ticks(low))}
    layout["yaxis2"] = value_axis(
        len(choices), [len(choices) - n - 0.5 for n in range(len(choices))], (0.0, round(split, 6))
    )
    layout["yaxis2"] |= {"ticktext": choices, "showgrid": False}
    layout["shapes"] = _levels(against, low)
    layout["annotations"] = level_names(against, size)
    data = [_dots(ordered, flipped=False), *_grid(ordered, choices)]
    return {"data": data, "layout": layout}


def _rows(ordered: Sequence[Specification], against: Against) -> Figure:
    size = COMPACT
    count = len(ordered)
    layout = base_layout(size, ROW_PX * count, 22)
    layout |= _unmoved(size, 14)
    layout["margin"] |= {"r": 58}
    low = _lowest(ordered, against)
    ticks = [low, 0.0, HIGHEST] if low < 0 else [0.0, HIGHEST]
    layout["xaxis"] = _plain_axis([low, HIGHEST], ticks, "y") | {"ticktext": _percents(ticks)}
    layout["yaxis"] = value_axis(count, []) | {"showgrid": False}
    layout["shapes"] = [
        shape for n in range(count) for shape in _row_levels(against, low, count - n)
    ]
    layout["annotations"] = [
        *(row_words(each, count - n, size) for n, each in enumerate(ordered)),
        threshold_above(against, size),
    ]
    return {"data": [_dots(ordered, flipped=True)], "layout": layout}


def _unmoved(size: Sizes, left: int) -> Figure:
    """It has no days: nothing to zoom, and no key, since every mark is named."""
    margin = {"l": left, "r": size.right, "t": ABOVE_PX, "b": size.bottom, "autoexpand": False}
    if size is COMPACT:
        margin["t"] = 22
    return {"dragmode": False, "showlegend": False, "hovermode": "closest", "margin": margin}


def _plain_axis(reach: list[float], ticks: Sequence[float], anchor: str) -> Figure:
    return {
        "type": "linear",
        "range": reach,
        "tickmode": "array",
        "tickvals": list(ticks),
        "tickangle": 0,
        "tickfont": {"color": INK_2},
        "showgrid": False,
        "zeroline": False,
        "showline": False,
        "fixedrange": True,
        "anchor": anchor,
        "ticks": "",
    }


def _ticks(low: float) -> list[float]:
    step = 20 if low >= 0 else 50
    start = int(-(-low // step)) * step
    return [float(tick) for tick in range(start, 101, step)]


def _percents(ticks: Sequence[float]) -> list[str]:
    return [f"{tick:g}%" for tick in ticks]


def _dots(ordered: Sequence[Specification], *, flipped: bool) -> Figure:
    """The result is a diamond, others circles; hollow where not met, crossed if not judged."""
    count = len(ordered)
    places: list[float] = [count - n - DOT_DOWN if flipped else n + 1 for n in range(count)]
    percents = [each.percent for each in ordered]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "reduction",
        "x": percents if flipped else places,
        "y": places if flipped else percents,
        "yaxis": "y",
        "customdata": [
            plain(f"{each.name}: {each.display}, {each.threshold_words}") for each in ordered
        ],
        "hovertemplate": "%{customdata}<extra></extra>",
        "cliponaxis": False,
        "showlegend": False,
        "marker": {
            "symbol": [_symbol(each) for each in ordered],
            "opacity": 1,
            "size": [13 if each.choice is None else 10 for each in ordered],
            "color": [_fill(each) for each in ordered],
            "line": {"color": [_edge(each) for each in ordered], "width": 2},
        },
    }


def _symbol(each: Specification) -> str:
    if each.choice is not None:
        return "circle"
    return "diamond-x" if each.met is None else "diamond"


def _edge(each: Specification) -> str:
    return INK if each.choice is None else ACCENT


def _fill(each: Specification) -> str:
    return _edge(each) if each.met else PAPER


def _grid(ordered: Sequence[Specification], choices: Sequence[str]) -> list[Figure]:
    """A square where an analysis changes a choice, a faint dot where it does not."""
    every = [(n + 1, choice) for n in range(len(ordered)) for choice in choices]
    changed = [(n + 1, each.choice) for n, each in enumerate(ordered) if each.choice is not None]
    left = [place for place in every if place not in changed]
    look = {"square": (changed, ACCENT, 10), "circle": (left, LINE, 4)}
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "name": "changed" if symbol == "square" else "unchanged",
            "x": [n for n, _ in places],
            "y": [len(choices) - choices.index(choice) - 0.5 for _, choice in places],
            "yaxis": "y2",
            "hoverinfo": "skip",
            "showlegend": False,
            "marker": {"symbol": symbol, "size": px, "color": colour},
        }
        for symbol, (places, colour, px) in look.items()
    ]


def _levels(against: Against, low: float) -> list[Figure]:
    """The interval as a band and the threshold as a line, across the plot."""
    ends = {"xref": "paper", "x0": 0, "x1": 1, "yref": "y", "layer": "below"}
    shapes: list[Figure] = []
    if against.interval is not None:
        first, last = against.interval
        band = {"y0": max(first, low), "y1": min(last, HIGHEST)}
        shapes.append({"type": "rect", **ends, **band, **BAND})
    at = {"y0": against.threshold, "y1": against.threshold}
    return [*shapes, {"type": "line", **ends, **at, "line": THRESHOLD}]


def _row_levels(against: Against, low: float, top: int) -> list[Figure]:
    """The same behind the dot of one row, so that no line runs through words; and its scale."""
    ends = {"xref": "x", "yref": "y", "layer": "below"}
    middle = top - DOT_DOWN
    scale = {"x0": low, "x1": HIGHEST, "y0": middle, "y1": middle}
    shapes: list[Figure] = [{"type": "line", **ends, **scale, "line": {"color": LINE, "width": 1}}]
    if against.interval is not None:
        first, last = max(against.interval[0], low), min(against.interval[1], HIGHEST)
        around = {"x0": first, "x1": last, "y0": middle - 0.2, "y1": middle + 0.2}
        shapes.append({"type": "rect", **ends, **around, **BAND})
    at = {"x0": against.threshold, "x1": against.threshold}
    upright = {"y0": middle - 0.24, "y1": middle + 0.24}
    return [*shapes, {"type": "line", **ends, **at, **upright, "line": THRESHOLD}]
