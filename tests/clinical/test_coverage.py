"""The interval holds the truth about as often as it says: METHOD section 4.

Simulated as `tests.clinical.simulate` describes: 7 baseline days and 6 treatment days, one
autoregressive series of continuous daily scores, neither rounded to whole numbers nor clipped,
a baseline of 7 points, put through `assess` whole.
"""

import pytest

from tests.clinical.simulate import WORLDS, World, coverage


@pytest.mark.parametrize("reduction_percent", [50.0])
def test_the_interval_holds_the_true_reduction_in_94_to_99_percent_of_4_000_draws(
    reduction_percent: float,
) -> None:
    world = World(sd=1.25, correlation=0.25, reduction_percent=reduction_percent)
    assert 0.94 <= coverage(world, 4_000) <= 0.99


@pytest.mark.soak
@pytest.mark.parametrize(
    ("name", "least", "most"),
    [
        ("SD 1.25, correlation 0", 0.98, 1.0),
        ("SD 1.25, correlation 0.5", 0.88, 0.92),
        ("SD 2.2, correlation 0.25", 0.88, 0.92),
        ("SD 1.25, correlation 0.25, 5+3 days", 0.97, 0.99),
    ],
)
def test_elsewhere_the_interval_holds_the_truth_as_often_as_the_readme_says(
    name: str, least: float, most: float
) -> None:
    assert least <= coverage(WORLDS[name], 20_000) <= most
