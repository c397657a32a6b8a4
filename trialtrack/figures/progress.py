"""A patient's own course of pain at one site: the scores as they were given, and nothing else.

No baseline, no threshold, no mean: what one day is worth is not for the chart to say.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from trialtrack.clinical.display import display_number
from trialtrack.figures.svg import drawing, element
from trialtrack.figures.wording import counted, short_day

WIDTH: Final = 328
HEIGHT: Final = 200
LEFT, RIGHT, TOP, BOTTOM = 26, 6, 26, 36
FONT: Final = 13
TICK_WIDE: Final = 46
TICK_APART: Final = 52
LABELS_APART: Final = 130
STEPS: Final = (1, 2, 3, 4, 7, 14, 28)
LEAST_RING: Final = 3.0
LEVELS: Final = (0, 5, 10)


@dataclass(frozen=True, slots=True)
class Score:
    """One diary day at one site. `value` None: nothing was answered, or the day is `ahead`."""

    day: date
    value: Fraction | None
    late: bool = False
    ahead: bool = False

    @property
    def missing(self) -> bool:
        """Whether the day has passed without a score."""
        return self.value is None and not self.ahead


def progress_figure(
    title: str,
    scores: Sequence[Score],
    *,
    placed_on: date,
    placed_label: str,
    removed_on: date | None = None,
    removed_label: str = "",
) -> str:
    """An inline SVG of the daily scores, 0 to 10, in the order of the days, each in its place.

    No line crosses a day without a score; such a day is marked at the bottom. A late one is a
    ring. The days of placement and of removal are dotted lines, where they are among the days.
    """
    axis = _Axis(scores)
    parts = [*_levels(), *_dates(axis), *_event(axis, placed_on, placed_label)]
    if removed_on is not None:
        # Two labels that would lie over one another are one; the page says both in words.
        apart = (removed_on - placed_on).days * axis.step >= LABELS_APART
        parts += _event(axis, removed_on, removed_label if apart else "")
    parts += [_missing(axis, score) for score in scores if score.missing]
    for run in _runs(scores):
        parts += _run(axis, run)
    label = f"{title}: {_said(scores)}"
    return drawing("progress", WIDTH, HEIGHT, label, parts)


class _Axis:
    """Where a day and a score stand."""

    def __init__(self, scores: Sequence[Score]) -> None:
        self.days = [score.day for score in scores]
        between = (self.days[-1] - self.days[0]).days + 1 if self.days else 1
        self.step = (WIDTH - LEFT - RIGHT) / between

    def x(self, day: date) -> float:
        return LEFT + ((day - self.days[0]).days + 0.5) * self.step

    @property
    def radius(self) -> float:
        return max(1.5, min(4.5, self.step * 0.3))


def _y(value: Fraction | int) -> float:
    return TOP + (10 - float(value)) / 10 * (HEIGHT - TOP - BOTTOM)


def _levels() -> Iterator[str]:
    for level in LEVELS:
        at = _y(level)
        yield element(
            "line", class_="i-scale", x1=LEFT, y1=at, x2=WIDTH, y2=at, stroke="#ccc", stroke_width=1
        )
        yield _text(str(level), LEFT - 8, at + 4.5, "end")


def _dates(axis: _Axis) -> Iterator[str]:
    every = next((step for step in STEPS if step * axis.step >= TICK_APART), STEPS[-1])
    ends = float("-inf")
    for day in axis.days[::every]:
        # The words stay inside, and apart from those before them.
        x = min(axis.x(day), WIDTH - TICK_WIDE / 2)
        if x - TICK_WIDE / 2 >= ends:
            yield _text(short_day(day), x, HEIGHT - 6, "middle")
            ends = x + TICK_APART - TICK_WIDE / 2


def _event(axis: _Axis, day: date, label: str) -> Iterator[str]:
    if day not in axis.days:
        return
    x = axis.x(day)
    yield element(
        "line",
        class_="i-placed",
        x1=x,
        y1=TOP - 6,
        x2=x,
        y2=_y(0),
        stroke="#889",
        stroke_width=1.5,
        stroke_dasharray="2 3",
    )
    anchor = "start" if x < WIDTH / 3 else "end" if x > WIDTH * 2 / 3 else "middle"
    if label:
        yield _text(label, x, TOP - 11, anchor)


def _missing(axis: _Axis, score: Score) -> str:
    wide = max(1.5, min(7.0, axis.step * 0.6))
    x = axis.x(score.day) - wide / 2
    return element("rect", class_="i-miss", x=x, y=_y(0) + 3, width=wide, height=4, fill="#777")


def _runs(scores: Sequence[Score]) -> Iterator[list[tuple[Score, Fraction]]]:
    run: list[tuple[Score, Fraction]] = []
    for score in scores:
        apart = bool(run) and (score.day - run[-1][0].day).days > 1
        if run and (apart or score.value is None):
            yield run
            run = []
        if score.value is not None:
            run.append((score, score.value))
    if run:
        yield run


def _run(axis: _Axis, run: Sequence[tuple[Score, Fraction]]) -> Iterator[str]:
    places = [(axis.x(score.day), _y(value)) for score, value in run]
    if len(places) > 1:
        yield element(
            "polyline",
            class_="i-line",
            points=" ".join(f"{x:.1f},{y:.1f}" for x, y in places),
            fill="none",
            stroke="#444",
            stroke_width=2,
            stroke_linejoin="round",
        )
    for (score, _), (x, y) in zip(run, places, strict=True):
        shape = (
            {"fill": "#fff", "stroke": "#444", "stroke_width": 2}
            if score.late
            else {"fill": "#444"}
        )
        class_ = "i-open" if score.late else "i-dot"
        radius = max(LEAST_RING, axis.radius) if score.late else axis.radius
        yield element("circle", class_=class_, cx=x, cy=y, r=radius, **shape)


def _text(text: str, x: float, y: float, anchor: str) -> str:
    return element("text", text, class_="i-text", x=x, y=y, font_size=FONT, text_anchor=anchor)


def _said(scores: Sequence[Score]) -> str:
    given = [score.value for score in scores if score.value is not None]
    passed = sum(not score.ahead for score in scores)
    said = [f"a score on {len(given)} of {counted(passed, 'day')}"]
    if given:
        lowest, highest = display_number(min(given)), display_number(max(given))
        said.append(f"all {lowest}" if lowest == highest else f"between {lowest} and {highest}")
    if late := sum(score.late and score.value is not None for score in scores):
        said.append(f"{late} entered late")
    return ", ".join(said)
