"""The strip under a chart of pain: what happened on which day, a lane a kind, no word over it.

The words are said with the pain of the day: see `pain`.
"""

from collections.abc import Sequence
from typing import Final

from trialtrack.figures.axis import place
from trialtrack.figures.panels import Panel, shortened
from trialtrack.figures.theme import (
    CLEAR,
    COMPACT,
    FLAG,
    INK,
    INK_2,
    INK_3,
    SUNK,
    Figure,
    Sizes,
)
from trialtrack.figures.timeline import Event, LaneKind, Stretch, Timeline
from trialtrack.figures.wording import plain

LANE_PX: Final = 20
LETTER_SHARE: Final = 0.6
SIGNS: Final = {
    LaneKind.PROGRAMME: ("line-ns", CLEAR),
    LaneKind.SIGN: ("triangle-up", FLAG),
    LaneKind.EXCLUDED: ("x-thin", INK_3),
    LaneKind.STAFF: ("square-open", INK_2),
    LaneKind.CORRECTED: ("circle-cross-open", INK_2),
    LaneKind.DEVIATION: ("diamond", INK_2),
}
"""Each kind by a shape of its own; a programme is drawn as its stretch."""


def lanes(timeline: Timeline, size: Sizes) -> Panel | None:
    """A lane for each kind of which there is anything on the days shown; None without any."""
    there: dict[LaneKind, Sequence[Event]] = {}
    for kind in LaneKind:
        happened = timeline.occasions.events.get(kind, ())
        shown = [each for each in happened if timeline.first <= each.day <= timeline.last]
        if shown or (kind is LaneKind.PROGRAMME and timeline.stretches):
            there[kind] = shown
    if not there:
        return None
    middle = {kind: len(there) - n - 0.5 for n, kind in enumerate(there)}
    on_programmes = middle.get(LaneKind.PROGRAMME)
    return Panel(
        traces=[_marks(kind, shown, middle[kind]) for kind, shown in there.items() if shown],
        top=len(there),
        ticks=[],
        labels=(),
        shapes=[] if on_programmes is None else _bars(timeline, on_programmes),
        notes=[] if on_programmes is None else _names(timeline, on_programmes, size),
        height=LANE_PX * len(there),
        names=[kind.value for kind in there],
    )


def _marks(kind: LaneKind, shown: Sequence[Event], middle: float) -> Figure:
    symbol, colour = SIGNS[kind]
    days = list(dict.fromkeys(event.day.isoformat() for event in shown))
    return {
        "type": "scatter",
        "mode": "markers",
        "name": kind.value,
        "x": days,
        "y": [middle for _ in days],
        "hoverinfo": "skip",
        "cliponaxis": False,
        "showlegend": False,
        "marker": {
            "symbol": symbol,
            "size": 9,
            "color": colour,
            "line": {"color": colour, "width": 2 if symbol == "x-thin" else 1.5},
        },
    }


def _ends(timeline: Timeline, stretch: Stretch) -> tuple[str, str]:
    last = stretch.ends or (timeline.shown_until, 1.0)
    return place(*stretch.starts), place(*last)


def _bars(timeline: Timeline, middle: float) -> list[Figure]:
    bars = []
    for stretch in timeline.stretches:
        left, right = _ends(timeline, stretch)
        bars.append(
            {
                "type": "rect",
                "xref": "x",
                "yref": "y",
                "x0": left,
                "x1": right,
                "y0": middle - 0.4,
                "y1": middle + 0.4,
                "fillcolor": CLEAR if stretch.is_off else SUNK,
                "line": {
                    "color": INK_3,
                    "width": 1,
                    "dash": "2px 2px" if stretch.is_off else "solid",
                },
                "layer": "below",
            }
        )
    return bars


def _names(timeline: Timeline, middle: float, size: Sizes) -> list[Figure]:
    """The name inside its stretch, shortened to the room that there is at the narrowest width."""
    named = []
    font = size.font - (0 if size is COMPACT else 1)
    for stretch in timeline.stretches:
        first, over = stretch.starts
        last, over_then = stretch.ends or (timeline.shown_until, 1.0)
        days = (last - first).days + over_then - over
        room = days * size.plot_width / len(timeline.days) - 8
        letters = int(room / (LETTER_SHARE * font))
        if letters < min(3, len(stretch.programme)):
            continue
        named.append(
            {
                "text": plain(shortened(stretch.programme, letters)),
                "x": place(first, over),
                "xref": "x",
                "xanchor": "left",
                "xshift": 4,
                "y": middle,
                "yanchor": "middle",
                "showarrow": False,
                "borderpad": 0,
                "font": {"size": font, "color": INK},
            }
        )
    return named
