"""The result and the other analyses as values to be drawn, and the words beside the drawing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from trialtrack.figures.theme import INK, INK_2, MET, Figure, Sizes
from trialtrack.figures.wording import plain

HIGHEST: Final = 100.0
"""The upper end of the axis, in percent: pain cannot fall by more."""


@dataclass(frozen=True, slots=True)
class Specification:
    """One analysis. `choice` is what it changes against the result; None: it is the result.

    `met` None: it is the result, and is not judged.
    """

    name: str
    choice: str | None
    percent: float
    display: str
    met: bool | None

    @property
    def threshold_words(self) -> str:
        """Whether it meets the threshold."""
        if self.met is None:
            return "not judged"
        return "met" if self.met else "not met"


@dataclass(frozen=True, slots=True)
class Against:
    """What they are held against: the threshold, and the interval of the result, in percent."""

    threshold: float
    threshold_words: str
    interval: tuple[float, float] | None
    interval_words: str | None


def in_order(specifications: Sequence[Specification]) -> tuple[Specification, ...]:
    """From the least reduction to the greatest; at the same reduction the result is first."""
    return tuple(sorted(specifications, key=lambda each: (each.percent, each.choice is not None)))


def level_names(against: Against, size: Sizes) -> list[Figure]:
    """Beside the plot: what the line and what the band is, kept apart where they lie close."""
    names = [_beside(against.threshold_words, against.threshold, MET, size)]
    if against.interval is None or against.interval_words is None:
        return names
    # At whichever end of the band is further from the threshold, so that they do not touch.
    low, high = max(against.interval[0], 0.0), min(against.interval[1], HIGHEST)
    up = high - against.threshold >= against.threshold - low
    band = _beside(against.interval_words, high if up else low, INK_2, size)
    return [*names, band | {"yanchor": "top" if up else "bottom"}]


def _beside(words: str, at: float, colour: str, size: Sizes) -> Figure:
    return {
        "text": words,
        "x": 1,
        "xref": "paper",
        "xanchor": "left",
        "xshift": 6,
        "y": at,
        "yref": "y",
        "yanchor": "middle",
        "align": "left",
        "showarrow": False,
        "borderpad": 0,
        "font": {"size": size.font, "color": colour},
    }


def row_words(each: Specification, top: int, size: Sizes) -> Figure:
    """The name of an analysis and its reduction, over its dot."""
    name = f"<b>{plain(each.name)}</b>" if each.choice is None else plain(each.name)
    return {
        "text": f"{name}: {each.display}",
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "y": top,
        "yref": "y",
        "yanchor": "top",
        "align": "left",
        "showarrow": False,
        "borderpad": 0,
        "font": {"size": size.font + 1, "color": INK},
    }


def threshold_above(against: Against, size: Sizes) -> Figure:
    """What the upright line is, over the first row."""
    return {
        "text": against.threshold_words.replace("<br>", " "),
        "x": against.threshold,
        "xref": "x",
        "xanchor": "center",
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": 4,
        "showarrow": False,
        "borderpad": 0,
        "font": {"size": size.font, "color": MET},
    }
