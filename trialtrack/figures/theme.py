"""One look for every chart: colours as tokens, sizes, the base layout, the chart's settings.

Colours are written "token:accent"; the page's script replaces each by the custom property of
that name, so that a chart follows light, dark and print. Where none is wanted it is CLEAR.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

Figure = dict[str, Any]
"""A plotly figure as plain data: `{"data": [...], "layout": {...}}`, ready for JSON."""

ACCENT: Final = "token:accent"
MET: Final = "token:met"
NOT: Final = "token:not"
CLOSE: Final = "token:close"
NONE: Final = "token:none"
FLAG: Final = "token:flag"
INK: Final = "token:ink"
INK_2: Final = "token:ink-2"
INK_3: Final = "token:ink-3"
LINE: Final = "token:line"
PAPER: Final = "token:paper"
SUNK: Final = "token:sunk"
TOKENS: Final = (ACCENT, MET, NOT, CLOSE, NONE, FLAG, INK, INK_2, INK_3, LINE, PAPER, SUNK)
CLEAR: Final = "rgba(0,0,0,0)"

FONT_FAMILY: Final = (
    'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'
)

CONFIG: Final[Mapping[str, object]] = {
    # The "Share chart" button would send the figure, and so the patient's data, away.
    "showSendToCloud": False,
    "plotlyServerURL": "",
    "displaylogo": False,
    "displayModeBar": False,
    "responsive": True,
    "doubleClick": "reset",
}
"""What the page's script passes to plotly beside the figure."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """Sizes of one width of page, in px. `plot_width` is the narrowest plot it is drawn for."""

    plot_width: int
    height: int
    panel_height: int
    left: int
    right: int
    bottom: int
    font: int
    line: float
    most_ticks: int


WIDE: Final = Sizes(560, 230, 130, 34, 128, 42, 12, 2.5, 15)
COMPACT: Final = Sizes(200, 220, 120, 26, 60, 40, 11, 2.0, 5)


def sizes(compact: bool) -> Sizes:
    """The sizes for a phone (`compact`) or for anything wider than about 45rem."""
    return COMPACT if compact else WIDE


def base_layout(size: Sizes, plot_height: int, above: int) -> Figure:
    """The layout that all charts share; `above` px are kept for legend and labels.

    Legend entries do not switch their marks off: what is missing must not be hidden by a touch.
    """
    return {
        "height": plot_height + above + size.bottom,
        "margin": {
            "l": size.left,
            "r": size.right,
            "t": above,
            "b": size.bottom,
            "pad": 0,
            "autoexpand": False,
        },
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "font": {"family": FONT_FAMILY, "size": size.font, "color": INK_2},
        "colorway": [ACCENT],
        "hovermode": "x unified",
        "hoversubplots": "axis",
        "hoverlabel": {
            "bgcolor": PAPER,
            "bordercolor": LINE,
            "font": {"family": FONT_FAMILY, "size": size.font + 1, "color": INK},
        },
        # A drag on a phone is a scroll of the page; zooming there would catch the thumb.
        "dragmode": False if size is COMPACT else "zoom",
        # Bars of one day stand on one place, whatever their standing.
        "barmode": "overlay",
        "showlegend": size is not COMPACT,
        "legend": _legend(size),
    }


def _legend(size: Sizes) -> Figure:
    return {
        "orientation": "h",
        "xref": "container",
        "yref": "container",
        "x": 0,
        "y": 1,
        "xanchor": "left",
        "yanchor": "top",
        "itemclick": False,
        "itemdoubleclick": False,
        "bgcolor": CLEAR,
        "font": {"size": size.font, "color": INK_2},
    }


def value_axis(
    top: float, ticks: list[float], domain: tuple[float, float] = (0.0, 1.0)
) -> dict[str, Any]:
    """A y axis from 0 to `top` that neither zooms nor moves; hairlines at `ticks`."""
    return {
        "range": [0, top],
        "tickmode": "array",
        "tickvals": ticks,
        "domain": list(domain),
        "fixedrange": True,
        "showgrid": True,
        "gridcolor": LINE,
        "gridwidth": 1,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "tickfont": {"color": INK_2},
        "layer": "below traces",
    }


def lane_axis(names: Sequence[str], size: Sizes) -> dict[str, Any]:
    """What makes a value axis one of lanes: their names on the right, the first on top."""
    count = len(names)
    return {
        "tickvals": [count - n - 0.5 for n in range(count)],
        "ticktext": list(names),
        "side": "right",
        "showgrid": False,
        "ticklen": 0,
        "tickfont": {"color": INK_2, "size": size.font - 1},
    }


def pain_axis() -> dict[str, Any]:
    """The axis of a pain score: always 0 to 10, whatever was scored."""
    return value_axis(10, [0, 2, 4, 6, 8, 10])
