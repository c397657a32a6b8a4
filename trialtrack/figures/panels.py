"""Panels one above the other on one date axis: their labels, their places, one legend."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from trialtrack.clinical.display import display_number
from trialtrack.clinical.results import Stage
from trialtrack.figures.axis import days_axis, edge, share
from trialtrack.figures.grounds import hatched, panel_shapes
from trialtrack.figures.key import legend_px, name_once, phone_key
from trialtrack.figures.marks import hover_trace
from trialtrack.figures.strip import Label, annotations, packed, strip_px
from trialtrack.figures.theme import (
    COMPACT,
    INK,
    INK_2,
    INK_3,
    Figure,
    Sizes,
    base_layout,
    lane_axis,
    value_axis,
)
from trialtrack.figures.timeline import Timeline

TITLE_PX: Final = 18
GAP_PX: Final = 22
LANES_GAP_PX: Final = 8


@dataclass(frozen=True, slots=True)
class Panel:
    """One plot area: its marks, its scale from 0, the words above it, lines across it.

    `shapes` and `notes` are in the panel's own units and name the axis "y". `height` in px; None:
    as the others. `names`: the panel is a strip of lanes, each called so beside it. `said`: what
    is said of each day of the axis, where anything is.
    """

    traces: Sequence[Figure]
    top: float
    ticks: list[float]
    labels: Sequence[Label]
    title: str | None = None
    shapes: Sequence[Figure] = ()
    notes: Sequence[Figure] = ()
    height: int | None = None
    names: Sequence[str] = ()
    said: Sequence[str] = ()


def trial_labels(timeline: Timeline) -> list[Label]:
    """Leads in and out; and programmes as they came on, where no strip of lanes tells them."""
    occasions, placed_on = timeline.occasions, timeline.diary.placed_on
    labels = [_on(timeline, placed_on, occasions.placed_label)]
    removal_on = timeline.removal_on
    if removal_on is not None and removal_on <= timeline.last:
        planned = removal_on > timeline.assessment.as_of or timeline.diary.removed_on is None
        words = occasions.removed_label + (" (planned)" if planned else "")
        labels.append(_on(timeline, removal_on, words))
    if not timeline.stretches:
        labels += [
            Label(shortened(switch.programme), edge(switch.day), share(timeline, switch.day, -0.5))
            for switch in timeline.switches
        ]
    return labels


def window_labels(timeline: Timeline, baseline: str, evaluation: str) -> list[Label]:
    """Words over the baseline window and over the bracket of the evaluation window."""
    first = timeline.baseline.first
    labels = [Label(baseline, edge(first), share(timeline, first, -0.5), colour=INK)]
    if timeline.evaluation is not None:
        start, end = timeline.evaluation.first, timeline.evaluation.end
        late = share(timeline, end, -0.5) > 0.5
        at = end if late else start
        labels.append(
            Label(
                evaluation,
                edge(at),
                share(timeline, at, -0.5),
                anchor="right" if late else "left",
                colour=INK,
            )
        )
    return labels


def evaluated(stage: Stage, mean: Fraction | None, compact: bool, at_least: bool = False) -> str:
    """What stands over the evaluation window: "evaluated: mean 3.4", while running "so far: …"."""
    name = "evaluated" if stage is Stage.FINAL else "so far"
    if mean is None:
        return name
    said = f"{'at least ' if at_least else ''}{display_number(mean)}"
    if compact:
        return f"{'mean' if stage is Stage.FINAL else name} {said}"
    return f"{name}: mean {said}"


def stacked(timeline: Timeline, panels: Sequence[Panel], size: Sizes, plot_px: int) -> Figure:
    """The figure of one or more panels; each is `plot_px` high, whatever the words above it."""
    placed = _placed(timeline, panels, size, plot_px)
    data = [trace for panel in placed for trace in panel.traces()]
    named = name_once(data)
    key: list[Figure] = []
    strip = placed[0].strip
    if size is COMPACT:
        key, above = phone_key(named, strip + 2)
    else:
        above = legend_px(named, size)
    layout = base_layout(size, placed[0].total_px, strip + above)
    # The nearest day is said, and of every panel: each has a point on each day.
    layout["hoverdistance"] = -1
    layout["shapes"] = [shape for panel in placed for shape in panel.shapes()]
    layout["annotations"] = [word for panel in placed for word in panel.words()] + key
    layout["xaxis"] = days_axis(timeline, size, placed[-1].yref)
    for panel in placed:
        axis = value_axis(panel.panel.top, panel.panel.ticks, panel.domain)
        if panel.panel.names:
            axis |= lane_axis(panel.panel.names, size)
        layout[panel.yref.replace("y", "yaxis")] = axis
    return {"data": data, "layout": layout}


@dataclass(frozen=True, slots=True)
class _Placed:
    """A panel with its place: `domain` in paper units, `strip` px of words above it."""

    timeline: Timeline
    panel: Panel
    labels: tuple[tuple[Label, int], ...]
    size: Sizes
    yref: str
    domain: tuple[float, float]
    strip: int
    total_px: int

    def traces(self) -> list[Figure]:
        washout, panel = self.timeline.washout, self.panel
        own = [*panel.traces]
        if panel.said:
            own.append(hover_trace(self.timeline.days, panel.said, panel.top / 2))
        drawn = [trace | {"yaxis": self.yref} for trace in own]
        if washout is None or panel.names:
            return drawn
        return [hatched(washout, panel.top, self.yref), *drawn]

    def shapes(self) -> list[Figure]:
        own = [shape | {"yref": self.yref} for shape in self.panel.shapes]
        if self.panel.names:
            return own
        return panel_shapes(self.timeline, self.yref, self.domain[1]) + own

    def words(self) -> list[Figure]:
        words = annotations(self.labels, self.domain[1], self.size)
        words += [note | {"yref": self.yref} for note in self.panel.notes]
        if self.panel.title:
            above = self.strip - TITLE_PX
            words.append(_title(self.panel.title, self.domain[1], above, self.size))
        return words


def _placed(
    timeline: Timeline, panels: Sequence[Panel], size: Sizes, plot_px: int
) -> list[_Placed]:
    labels = [packed(panel.labels, size) for panel in panels]
    strips = [
        0 if panel.names else strip_px(rows) + (TITLE_PX if panel.title else 0)
        for panel, rows in zip(panels, labels, strict=True)
    ]
    heights = [panel.height or plot_px for panel in panels]
    gaps = [
        0 if n == 0 else LANES_GAP_PX if panel.names else strips[n] + GAP_PX
        for n, panel in enumerate(panels)
    ]
    total = sum(heights) + sum(gaps)
    placed: list[_Placed] = []
    bottom = total
    for n, panel in enumerate(panels):
        bottom -= heights[n] + gaps[n]
        domain = (round(bottom / total, 6), round((bottom + heights[n]) / total, 6))
        yref = "y" if n == 0 else f"y{n + 1}"
        placed.append(_Placed(timeline, panel, labels[n], size, yref, domain, strips[n], total))
    return placed


def _on(timeline: Timeline, day: date, text: str) -> Label:
    return Label(text, day.isoformat(), share(timeline, day), "center", INK_3)


def shortened(name: str, most: int = 16) -> str:
    """A name that takes no more than so many letters."""
    return name if len(name) <= most else name[: most - 1] + "…"


def _title(text: str, panel_top: float, above_px: int, size: Sizes) -> Figure:
    return {
        "text": f"<b>{text}</b>",
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "xshift": -size.left + 4,
        "y": panel_top,
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": above_px,
        "showarrow": False,
        "borderpad": 0,
        "font": {"size": size.font, "color": INK_2},
    }
