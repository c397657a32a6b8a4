"""Baseline, reduction, band and the four rules of a verdict: METHOD section 3."""

from fractions import Fraction

import pytest

from tests.clinical.diaries import (
    SEVEN_EIGHTS,
    SEVEN_FOURS,
    diary,
    offsets,
    result,
    with_measure,
)
from trialtrack.clinical.diary import Measure
from trialtrack.clinical.protocol import Protocol
from trialtrack.clinical.response import band, reduction_percent
from trialtrack.clinical.results import Band, Reason, Verdict


@pytest.mark.parametrize(
    ("percent", "name"),
    [
        ("-300", "worse"), ("-10.01", "worse"), ("-10", "worse"), ("-9.99", "none"),
        ("0", "none"), ("9.99", "none"), ("10", "minimal"), ("29.99", "minimal"),
        ("30", "moderate"), ("49.99", "moderate"), ("50", "substantial"),
        ("79.99", "substantial"), ("80", "high"), ("100", "high"),
    ],
)  # fmt: skip
def test_each_band_begins_at_its_edge(percent: str, name: str) -> None:
    assert band(Fraction(percent)) is Band(name)


@pytest.mark.parametrize(
    ("baseline", "trial", "percent"),
    [("8", "4", "50"), ("8", "8", "0"), ("8", "0", "100"), ("4", "10", "-150"),
     ("23/3", "23/6", "50"), ("7.3", "3.65", "50"), ("7", "3", "400/7")],
)  # fmt: skip
def test_the_reduction_is_the_exact_fall_as_a_percentage_of_baseline(
    baseline: str, trial: str, percent: str
) -> None:
    assert reduction_percent(Fraction(baseline), Fraction(trial)) == Fraction(percent)


@pytest.mark.parametrize(("baseline", "trial"), [(0, 3), (None, 3), (5, None), (0, 0)])
def test_without_a_baseline_to_fall_from_there_is_no_percent(
    baseline: int | None, trial: int | None
) -> None:
    b = None if baseline is None else Fraction(baseline)
    t = None if trial is None else Fraction(trial)
    assert reduction_percent(b, t) is None


@pytest.mark.parametrize(
    ("before", "rating", "source", "grade", "mean"),
    [
        (SEVEN_EIGHTS, "5", "diary", "A", "8"),
        (". . 8 8 8 8 8", "5", "diary", "A", "8"),
        (". . . 8 8 8 8", "5", "diary", "B", "8"),
        (". . . . 8 8 8", "5", "clinic", "C", "5"),
        (". . . . 8 8 8", None, None, None, None),
        ("", "5", "clinic", "C", "5"),
        ("", "0", "clinic", "C", "0"),
        ("8x 8x 8x 8x 6 6 6", "5", "clinic", "C", "5"),
        ("10x 10x 10x 6 6 6 6", None, "diary", "B", "6"),
        ("8l 8l 8l 8l", None, "diary", "B", "8"),
        ("9 9 8 8 8 8 8 8 8", None, "diary", "A", "8"),
    ],
)
def test_the_baseline_is_the_diary_when_it_has_days_enough_else_the_clinic_rating(
    before: str, rating: str | None, source: str | None, grade: str | None, mean: str | None
) -> None:
    found = result(diary(before, SEVEN_FOURS, rating=rating)).baseline
    assert (found.source, found.grade) == (source, grade)
    assert found.mean == (None if mean is None else Fraction(mean))


def test_late_baseline_days_make_no_diary_where_late_does_not_count() -> None:
    found = result(diary("8l 8 8 8", SEVEN_FOURS), Protocol(count_late=False)).baseline
    assert (found.source, offsets(found.recorded)) == (None, [-3, -2, -1])


def test_a_baseline_is_described_by_days_spread_slope_and_both_means() -> None:
    found = result(diary("5 6 . 8 9", SEVEN_FOURS, rating="6.5")).baseline
    assert offsets(found.recorded) == [-5, -4, -2, -1]
    assert found.mean == found.diary_mean == 7
    assert found.clinic_rating == Fraction("6.5")
    # Squares of -2 -1 1 2 over n - 1: 10/3. The line rises a point a day.
    assert found.spread == pytest.approx((10 / 3) ** 0.5, abs=1e-12)
    assert found.slope == 1


def test_a_single_day_has_neither_spread_nor_slope() -> None:
    found = result(diary("8", "4"), Protocol(baseline_min_days=1)).baseline
    assert (found.spread, found.slope, found.mean) == (None, None, Fraction(8))


@pytest.mark.parametrize(
    ("before", "after", "rules", "verdict", "reasons"),
    [
        ("", SEVEN_FOURS, {}, "not_assessable", ["no_baseline"]),
        ("", "4 4 . . . . .", {}, "not_assessable", ["no_baseline", "too_few_days"]),
        ("4 4 4 4 4 4 4", "2 2 2 2 2 2 2", {}, "met", []),
        ("3.9 4 4 4 4 4 4", SEVEN_FOURS, {}, "not_assessable", ["baseline_below_floor"]),
        ("3.9 4 4 4 4 4 4", "4 4", {}, "not_assessable", ["baseline_below_floor", "too_few_days"]),
        ("5 5 5 5", "1 1 1 1 1 1 1", {"baseline_floor": Fraction(6)}, "not_assessable",
         ["baseline_below_floor"]),
        ("0 0 0 0", "0 0 0 0 0 0 0", {"baseline_floor": Fraction(0)}, "not_assessable",
         ["baseline_below_floor"]),
        ("1 1 1 1", "0 0 0 0 0 0 0", {"baseline_floor": Fraction(0)}, "met", []),
        (SEVEN_EIGHTS, "4 4 4 4 . . .", {}, "met", []),
        (SEVEN_EIGHTS, "4 4 4 . . . .", {}, "not_assessable", ["too_few_days"]),
        (SEVEN_EIGHTS, "4 4 4", {}, "met", []),
        (SEVEN_EIGHTS, "4 4", {}, "not_assessable", ["too_few_days"]),
        (SEVEN_EIGHTS, "4x 4x 4x 4x 4x 4x 4x", {}, "not_assessable", ["too_few_days"]),
        (SEVEN_EIGHTS, "4 4 4 9x 9x 9x 9x", {}, "not_assessable", ["too_few_days"]),
        (SEVEN_EIGHTS, "4 4 4 4 9x 9x 9x", {}, "met", []),
        (SEVEN_EIGHTS, "4 4 4 . .", {"window_min_share": Fraction(3, 5)}, "met", []),
        (SEVEN_EIGHTS, "4 4 4 . .", {"window_min_share": Fraction("0.61")}, "not_assessable",
         ["too_few_days"]),
        (SEVEN_EIGHTS, "4", {"window_min_days": 1}, "met", []),
        (SEVEN_EIGHTS, ". . . . . . .", {"window_min_days": 1}, "not_assessable",
         ["too_few_days"]),
        (SEVEN_EIGHTS, "4 4 4l 4l 4l 4l .", {"count_late": False}, "not_assessable",
         ["too_few_days"]),
        (SEVEN_EIGHTS, SEVEN_FOURS, {}, "met", []),
        (SEVEN_EIGHTS, "4 4 4 4 4 4 4.1", {}, "not_met", []),
        (SEVEN_EIGHTS, "4 4 4 4 4 4 3.9", {}, "met", []),
        (SEVEN_EIGHTS, SEVEN_FOURS, {"threshold_percent": Fraction("50.1")}, "not_met", []),
        (SEVEN_EIGHTS, "0 0 0 0 0 0 0", {"threshold_percent": Fraction(100)}, "met", []),
        (SEVEN_EIGHTS, "0 0 0 0 0 0 0.1", {"threshold_percent": Fraction(100)}, "not_met", []),
        (SEVEN_EIGHTS, "10 10 10 10", {}, "not_met", []),
    ],
)  # fmt: skip
def test_the_first_rule_that_applies_gives_the_verdict_and_every_one_is_named(
    before: str, after: str, rules: dict[str, object], verdict: str, reasons: list[str]
) -> None:
    found = result(diary(before, after), Protocol(**rules))  # type: ignore[arg-type]
    assert (found.verdict, list(found.reasons)) == (verdict, reasons)


@pytest.mark.parametrize(
    ("before", "after", "reasons"),
    [(SEVEN_EIGHTS, "4 4 4 4", []), (SEVEN_EIGHTS, "4 4", [Reason.TOO_FEW_DAYS]),
     ("", "4 4 4 4", [Reason.NO_BASELINE]),
     ("3 3 3 3", "4", [Reason.BASELINE_BELOW_FLOOR, Reason.TOO_FEW_DAYS])],
)  # fmt: skip
def test_an_interim_result_has_no_verdict_but_the_reasons_as_they_stand(
    before: str, after: str, reasons: list[Reason]
) -> None:
    given = diary(before, after, removed=8)
    found = result(given, as_of=len(after.split()))
    assert (found.verdict, list(found.reasons)) == (Verdict.PENDING, reasons)


def test_the_percent_of_a_trial_that_is_not_assessable_is_given_without_certainty() -> None:
    found = result(diary(SEVEN_EIGHTS, "4 4"))
    assert (found.reduction_percent, found.display) == (Fraction(50), "50.0%")
    assert found.band is Band.SUBSTANTIAL
    assert (found.confidence.certainty, found.confidence.interval_percent) == (None, None)


def test_at_a_baseline_of_nothing_the_change_is_said_in_points_alone() -> None:
    found = result(diary("0 0 0 0", "2 2 2 2"))
    assert (found.reduction_percent, found.display, found.band) == (None, None, None)
    assert found.reduction_points == -2


def test_worsening_is_a_negative_percent_and_never_clipped() -> None:
    found = result(diary("4 4 4 4", "10 10 10 10"))
    assert (found.reduction_percent, found.reduction_points) == (Fraction(-150), Fraction(-6))
    assert (found.display, found.band) == ("-150.0%", Band.WORSE)


@pytest.mark.parametrize(
    ("measure", "percent"), [("average", 50), ("worst", 25), ("least", 100), ("now", 0)]
)
def test_the_protocol_says_which_measure_is_meant(measure: str, percent: int) -> None:
    given = diary("8 8 8 8", "4 4 4 4")
    for other, before, after in (
        (Measure.WORST, "8 8 8 8", "6 6 6 6"),
        (Measure.LEAST, "4 4 4 4", "0 0 0 0"),
        (Measure.NOW, "5 5 5 5", "5 5 5 5"),
    ):
        given = with_measure(given, other, before, after)
    found = result(given, Protocol(measure=Measure(measure)))
    assert found.reduction_percent == percent


def test_nothing_is_rounded_before_it_is_compared() -> None:
    # 7.6 against 3.801: a reduction of 49.987%, which one decimal would call 50.0.
    found = result(diary("7.6 7.6 7.6 7.6", "3.801 3.801 3.801 3.801"))
    assert (found.verdict, found.display) == (Verdict.NOT_MET, "49.9%")
