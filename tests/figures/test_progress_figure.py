"""A patient's own chart: every score in its place, nothing bridged, nothing judged."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from tests.figures.test_small_drawings import SVG, read, with_class
from trialtrack.figures.progress import HEIGHT, WIDTH, Score, progress_figure

FIRST = date(2026, 3, 3)
PLACED = date(2026, 3, 10)


def scores(*values: int | None, late: tuple[int, ...] = (), ahead: int = 0) -> list[Score]:
    given = [
        Score(FIRST + timedelta(days=n), None if value is None else Fraction(value), n in late)
        for n, value in enumerate(values)
    ]
    later = [Score(FIRST + timedelta(days=len(given) + n), None, ahead=True) for n in range(ahead)]
    return given + later


def figure(found: list[Score], placed_on: date = PLACED, title: str = "Leg") -> ElementTree.Element:
    return read(progress_figure(title, found, placed_on=placed_on, placed_label="leads in"))


def words(root: ElementTree.Element) -> list[str]:
    return [str(found.text) for found in root.iter(f"{SVG}text")]


def test_every_score_is_a_point_and_zero_is_one() -> None:
    root = figure(scores(0, 10, 5))
    heights = [float(str(dot.get("cy"))) for dot in with_class(root, "i-dot")]
    assert len(heights) == 3
    assert heights[1] < heights[2] < heights[0]
    assert heights[2] == (heights[0] + heights[1]) / 2


def test_no_line_crosses_a_day_without_a_score_and_it_is_marked() -> None:
    root = figure(scores(7, 6, None, 5, 4, None, 3))
    lines = [str(line.get("points")).split() for line in with_class(root, "i-line")]
    assert [len(line) for line in lines] == [2, 2]
    assert len(with_class(root, "i-miss")) == 2
    assert len(with_class(root, "i-dot")) == 5


def test_no_line_crosses_days_that_were_never_asked_for_and_they_keep_their_place() -> None:
    found = scores(7, 6, 5, 4, 3)
    root = figure([*found[:2], *found[3:]])
    lines = [str(line.get("points")).split() for line in with_class(root, "i-line")]
    assert [len(line) for line in lines] == [2, 2]
    assert with_class(root, "i-miss") == []
    first, second, third, _ = (float(str(dot.get("cx"))) for dot in with_class(root, "i-dot"))
    assert third - second == pytest.approx(2 * (second - first), abs=0.2)


def test_days_to_come_have_their_place_and_no_mark() -> None:
    root = figure(scores(7, 6, ahead=5))
    assert with_class(root, "i-miss") == []
    assert max(float(str(dot.get("cx"))) for dot in with_class(root, "i-dot")) < WIDTH / 2


def test_a_late_day_is_a_ring_on_the_line() -> None:
    root = figure(scores(7, 6, 5, late=(1,)))
    assert len(with_class(root, "i-open")) == 1
    assert len(with_class(root, "i-dot")) == 2
    assert [len(str(line.get("points")).split()) for line in with_class(root, "i-line")] == [3]


def test_placement_is_a_line_with_its_words_where_it_is_among_the_days() -> None:
    inside = figure(scores(*[5] * 12))
    assert len(with_class(inside, "i-placed")) == 1
    assert "leads in" in words(inside)
    outside = figure(scores(5, 5), placed_on=date(2026, 4, 1))
    assert with_class(outside, "i-placed") == []
    assert "leads in" not in words(outside)


@pytest.mark.parametrize("days", range(1, 100))
def test_everything_is_inside_and_dates_do_not_touch(days: int) -> None:
    root = figure(scores(*[5] * days, late=(0,)))
    for dot in [*with_class(root, "i-dot"), *with_class(root, "i-open")]:
        across, radius = float(str(dot.get("cx"))), float(str(dot.get("r")))
        assert 0 <= across - radius <= across + radius <= WIDTH
        assert 0 <= float(str(dot.get("cy"))) <= HEIGHT
    spans = []
    for found in root.iter(f"{SVG}text"):
        if found.get("y") == str(HEIGHT - 6):
            half, at = 7.5 * len(str(found.text)) / 2, float(str(found.get("x")))
            spans.append((at - half, at + half))
    assert spans
    assert all(right + 5 <= left for (_, right), (left, _) in pairwise(spans))
    assert spans[-1][1] <= WIDTH


def test_it_says_what_it_shows_and_judges_nothing() -> None:
    root = figure(scores(7, None, 3, late=(2,), ahead=4))
    assert root.get("aria-label") == "Leg: a score on 2 of 3 days, between 3 and 7, 1 entered late"
    said = " ".join([*words(root), str(root.get("aria-label"))])
    for word in ("%", "baseline", "threshold", "better", "worse", "met"):
        assert word not in said


def test_a_site_is_written_as_it_is_called() -> None:
    assert str(figure(scores(1), title='Leg <left> & "foot"').get("aria-label")).startswith(
        'Leg <left> & "foot": a score on 1 of 1 day, all 1'
    )


@pytest.mark.parametrize(
    ("days", "lines", "labels"),
    [(19, 2, {"leads in", "leads out"}), (8, 2, {"leads in"}), (99, 1, {"leads in"})],
)
def test_the_day_of_removal_is_a_line_where_it_is_among_the_days(
    days: int, lines: int, labels: set[str]
) -> None:
    """Named only where the two names do not lie over one another."""
    root = read(
        progress_figure(
            "Leg",
            scores(*[3] * 20),
            placed_on=PLACED,
            placed_label="leads in",
            removed_on=FIRST + timedelta(days=days),
            removed_label="leads out",
        )
    )
    assert len(with_class(root, "i-placed")) == lines
    assert {word for word in words(root) if word.startswith("leads")} == labels
