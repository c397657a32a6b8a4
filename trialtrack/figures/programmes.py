"""Programmes side by side: each recorded treatment day as a dot, the mean as a stroke.

In order of first use and never by their result; stimulation off stands last, as its own.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from trialtrack.clinical.diary import STIMULATION_OFF, Diary
from trialtrack.clinical.display import display_number, display_percent
from trialtrack.clinical.programmes import FEWEST_DAYS_TO_JUDGE, ranked
from trialtrack.clinical.results import Assessment, ProgrammeResult
from trialtrack.clinical.windows import Period
from trialtrack.figures.marks import IN_LINE
from trialtrack.figures.pain import score_of, threshold_points
from trialtrack.figures.panels import shortened
from trialtrack.figures.tables import NOTHING, Table
from trialtrack.figures.theme import (
    ACCENT,
    COMPACT,
    INK,
    INK_2,
    MET,
    PAPER,
    Figure,
    Sizes,
    base_layout,
    sizes,
    value_axis,
)
from trialtrack.figures.timeline import timeline
from trialtrack.figures.wording import counted, long_day, opening, plain

ROW_PX: Final = 86
DOT_APART: Final = 0.11
DOTS_HIGH: Final = 0.46
"""Of a row: how far dots of one score stand apart, and how high they may stand together."""
ABOVE_PX: Final = 20
TOO_FEW: Final = "too few days to judge"
CARRIES_OVER: Final = "What one programme did may carry over into the days on the next."


@dataclass(frozen=True, slots=True)
class Side:
    """One programme with the recorded treatment days on which it was on all day."""

    result: ProgrammeResult
    days: tuple[tuple[str, Fraction], ...]

    @property
    def is_off(self) -> bool:
        """Whether it stands for stimulation off."""
        return self.result.programme == STIMULATION_OFF

    @property
    def name(self) -> str:
        """What it is called."""
        return "stimulation off" if self.is_off else self.result.programme

    @property
    def words(self) -> str:
        """Its days, mean and reduction, as far as they can be said."""
        mean, reduction = self.result.mean, self.result.reduction_percent
        said = [counted(self.result.days, "day")]
        if self.result.days < FEWEST_DAYS_TO_JUDGE:
            return f"{said[0]}, {TOO_FEW}"
        if mean is not None:
            said.append(f"mean {display_number(mean)}")
        if reduction is not None:
            said.append(f"reduction {display_percent(reduction)}")
        return ", ".join(said)


def sides(diary: Diary, assessment: Assessment) -> tuple[Side, ...]:
    """The programmes as the assessment has them; empty where there is nothing to set beside."""
    if len(assessment.programmes) < 2:
        return ()
    measure = assessment.protocol.measure
    days = timeline(diary, assessment).drawn(score_of(assessment.primary_site, measure))
    found = []
    for result in assessment.programmes:
        own = tuple(
            (long_day(day.day), day.value)
            for day in days
            if day.value is not None
            and day.standing in IN_LINE
            and day.period is Period.TREATMENT
            and day.entry is not None
            and day.entry.programme == result.programme
        )
        found.append(Side(result, own))
    return tuple(sorted(found, key=lambda side: side.is_off))


def programme_chart(
    found: Sequence[Side], assessment: Assessment, *, compact: bool = False
) -> Figure:
    """A row a programme, 0 to 10, with baseline and threshold through all of them."""
    size = sizes(compact)
    layout = base_layout(size, ROW_PX * len(found), ABOVE_PX)
    layout |= {"dragmode": False, "showlegend": False, "hovermode": "closest"}
    layout["margin"] |= {"l": 12, "r": 16 if compact else size.right, "b": 26}
    layout["height"] = ROW_PX * len(found) + ABOVE_PX + 26
    layout["xaxis"] = value_axis(10, [0, 2, 4, 6, 8, 10]) | {"anchor": "y"}
    layout["yaxis"] = value_axis(len(found), []) | {"showgrid": False}
    rows = [(len(found) - n, side) for n, side in enumerate(found)]
    layout["shapes"] = _levels(assessment)
    layout["annotations"] = [
        *(_words(side, top, size) for top, side in rows),
        *_level_names(assessment, size),
    ]
    return {"data": [trace for top, side in rows for trace in _marks(side, top)], "layout": layout}


def programme_numbers(found: Sequence[Side]) -> Table:
    """The same as a table."""
    rows = tuple(
        (
            opening(side.name) if side.is_off else side.name,
            str(side.result.days),
            NOTHING if side.result.mean is None else display_number(side.result.mean),
            _reduction(side.result),
            _scores(side),
        )
        for side in found
    )
    headers = ("Programme", "Days", "Mean, 0 to 10", "Reduction", "Scores")
    return Table("Programmes side by side", headers, rows, (1, 2, 3))


def programme_notes(found: Sequence[Side]) -> tuple[str, ...]:
    """That one may carry over, and what can be said of which did more."""
    order = ranked([side.result for side in found])
    if order is None:
        fewer = "Not compared: each programme needs three days or more, and there must be two."
        return (CARRIES_OVER, fewer)
    by = ", ".join(
        f"{each.programme} {display_percent(each.reduction_percent)}"
        for each in order
        if each.reduction_percent is not None
    )
    return (CARRIES_OVER, f"By reduction: {by}.")


def _scores(side: Side) -> str:
    found = sorted(Counter(value for _, value in side.days).items())
    return ", ".join(f"{days} at {display_number(value)}" for value, days in found)


def _reduction(result: ProgrammeResult) -> str:
    if result.days < FEWEST_DAYS_TO_JUDGE:
        return TOO_FEW
    reduction = result.reduction_percent
    return NOTHING if reduction is None else display_percent(reduction)


def _marks(side: Side, top: int) -> list[Figure]:
    """The days as dots, those of one score one above the other, and the mean through them."""
    colour = INK_2 if side.is_off else ACCENT
    dots = {
        "type": "scatter",
        "mode": "markers",
        "name": plain(side.name),
        "x": [float(value) for _, value in side.days],
        "y": _heights(side, top),
        "customdata": [f"{day}: {display_number(value)}" for day, value in side.days],
        "hovertemplate": "%{customdata}<extra></extra>",
        "cliponaxis": False,
        "marker": {
            "symbol": "circle",
            "size": 8,
            "color": PAPER if side.is_off else colour,
            "line": {"color": colour, "width": 1.5},
        },
    }
    mean = side.result.mean
    if mean is None or side.result.days < FEWEST_DAYS_TO_JUDGE:
        return [dots]
    return [dots, _stroke(mean, top)]


def _heights(side: Side, top: int) -> list[float]:
    """Dots of one score stand one above the other."""
    most = max(Counter(value for _, value in side.days).values(), default=1)
    apart = min(DOT_APART, DOTS_HIGH / most)
    seen: Counter[Fraction] = Counter()
    heights = []
    for _, value in side.days:
        heights.append(round(top - 0.9 + apart * seen[value], 4))
        seen[value] += 1
    return heights


def _stroke(mean: Fraction, top: int) -> Figure:
    """The mean, through the dots."""
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "mean",
        "x": [float(mean)],
        "y": [top - 0.78],
        "hoverinfo": "skip",
        "marker": {
            "symbol": "line-ns",
            "size": 13,
            "color": INK,
            "line": {"color": INK, "width": 3},
        },
    }


def _levels(assessment: Assessment) -> list[Figure]:
    baseline, threshold = _level_values(assessment)
    drawn = ((baseline, INK_2, "6px 4px", 1.5), (threshold, MET, "solid", 2.0))
    return [
        {
            "type": "line",
            "xref": "x",
            "yref": "paper",
            "x0": float(value),
            "x1": float(value),
            "y0": 0,
            "y1": 1,
            "line": {"color": colour, "width": width, "dash": dash},
            "layer": "below",
        }
        for value, colour, dash, width in drawn
        if value is not None
    ]


def _level_values(assessment: Assessment) -> tuple[Fraction | None, Fraction | None]:
    primary = assessment.primary
    return primary.baseline.mean, threshold_points(primary, assessment)


def _level_names(assessment: Assessment, size: Sizes) -> list[Figure]:
    baseline, threshold = _level_values(assessment)
    names = (("baseline", baseline, INK_2, "left"), ("threshold", threshold, MET, "right"))
    return [
        {
            "text": f"{name} {display_number(value)}",
            "x": float(value),
            "xref": "x",
            "xanchor": anchor,
            "xshift": -4 if anchor == "left" else 4,
            "y": 1,
            "yref": "paper",
            "yanchor": "bottom",
            "yshift": 3,
            "showarrow": False,
            "borderpad": 0,
            "font": {"size": size.font, "color": colour},
        }
        for name, value, colour, anchor in names
        if value is not None
    ]


def _words(side: Side, top: int, size: Sizes) -> Figure:
    most = 24 if size is COMPACT else 60
    between = "<br>" if size is COMPACT else "  "
    return {
        "text": f"<b>{plain(shortened(side.name, most))}</b>{between}{side.words}",
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "y": top,
        "yref": "y",
        "yanchor": "top",
        "yshift": -3,
        "align": "left",
        "showarrow": False,
        "bgcolor": PAPER,
        "borderpad": 1,
        "font": {"size": size.font, "color": INK},
    }
