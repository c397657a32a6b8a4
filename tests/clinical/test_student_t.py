"""Student's t against scipy, closed forms and printed tables."""

from math import atan, pi, sqrt

import numpy as np
import pytest
from scipy import special, stats

from trialtrack.clinical.student_t import density, quantile, upper_tail

DEGREES = [1, 1.01, 1.5, 2, 2.5, 3, 3.7, 4, 5, 6.28, 7, 8, 9, 9.99, 10, 12.5, 15, 20, 25.3, 30,
           40, 50.5, 60, 75, 99.9, 100, 100.1, 120, 150, 175.4, 199, 200]  # fmt: skip
POINTS = [0.0, 1e-6, 1e-3, 0.05, 0.1, 0.3, 0.5, 0.7, 1, 1.3, 1.7, 2, 2.5, 3, 4, 5, 7, 10, 15,
          25, 50, 100, 1e3, 1e5]  # fmt: skip
CHANCES = [1e-9, 1e-6, 1e-3, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.4, 0.49, 0.4999, 0.5,
           0.5001, 0.51, 0.6, 0.7, 0.8, 0.9, 0.95, 0.975, 0.99, 0.995, 0.999, 1 - 1e-6]  # fmt: skip


@pytest.mark.parametrize("df", DEGREES)
def test_tails_agree_with_scipy_to_1e_10(df: float) -> None:
    for t in POINTS:
        assert upper_tail(t, df) == pytest.approx(float(stats.t.sf(t, df)), abs=1e-10)
        assert upper_tail(-t, df) == pytest.approx(float(stats.t.cdf(t, df)), abs=1e-10)


@pytest.mark.parametrize("df", DEGREES)
def test_quantiles_agree_with_scipy_to_1e_9(df: float) -> None:
    for p in CHANCES:
        expected = float(special.stdtrit(df, p))
        assert quantile(p, df) == pytest.approx(expected, abs=1e-9, rel=1e-9)


def test_every_whole_number_of_degrees_to_200_has_scipys_97_5_percent_point() -> None:
    degrees = np.arange(1, 201)
    expected = special.stdtrit(degrees, 0.975)
    found = [quantile(0.975, float(df)) for df in degrees]
    assert np.max(np.abs(expected - found)) < 1e-9


@pytest.mark.parametrize(
    ("df", "point"),
    [(1, 12.7062047362), (2, 4.3026527297), (4, 2.7764451052), (10, 2.2281388520),
     (30, 2.0422724563), (100, 1.9839715185), (200, 1.9718962236)],
)  # fmt: skip
def test_the_97_5_percent_point_is_that_of_the_printed_table(df: int, point: float) -> None:
    assert quantile(0.975, df) == pytest.approx(point, abs=5e-10)
    assert quantile(0.025, df) == pytest.approx(-point, abs=5e-10)


@pytest.mark.parametrize("t", POINTS)
def test_one_and_two_degrees_have_closed_forms(t: float) -> None:
    assert upper_tail(t, 1) == pytest.approx(0.5 - atan(t) / pi, abs=1e-15)
    assert upper_tail(t, 2) == pytest.approx(0.5 - t / (2 * sqrt(2 + t * t)), abs=1e-15)
    assert density(t, 1) == pytest.approx(1 / (pi * (1 + t * t)), rel=1e-12)


@pytest.mark.parametrize("df", [300.5, 1e3, 1e5, 9.99e5, 1e6, 1e8, 1e12, 1e16, 1e30])
def test_a_very_large_number_of_degrees_comes_down_to_the_normal(df: float) -> None:
    for t in (0.001, 0.5, 1.0, 1.96, 5.0):
        assert upper_tail(t, df) == pytest.approx(float(stats.t.sf(t, df)), abs=1e-10)
    for p in (0.01, 0.4999, 0.6, 0.975, 0.999):
        assert quantile(p, df) == pytest.approx(float(special.stdtrit(df, p)), abs=1e-8)


@pytest.mark.parametrize("df", [1, 4, 7.3, 55, 200])
def test_a_quantile_is_the_inverse_of_the_tail_and_mirrors_about_the_middle(df: float) -> None:
    for p in CHANCES:
        assert 1 - upper_tail(quantile(p, df), df) == pytest.approx(p, abs=1e-13)
        if 1e-3 <= p <= 0.999:
            assert quantile(p, df) == pytest.approx(-quantile(1 - p, df), rel=1e-11)
    assert quantile(0.5, df) == 0.0


@pytest.mark.parametrize("p", [0.0, 1.0, -0.1, 1.1, float("nan")])
def test_no_point_has_a_chance_of_none_or_all(p: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        quantile(p, 5)
