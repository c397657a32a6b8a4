"""How sure, drawn: the reduction with its 95% interval and the threshold through it."""

from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Final

from trialtrack.clinical.display import display_interval, display_percent
from trialtrack.clinical.protocol import text
from trialtrack.clinical.results import SiteResult, Verdict
from trialtrack.figures.svg import drawing, element

WIDTH: Final = 360
HEIGHT: Final = 66
EDGE: Final = 14
LEVEL: Final = 26
DIGIT_PX: Final = 7.2


@dataclass(frozen=True, slots=True)
class Scale:
    """Percent from `low`, 0 or a multiple of ten below it, to 100, on the drawing's width."""

    low: int

    def x(self, percent: float) -> float:
        """Where a percentage stands; over 100 is the scale's end."""
        inside = min(max(percent, self.low), 100)
        return EDGE + (inside - self.low) / (100 - self.low) * (WIDTH - 2 * EDGE)


def interval_figure(site: SiteResult, threshold_percent: Fraction) -> str | None:
    """An inline SVG of the reduction, its interval if there is one, and the threshold.

    None without a reduction. The point is open where the result has no verdict. Worsening
    extends the scale below 0, and the label says so.
    """
    if site.reduction_percent is None:
        return None
    reduction = float(site.reduction_percent)
    interval = site.confidence.interval_percent
    lowest = min(reduction, 0.0 if interval is None else interval[0])
    scale = Scale(min(0, 10 * floor(lowest / 10)))
    threshold = float(threshold_percent)
    decided = site.verdict in (Verdict.MET, Verdict.NOT_MET)
    parts = [_bar("i-scale", scale.x(scale.low), scale.x(100), "#c9d2d6")]
    if interval is not None:
        parts.append(_bar("i-band", scale.x(interval[0]), scale.x(interval[1]), "#8aa4ac"))
    if scale.low < 0:
        parts.append(_upright("i-scale", scale.x(0), LEVEL - 9, LEVEL + 9, "#c9d2d6"))
    parts.append(_upright("i-met", scale.x(threshold), LEVEL - 18, LEVEL + 18, "#444"))
    parts.append(
        element(
            "circle",
            class_="i-point" if decided else "i-open",
            cx=scale.x(reduction),
            cy=LEVEL,
            r=7.5 if decided else 6.5,
            fill="#444" if decided else "#fff",
            stroke="#444",
            stroke_width=0 if decided else 2.5,
        )
    )
    parts += _words(scale, threshold, text(threshold_percent))
    label = _label(site.reduction_percent, interval, threshold_percent, scale)
    return drawing("interval", WIDTH, HEIGHT, label, parts)


def _label(
    reduction: Fraction,
    interval: tuple[float, float] | None,
    threshold_percent: Fraction,
    scale: Scale,
) -> str:
    said = [f"Reduction {display_percent(reduction)}"]
    threshold = float(threshold_percent)
    words = f"the {text(threshold_percent)}% threshold"
    if interval is None:
        side = "at or above" if reduction >= threshold_percent else "below"
        said.append(f"{side} {words}, without an interval")
    else:
        inside = interval[0] <= threshold <= interval[1]
        said.append(f"95% interval {display_interval(interval)}")
        said.append(f"{words} lies {'inside' if inside else 'outside'} it")
    if scale.low < 0:
        said.append(f"the scale runs from {scale.low} to 100%")
    return "; ".join(said)


def _words(scale: Scale, threshold: float, percent: str) -> list[str]:
    """The threshold's name under its line, and the ends and 0 where they leave it room."""
    own = _placed(f"{percent}%", scale.x(threshold), "i-met-text")
    taken = [own[:2]]
    words = [own[2]]
    for value, said in ((scale.low, f"{scale.low}".replace("-", "−")), (100, "100%"), (0, "0")):
        left, right, word = _placed(said, scale.x(value), "i-text")
        if all(right + 6 < start or left > end + 6 for start, end in taken):
            taken.append((left, right))
            words.append(word)
    return words


def _placed(said: str, x: float, class_: str) -> tuple[float, float, str]:
    half = len(said) * DIGIT_PX / 2
    centre = min(max(x, half + 2), WIDTH - half - 2)
    word = element(
        "text",
        said,
        class_=class_,
        x=centre,
        y=HEIGHT - 6,
        text_anchor="middle",
        font_size=12,
    )
    return centre - half, centre + half, word


def _bar(class_: str, x1: float, x2: float, colour: str) -> str:
    return element(
        "line",
        class_=class_,
        x1=x1,
        x2=x2,
        y1=LEVEL,
        y2=LEVEL,
        stroke=colour,
        stroke_width=8,
        stroke_linecap="round",
    )


def _upright(class_: str, x: float, y1: int, y2: int, colour: str) -> str:
    return element("line", class_=class_, x1=x, x2=x, y1=y1, y2=y2, stroke=colour, stroke_width=2.5)
