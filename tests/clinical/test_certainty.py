"""How sure: METHOD section 4."""

from dataclasses import replace
from fractions import Fraction
from math import sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special

from tests.clinical.diaries import PLACED, SEVEN_EIGHTS, SEVEN_FOURS, diary, on, result
from trialtrack.clinical.certainty import fieller, mean_error
from trialtrack.clinical.protocol import Protocol
from trialtrack.clinical.results import Certainty, Confidence, IntervalReason
from trialtrack.clinical.samples import Sample


def _sample(*tenths: int) -> Sample:
    return Sample(tuple(on(n) for n in range(len(tenths))), tuple(tenths), 10)


@pytest.mark.parametrize(
    ("tenths", "rules", "variance", "df"),
    [
        # (4 * 1.25^2 + 6 * 0) / 10 = 0.625, over 7 * 0.75 / 1.25 = 4.2 days' worth.
        ((80,) * 7, {}, 0.625 / 4.2, 10),
        # (6.25 + 3 * 2/3) / 7, over 2.4 days' worth.
        ((60, 80, 70, 70), {}, 8.25 / 7 / 2.4, 7),
        ((60, 80, 70, 70), {"autocorrelation": Fraction(0)}, 8.25 / 7 / 4, 7),
        ((60, 80), {"autocorrelation": Fraction(1, 2)}, (6.25 + 2) / 5 / (2 / 3), 5),
        ((60, 80), {"day_sd": Fraction(2), "day_sd_df": Fraction(9)}, (36 + 2) / 10 / 1.2, 10),
    ],
)
def test_the_error_of_a_mean_is_steadied_and_widened_by_hand(
    tenths: tuple[int, ...], rules: dict[str, Fraction], variance: float, df: float
) -> None:
    found = mean_error(_sample(*tenths), replace(Protocol(), **rules))  # type: ignore[arg-type]
    assert found.variance == pytest.approx(variance, rel=1e-14)
    assert found.df == df


def test_one_day_has_no_error_of_its_own() -> None:
    with pytest.raises(ValueError, match="two days"):
        mean_error(_sample(80), Protocol())


LOOSE = Protocol(baseline_min_days=1, window_min_days=1)


@pytest.mark.parametrize(
    ("before", "after", "rating", "as_of", "reason"),
    [
        (SEVEN_EIGHTS, SEVEN_FOURS, None, 8, None),
        (SEVEN_EIGHTS, SEVEN_FOURS, None, 7, "interim"),
        ("", "4", "8", 1, "interim"),
        ("", SEVEN_FOURS, None, 8, "not_assessable"),
        ("3 3 3 3", SEVEN_FOURS, None, 8, "not_assessable"),
        ("", "4 . . . . . .", "8", 8, "not_assessable"),
        ("", SEVEN_FOURS, "8", 8, "clinic_baseline"),
        ("", "4", "8", 2, "clinic_baseline"),
        ("8", SEVEN_FOURS, None, 8, "too_few_days_for_spread"),
        ("8 8", "4", None, 2, "too_few_days_for_spread"),
        ("8 8", "4 4", None, 3, None),
        ("0 8", "4 4", None, 3, "baseline_too_uncertain"),
    ],
)
def test_an_interval_that_is_not_given_has_a_reason(
    before: str, after: str, rating: str | None, as_of: int, reason: str | None
) -> None:
    found = result(diary(before, after, rating=rating), LOOSE, as_of).confidence
    assert found.interval_reason == reason
    assert (found.interval_percent is None) is (reason is not None)
    assert (found.certainty is None) is (reason is not None)
    assert (found.chance_met is None) is (reason not in (None, "baseline_too_uncertain"))


@pytest.mark.parametrize(
    ("after", "certainty"),
    [("0 0 0 0 0 0 0", "clear"), (SEVEN_EIGHTS, "clear"), (SEVEN_FOURS, "too_close"),
     ("3 3 3 3 3 3 4", "too_close"), ("3 3 3 3 3 3 3", "clear"),
     ("2 2 2 2 2 2 2", "clear"), ("6 6 6 6 6 6 6", "clear")],
)  # fmt: skip
def test_the_certainty_is_clear_when_the_interval_excludes_the_threshold(
    after: str, certainty: str
) -> None:
    found = result(diary(SEVEN_EIGHTS, after)).confidence
    assert found.certainty is Certainty(certainty)
    assert found.interval_percent is not None
    low, high = found.interval_percent
    assert (low <= 50 <= high) is (certainty == "too_close")


def test_at_the_threshold_itself_the_chance_is_one_half() -> None:
    assert result(diary(SEVEN_EIGHTS, SEVEN_FOURS)).confidence.chance_met == 0.5


DAYS = st.lists(st.integers(0, 100), min_size=2, max_size=9)
SHARES = st.integers(0, 90).map(lambda n: Fraction(n, 100))


@settings(max_examples=150, deadline=None)
@given(
    before=DAYS.filter(any),
    after=DAYS,
    r=SHARES,
    sd=st.integers(1, 400).map(lambda n: Fraction(n, 100)),
    df=st.sampled_from([Fraction(1, 2), Fraction(4), Fraction(30), Fraction(10**9)]),
    threshold=st.integers(1, 1000).map(lambda n: Fraction(n, 10)),
)
def test_the_ends_of_the_interval_solve_fiellers_equation(
    before: list[int], after: list[int], r: Fraction, sd: Fraction, df: Fraction,
    threshold: Fraction,
) -> None:  # fmt: skip
    rules = Protocol(threshold_percent=threshold, autocorrelation=r, day_sd=sd, day_sd_df=df)
    found = fieller(_sample(*before), _sample(*after), rules)
    b, t = sum(before) / len(before) / 10, sum(after) / len(after) / 10
    error_b, error_t = (mean_error(_sample(*days), rules) for days in (before, after))
    v_b, v_t = error_b.variance, error_t.variance
    from_b = (t / b) ** 2 * v_b
    nu = (v_t + from_b) ** 2 / (v_t**2 / error_t.df + from_b**2 / error_b.df)
    q = float(special.stdtrit(nu, 0.975))
    c = 1 - float(threshold) / 100
    chance = float(special.stdtr(nu, (c * b - t) / sqrt(v_t + c * c * v_b)))
    assert found.chance_met == pytest.approx(chance, abs=1e-10)
    if q * q * v_b >= b * b:
        assert found == Confidence(
            None, IntervalReason.BASELINE_TOO_UNCERTAIN, found.chance_met, None
        )
        return
    assert found.interval_percent is not None
    for end in found.interval_percent:
        ratio = 1 - end / 100
        spread = sqrt(v_t + ratio**2 * v_b)
        assert abs(t - ratio * b) == pytest.approx(q * spread, rel=1e-6)
    low, high = found.interval_percent
    assert low < 100 * (1 - t / b) < high
    if min(abs(found.chance_met - 0.025), abs(found.chance_met - 0.975)) > 1e-9:  # type: ignore[operator]
        outside = not 0.025 <= chance <= 0.975
        assert (found.certainty is Certainty.CLEAR) is outside


def test_a_prior_that_is_all_but_known_gives_the_normal_interval() -> None:
    # V = 1.5625 / 4.2 a side; the sides differ only through the ratio of one half.
    found = result(diary(SEVEN_EIGHTS, SEVEN_FOURS), Protocol(day_sd_df=Fraction(10**20)))
    v = 1.5625 / 4.2
    g = 1.959963984540054**2 * v / 64
    reach = 1.959963984540054 / 8 * sqrt(v + 0.25 * v - g * v)
    assert found.confidence.interval_percent == pytest.approx(
        (100 * (1 - (0.5 + reach) / (1 - g)), 100 * (1 - (0.5 - reach) / (1 - g))), abs=1e-9
    )


def test_the_days_of_a_sample_do_not_matter_to_its_error() -> None:
    spread_out = Sample((PLACED, on(5), on(9)), (50, 60, 70), 10)
    assert mean_error(spread_out, Protocol()) == mean_error(_sample(50, 60, 70), Protocol())
