"""How figures are written: METHOD section 3, "Display"."""

from fractions import Fraction

import pytest

from trialtrack.clinical.display import (
    display_chance,
    display_interval,
    display_limit,
    display_number,
    display_percent,
)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("49.96", "49.9%"), ("49.99999999999999999999", "49.9%"), ("50", "50.0%"),
        ("-0.04", "0.0%"), ("-0.1", "-0.1%"), ("-0.19", "-0.1%"), ("0", "0.0%"),
        ("0.04", "0.0%"), ("100", "100.0%"), ("-49.96", "-49.9%"), ("-150", "-150.0%"),
        ("400/7", "57.1%"), ("200/3", "66.6%"), ("-200/3", "-66.6%"), ("9.99", "9.9%"),
    ],
)  # fmt: skip
def test_a_percent_is_cut_towards_zero(value: str, written: str) -> None:
    assert display_percent(Fraction(value)) == written


@pytest.mark.parametrize(
    ("interval", "written"),
    [
        ((31.2, 72.4), "31 to 73%"), ((31.0, 72.0), "31 to 72%"), ((-4.5, 104.0), "-5 to 100%"),
        ((-4.0, 99.1), "-4 to 100%"), ((49.999, 50.001), "49 to 51%"),
        ((-30.1, -10.9), "-31 to -10%"), ((100.0, 100.0), "100 to 100%"),
        ((-0.2, 0.2), "-1 to 1%"),
    ],
)  # fmt: skip
def test_an_interval_is_rounded_outwards_and_capped_at_100(
    interval: tuple[float, float], written: str
) -> None:
    assert display_interval(interval) == written


@pytest.mark.parametrize(
    ("chance", "written"),
    [
        (0.0, "under 1 in 100"), (0.0099, "under 1 in 100"), (0.01, "about 1 in 100"),
        (0.025, "about 3 in 100"), (0.0499, "about 5 in 100"), (0.05, "about 1 in 10"),
        (0.149, "about 1 in 10"), (0.15, "about 2 in 10"), (0.5, "about 5 in 10"),
        (0.6, "about 6 in 10"), (0.64, "about 6 in 10"), (0.9499, "about 9 in 10"),
        (0.95, "about 95 in 100"), (0.975, "about 98 in 100"), (0.99, "about 99 in 100"),
        (0.9901, "over 99 in 100"), (1.0, "over 99 in 100"),
    ],
)  # fmt: skip
def test_a_chance_is_never_said_as_none_or_all(chance: float, written: str) -> None:
    assert display_chance(chance) == written


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        ("51/7", 1, "7.3"), ("3", 1, "3"), ("7.25", 1, "7.3"), ("-7.25", 1, "-7.3"),
        ("7.249", 1, "7.2"), ("-0.04", 1, "0.0"), ("0.005", 2, "0.01"), ("1.05", 2, "1.05"),
    ],
)  # fmt: skip
def test_a_mean_is_rounded_half_away_from_zero(value: str, decimals: int, written: str) -> None:
    assert display_number(Fraction(value), decimals) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [
        # 4.458 when met: an average of 4.5 flips it, so "more than 4.5" would be false.
        ("4.458", "4.4"), ("4.4", "4.4"), ("4.49999", "4.4"),
        # Baseline 7 7 7 7 7 7 6, five of seven days 3: (0.5 x 48/7 x 7 - 15) / 2.
        ("9/2", "4.5"),
        # Not met, 8/3: an average of 2.7 does not flip it, so "2.7 or less" would be false.
        ("8/3", "2.6"), ("6", "6"), ("0", "0"), ("0.05", "0"), ("6.04", "6"),
    ],
)  # fmt: skip
def test_what_an_average_is_held_against_is_cut_down(value: str, written: str) -> None:
    assert display_limit(Fraction(value)) == written
