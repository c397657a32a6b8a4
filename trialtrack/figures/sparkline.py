"""The course of pain in the width of a word, for a row of the trials list."""

from collections.abc import Collection, Iterator, Sequence
from fractions import Fraction
from typing import Final

from trialtrack.clinical.diary import Diary
from trialtrack.clinical.display import display_number
from trialtrack.clinical.results import Assessment, SiteResult
from trialtrack.figures.pain import score_of, threshold_points
from trialtrack.figures.svg import drawing, element
from trialtrack.figures.timeline import Standing, timeline

INSET: Final = 4
Point = tuple[float, float]


def sparkline(
    values: Sequence[Fraction | None],
    baseline_mean: Fraction | None,
    threshold: Fraction | None,
    *,
    placed_at: int | None = None,
    not_asked: Collection[int] = (),
    width: int = 132,
    height: int = 32,
) -> str:
    """An inline SVG of daily scores, 0 to 10, one a day; None is a gap that is not bridged.

    `threshold` in NRS points. `placed_at` is the position of day 0. A None is marked as
    missing, save at the positions `not_asked`.
    """
    step = (width - 2 * INSET) / max(1, len(values) - 1)

    def x(place: int) -> float:
        return INSET + place * step

    def y(value: Fraction) -> float:
        return height - INSET - float(value) / 10 * (height - 2 * INSET)

    parts: list[str] = []
    if placed_at is not None:
        at = x(placed_at)
        parts.append(_line("i-placed", (at, 0), (at, height), "#889", "1 2"))
    if baseline_mean is not None:
        level = y(baseline_mean)
        parts.append(_line("i-base", (0, level), (width, level), "#778", "3 2"))
    if threshold is not None:
        level = y(threshold)
        parts.append(_line("i-met", (0, level), (width, level), "#444", None))
    missing = [n for n, value in enumerate(values) if value is None and n not in not_asked]
    parts += [_missing(x(n), height, step) for n in missing]
    for run in _runs(values):
        parts += _run([(x(n), y(value)) for n, value in run], step)
    label = _label(values, len(missing), baseline_mean, threshold)
    return drawing("sparkline", width, height, label, parts)


def trial_sparkline(
    diary: Diary, site: SiteResult, assessment: Assessment, *, width: int = 132, height: int = 32
) -> str:
    """The sparkline of a site: days up to the one on which one looks, none of them excluded.

    An excluded day is a gap without a mark.
    """
    days = [
        day
        for day in timeline(diary, assessment, site=site).drawn(
            score_of(site.site, assessment.protocol.measure)
        )
        if day.day <= assessment.as_of
    ]
    left_out = Standing.EXCLUDED
    places = {day.day: n for n, day in enumerate(days)}
    return sparkline(
        [None if day.standing is left_out else day.value for day in days],
        site.baseline.mean,
        threshold_points(site, assessment),
        placed_at=places.get(diary.placed_on),
        not_asked=[n for n, day in enumerate(days) if day.standing is not Standing.MISSING],
        width=width,
        height=height,
    )


def _runs(values: Sequence[Fraction | None]) -> Iterator[list[tuple[int, Fraction]]]:
    run: list[tuple[int, Fraction]] = []
    for place, value in enumerate(values):
        if value is not None:
            run.append((place, value))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _run(points: Sequence[Point], step: float) -> list[str]:
    """A run of neighbouring days as a line; a day alone as a dot, which a line would lose."""
    if len(points) == 1:
        ((cx, cy),) = points
        radius = max(1.2, min(2.0, step / 2))
        return [element("circle", class_="i-dot", cx=cx, cy=cy, r=radius, fill="#444")]
    return [
        element(
            "polyline",
            class_="i-line",
            points=" ".join(f"{px:.1f},{py:.1f}" for px, py in points),
            fill="none",
            stroke="#444",
            stroke_width=1.75,
            stroke_linejoin="round",
            stroke_linecap="round",
        )
    ]


def _missing(x: float, height: int, step: float) -> str:
    wide = max(1.2, min(4.0, step * 0.7))
    return element(
        "rect",
        class_="i-miss",
        x=x - wide / 2,
        y=height - 3,
        width=wide,
        height=3,
        fill="#777",
    )


def _line(class_: str, start: Point, end: Point, colour: str, dashes: str | None) -> str:
    more = {} if dashes is None else {"stroke_dasharray": dashes}
    return element(
        "line",
        class_=class_,
        x1=start[0],
        y1=start[1],
        x2=end[0],
        y2=end[1],
        stroke=colour,
        stroke_width=1,
        **more,
    )


def _label(
    values: Sequence[Fraction | None],
    missing: int,
    baseline_mean: Fraction | None,
    threshold: Fraction | None,
) -> str:
    recorded = [value for value in values if value is not None]
    said = [f"Pain by day: {len(recorded)} recorded, {missing} missing"]
    if recorded:
        first, last = display_number(recorded[0]), display_number(recorded[-1])
        said.append(f"first {first}, last {last}")
    if baseline_mean is not None:
        said.append(f"baseline mean {display_number(baseline_mean)}")
    if threshold is not None:
        said.append(f"threshold {display_number(threshold)}")
    return "; ".join(said)
