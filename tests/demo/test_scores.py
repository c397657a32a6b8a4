"""Made-up scores are whole, lie on the scale, and have the mean that was asked for."""

from datetime import date, timedelta
from fractions import Fraction
from random import Random
from statistics import correlation, stdev

import pytest

from trialtrack.demo.scores import whole_scores, with_mean, wobble, worst_of_day

WEEK = [date(2026, 3, 2) + timedelta(days=n) for n in range(7)]


def test_scores_beyond_the_scale_are_held_at_its_ends() -> None:
    wished = dict(zip(WEEK, (-1.2, -0.4, 0.4, 5.6, 9.6, 10.4, 12.0), strict=True))
    assert list(whole_scores(wished).values()) == [0, 0, 0, 6, 10, 10, 10]


@pytest.mark.parametrize(
    ("wished", "total", "expected"),
    [
        ((3, 3, 3, 3, 3, 3, 3), 21, [3, 3, 3, 3, 3, 3, 3]),
        ((3.4, 3, 3, 3, 3, 3, 3), 22, [4, 3, 3, 3, 3, 3, 3]),
        ((3, 3, 3, 2.6, 3, 3, 3), 20, [3, 3, 3, 2, 3, 3, 3]),
        ((0, 0, 0, 0, 0, 0, 1), 0, [0, 0, 0, 0, 0, 0, 0]),
        ((10, 10, 10, 10, 10, 10, 8), 70, [10, 10, 10, 10, 10, 10, 10]),
    ],
)
def test_the_day_that_strays_least_is_moved(
    wished: tuple[float, ...], total: int, expected: list[int]
) -> None:
    by_day = dict(zip(WEEK, wished, strict=True))
    found = with_mean(whole_scores(by_day), by_day, WEEK, Fraction(total, 7))
    assert list(found.values()) == expected


def test_days_outside_the_window_are_left_alone() -> None:
    by_day = dict.fromkeys(WEEK, 5.0)
    found = with_mean(whole_scores(by_day), by_day, WEEK[2:5], Fraction(2))
    assert list(found.values()) == [5, 5, 2, 2, 2, 5, 5]


def test_good_and_bad_days_hold_on() -> None:
    days = wobble(Random(4), 4000)
    assert 0.9 < stdev(days) < 1.1
    assert 0.25 < correlation(days[:-1], days[1:]) < 0.45


def test_the_worst_of_a_day_is_never_below_its_average() -> None:
    rng = Random(4)
    for average in range(11):
        found = {worst_of_day(rng, average) for _ in range(200)}
        assert min(found) == average
        assert max(found) <= 10
