"""Many trials: METHOD section 9."""

from fractions import Fraction

import pytest
from scipy.stats import binomtest

from trialtrack.clinical.cohort import (
    LastingResponse,
    lasting_response,
    responder_rate,
    waterfall,
    wilson,
)
from trialtrack.clinical.results import Stage, Verdict

MET, NOT_MET, UNASSESSABLE = Verdict.MET, Verdict.NOT_MET, Verdict.NOT_ASSESSABLE


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [
        # At none and at all the formula comes down to z² / (n + z²), with z² = 3.841459.
        (0, 10, 0.0, 0.2775327998628892),
        (10, 10, 0.7224672001371106, 1.0),
        (5, 10, 0.2365930905125640, 0.7634069094874360),
        (1, 1, 0.2065493143772375, 1.0),
    ],
)
def test_wilsons_interval_of_a_few_trials_by_hand(
    successes: int, trials: int, low: float, high: float
) -> None:
    assert wilson(successes, trials) == pytest.approx((low, high), abs=1e-12)


@pytest.mark.parametrize("trials", [1, 2, 7, 24, 105, 747, 10_000])
def test_wilsons_interval_is_scipys(trials: int) -> None:
    for successes in {0, 1, trials // 3, trials // 2, trials - 1, trials}:
        expected = binomtest(successes, trials).proportion_ci(method="wilson")
        assert wilson(successes, trials) == pytest.approx(tuple(expected), abs=1e-12)


def test_the_rate_leaves_the_not_assessable_beside_it_and_is_bounded_by_them() -> None:
    found = responder_rate([MET] * 6 + [NOT_MET] * 2 + [UNASSESSABLE] * 4 + [Verdict.PENDING] * 9)
    assert (found.met, found.not_met, found.not_assessable) == (6, 2, 4)
    assert (found.rate, found.lowest, found.highest) == (
        Fraction(3, 4), Fraction(1, 2), Fraction(5, 6),
    )  # fmt: skip
    assert found.interval == wilson(6, 8)


def test_trials_none_of_which_can_be_assessed_have_bounds_without_a_rate() -> None:
    found = responder_rate([UNASSESSABLE, UNASSESSABLE])
    assert (found.rate, found.interval) == (None, None)
    assert (found.lowest, found.highest) == (Fraction(0), Fraction(1))


def test_without_a_final_result_nothing_is_said() -> None:
    found = responder_rate([Verdict.PENDING])
    assert (found.rate, found.interval, found.lowest, found.highest) == (None,) * 4


def test_the_waterfall_has_a_bar_for_each_final_result_with_a_reduction_sorted() -> None:
    final = Stage.FINAL
    bars = waterfall(
        [
            ("c", final, NOT_MET, Fraction(20)),
            ("running", Stage.INTERIM, Verdict.PENDING, Fraction(90)),
            ("worse", final, NOT_MET, Fraction(-40)),
            ("b", final, MET, Fraction(60)),
            ("a", final, MET, Fraction(60)),
            ("thin", final, UNASSESSABLE, Fraction(30)),
            ("silent", final, UNASSESSABLE, None),
        ]
    )
    assert [bar.trial for bar in bars] == ["a", "b", "thin", "c", "worse"]
    assert bars[2].verdict is UNASSESSABLE


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        (["50", "49.9", None, "80", "-20"], (5, 2, 1)),
        ([None, None], (2, 0, 2)),
        ([], (0, 0, 0)),
    ],
)
def test_a_response_lasts_while_the_threshold_is_reached_and_the_unseen_are_apart(
    later: list[str | None], expected: tuple[int, int, int]
) -> None:
    percents = [None if value is None else Fraction(value) for value in later]
    assert lasting_response(percents, Fraction(50)) == LastingResponse(*expected)
