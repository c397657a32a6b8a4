"""The key above a chart: plotly's own legend where it fits, words with a sign on a phone.

Plotly sets a legend that does not fit one row in columns as wide as its longest entry, inside
the plot: on a phone one column, higher than the chart.
"""

from collections.abc import Sequence
from typing import Final

from trialtrack.figures.marks import NAMES
from trialtrack.figures.theme import ACCENT, CLOSE, COMPACT, INK_3, Figure, Sizes
from trialtrack.figures.timeline import Standing

ROW_PX: Final = 16
GAP_PX: Final = 12
LINE_SIGNS: Final = {
    NAMES[Standing.LATE]: ("\N{WHITE CIRCLE}", ACCENT),
    NAMES[Standing.OUTSIDE]: ("\N{BLACK CIRCLE}", INK_3),
    NAMES[Standing.EXCLUDED]: ("\N{MULTIPLICATION SIGN}", INK_3),
    NAMES[Standing.MISSING]: ("", CLOSE),
    "washout": ("///", INK_3),
}
BAR_SIGNS: Final = {
    NAMES[Standing.LATE]: ("\N{WHITE SQUARE}", ACCENT),
    NAMES[Standing.OUTSIDE]: ("\N{BLACK SQUARE}", INK_3),
    NAMES[Standing.EXCLUDED]: ("\N{BLACK SQUARE}", INK_3),
}


def name_once(data: Sequence[Figure]) -> list[Figure]:
    """Gives each name one entry in the legend; the traces that have one, in its order."""
    names: set[str] = set()
    for trace in data:
        if trace.get("showlegend") is not False:
            trace["showlegend"] = trace["name"] not in names
            names.add(trace["name"])
    named = [trace for trace in data if trace["showlegend"]]
    return sorted(named, key=lambda trace: int(trace["legendrank"]))


def legend_px(named: Sequence[Figure], size: Sizes) -> int:
    """How high plotly's legend becomes, in px, at the narrowest width that it is drawn for."""
    if not named:
        return 6
    widths = [47 + round(0.56 * size.font * len(trace["name"])) for trace in named]
    columns = max(1, size.plot_width // max(widths))
    rows = 1 if sum(widths) <= size.plot_width else -(-len(named) // columns)
    return 8 + rows * (size.font + 8)


def phone_key(named: Sequence[Figure], above_px: int) -> tuple[list[Figure], int]:
    """The key of a phone's chart as annotations `above_px` over the plot, and its height in px."""
    room = COMPACT.left + COMPACT.plot_width + COMPACT.right - 8
    rows: list[list[tuple[int, str, str]]] = [[]]
    left = 0
    for trace in named:
        sign, colour = _sign(trace)
        words = f"{sign} {trace['name']}".strip()
        width = round(0.6 * COMPACT.font * len(words)) + GAP_PX
        if rows[-1] and left + width - GAP_PX > room:
            rows.append([])
            left = 0
        rows[-1].append((left, words, colour))
        left += width
    rows = [row for row in rows if row]
    placed = [
        _entry(words, colour, x - COMPACT.left + 4, above_px + ROW_PX * (len(rows) - 1 - n))
        for n, row in enumerate(rows)
        for x, words, colour in row
    ]
    return placed, ROW_PX * len(rows) + 6


def _sign(trace: Figure) -> tuple[str, str]:
    name = trace["name"]
    if trace["type"] == "bar" and name in BAR_SIGNS:
        return BAR_SIGNS[name]
    if name in LINE_SIGNS:
        return LINE_SIGNS[name]
    faint = trace["marker"]["color"] == INK_3
    return ("\N{EM DASH}", INK_3) if faint else ("\N{BLACK CIRCLE}", ACCENT)


def _entry(words: str, colour: str, x_px: int, above_px: int) -> Figure:
    return {
        "text": words,
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "xshift": x_px,
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": above_px,
        "showarrow": False,
        "borderpad": 0,
        "font": {"size": COMPACT.font, "color": colour},
    }
