"""The strip of words above a panel: which part of the trial is which, without overlaps.

Each label takes the lowest row in which it touches no other at the narrowest width that the
chart is drawn for, so a one-day washout in a sixty-day trial stays readable.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from trialtrack.figures.theme import INK_2, Sizes
from trialtrack.figures.wording import plain

ROW_PX: Final = 15
BRACKET_PX: Final = 8
GAP_PX: Final = 8


@dataclass(frozen=True, slots=True)
class Label:
    """Words above a place of the axis: `at` for plotly, `share` the same from 0 to 1."""

    text: str
    at: str
    share: float
    anchor: Literal["left", "center", "right"] = "left"
    colour: str = INK_2

    def span(self, size: Sizes) -> tuple[float, float]:
        """Left and right end in px at the narrowest width."""
        width = 0.58 * size.font * len(self.text)
        left = self.share * size.plot_width
        left -= {"left": 0.0, "center": width / 2, "right": width}[self.anchor]
        return left, left + width

    def kept_inside(self, size: Sizes) -> "Label":
        """The label with the anchor that keeps it on the plot, where its own would not."""
        left, right = self.span(size)
        if left < -size.left:
            return replace(self, anchor="left")
        if right > size.plot_width + size.right - 4:
            return replace(self, anchor="right")
        return self


def packed(labels: Sequence[Label], size: Sizes) -> tuple[tuple[Label, int], ...]:
    """Each label with its row, 0 being the lowest; the first labels get the lowest rows."""
    rows: list[list[tuple[float, float]]] = []
    placed: list[tuple[Label, int]] = []
    for wanted in labels:
        label = wanted.kept_inside(size)
        left, right = label.span(size)
        row = next(
            (n for n, taken in enumerate(rows) if _free(taken, left, right)),
            len(rows),
        )
        if row == len(rows):
            rows.append([])
        rows[row].append((left, right))
        placed.append((label, row))
    return tuple(placed)


def strip_px(placed: Sequence[tuple[Label, int]]) -> int:
    """How high the strip is, bracket included."""
    return BRACKET_PX + ROW_PX * (1 + max((row for _, row in placed), default=-1))


def annotations(
    placed: Sequence[tuple[Label, int]], panel_top: float, size: Sizes
) -> list[dict[str, Any]]:
    """The labels as plotly annotations; `panel_top` is the panel's upper edge in paper units."""
    return [
        {
            "text": plain(label.text),
            "x": label.at,
            "xref": "x",
            "xanchor": label.anchor,
            "y": panel_top,
            "yref": "paper",
            "yanchor": "bottom",
            "yshift": BRACKET_PX + row * ROW_PX - 3,
            "showarrow": False,
            "borderpad": 0,
            "font": {"size": size.font, "color": label.colour},
        }
        for label, row in placed
    ]


def _free(taken: Sequence[tuple[float, float]], left: float, right: float) -> bool:
    return all(right + GAP_PX < start or left > end + GAP_PX for start, end in taken)
