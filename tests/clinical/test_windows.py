"""Which days count: METHOD sections 1 and 3. Days are numbers of days after placement."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest

from tests.clinical.diaries import (
    BACK,
    PLACED,
    SEVEN_EIGHTS,
    assessed,
    diary,
    offsets,
    on,
    result,
    with_measure,
)
from trialtrack.clinical.assessment import assess, default_as_of
from trialtrack.clinical.diary import Diary, DiaryDay, Measure
from trialtrack.clinical.protocol import Protocol
from trialtrack.clinical.results import SiteResult, Stage
from trialtrack.clinical.windows import Window


def _ends(window: Window | None) -> tuple[int, int] | None:
    if window is None:
        return None
    return (window.first - PLACED).days, (window.end - PLACED).days


TEN_DAYS = "9 8 7 6 5 4 3 2 1 0"


@pytest.mark.parametrize(
    ("after", "removed", "as_of", "window", "stage"),
    [
        (TEN_DAYS, 11, 11, (4, 11), "final"),
        (TEN_DAYS, 11, 40, (4, 11), "final"),
        (TEN_DAYS, 11, 10, (4, 11), "interim"),
        (TEN_DAYS, None, 10, (4, 11), "interim"),
        (TEN_DAYS, None, 11, (4, 11), "interim"),
        (TEN_DAYS, None, 12, (5, 12), "interim"),
        (TEN_DAYS, 11, 5, (1, 6), "interim"),
        ("9 8 7 6 .", 11, 5, (1, 5), "interim"),
        ("9 8 7 6 5x", 11, 5, (1, 6), "interim"),
        ("9 8 7 6 .x", 11, 5, (1, 5), "interim"),
        ("9", 11, 1, (1, 2), "interim"),
        (".", 11, 1, None, "interim"),
        ("9", 11, 0, None, "interim"),
        ("9", 11, -3, None, "interim"),
        ("9 8 7", 4, 4, (1, 4), "final"),
        ("", 1, 1, None, "final"),
        ("", 0, 0, None, "final"),
        (". . . . . . . . .", 9, 9, (2, 9), "final"),
    ],
)
def test_the_evaluation_window_ends_with_the_treatment_so_far(
    after: str, removed: int | None, as_of: int, window: tuple[int, int] | None, stage: str
) -> None:
    found = assessed(diary(SEVEN_EIGHTS, after, removed=removed), as_of=as_of)
    assert (_ends(found.primary.evaluation.window), found.stage) == (window, Stage(stage))


@pytest.mark.parametrize(
    ("washout", "window_days", "window"),
    [(0, 7, (4, 11)), (0, 28, (0, 11)), (1, 28, (1, 11)), (3, 28, (3, 11)), (10, 7, (10, 11)),
     (11, 7, None), (14, 7, None), (1, 1, (10, 11)), (8, 7, (8, 11))],
)  # fmt: skip
def test_washout_days_are_no_treatment_and_a_short_trial_uses_all_it_has(
    washout: int, window_days: int, window: tuple[int, int] | None
) -> None:
    rules = Protocol(washout_days=washout, window_days=window_days, window_min_days=1)
    assert _ends(result(diary(SEVEN_EIGHTS, TEN_DAYS), rules).evaluation.window) == window


@pytest.mark.parametrize(
    ("ends", "days", "window"),
    [(None, 7, (-7, 0)), (0, 7, (-7, 0)), (-5, 7, (-12, -5)), (-28, 28, (-56, -28)),
     (None, 1, (-1, 0))],
)  # fmt: skip
def test_the_baseline_window_stands_before_the_day_on_which_it_ends(
    ends: int | None, days: int, window: tuple[int, int]
) -> None:
    rules = Protocol(
        baseline_days=days,
        baseline_min_days=1,
        baseline_ends_on=None if ends is None else on(ends),
    )
    assert _ends(result(diary(SEVEN_EIGHTS, "4"), rules).baseline.window) == window


def test_days_between_an_early_baseline_and_placement_belong_to_neither_window() -> None:
    rules = Protocol(baseline_ends_on=on(-2), baseline_min_days=1)
    found = result(diary("6 6 6 10 10", "3 3 3 3"), rules)
    assert offsets(found.baseline.recorded) == [-5, -4, -3]
    assert found.baseline.mean == 6


def test_placement_day_is_neither_baseline_nor_treatment() -> None:
    given = diary(SEVEN_EIGHTS, "4 4 4 4")
    with_day_0 = replace(
        given,
        days=tuple(
            sorted(
                (*given.days, DiaryDay(PLACED, {BACK: {Measure.AVERAGE: Fraction(10)}})),
                key=lambda day: day.day,
            )
        ),
    )
    assert result(with_day_0) == result(given)


def test_days_after_the_day_one_looks_play_no_part() -> None:
    whole = diary(SEVEN_EIGHTS, "4 4 4 9 9 9 9")
    assert result(whole, as_of=3) == result(diary(SEVEN_EIGHTS, "4 4 4", removed=8), as_of=3)


def test_baseline_days_after_the_day_one_looks_play_no_part() -> None:
    found = result(diary("5 5 9 9", "4", removed=8), Protocol(baseline_min_days=2), as_of=-3)
    assert found.baseline.mean == 5
    assert found.baseline.recorded == (on(-4), on(-3))


def test_days_from_removal_on_are_no_treatment() -> None:
    found = result(diary(SEVEN_EIGHTS, "4 4 4 4 0 0 0", removed=5), as_of=9)
    assert found.evaluation.mean == 4
    assert _ends(found.evaluation.window) == (1, 5)


@pytest.mark.parametrize(("count_late", "window"), [(True, (1, 4)), (False, (1, 3))])
def test_today_is_not_recorded_by_a_late_entry_that_does_not_count(
    count_late: bool, window: tuple[int, int]
) -> None:
    found = result(diary(SEVEN_EIGHTS, "4 4 4l", removed=8), Protocol(count_late=count_late), 3)
    assert _ends(found.evaluation.window) == window


def test_today_is_recorded_for_a_measure_only_by_a_value_of_that_measure() -> None:
    given = with_measure(diary(SEVEN_EIGHTS, "4 4 .", removed=8), Measure.WORST, "", ". . 6")
    assert _ends(result(given, as_of=3).evaluation.window) == (1, 3)
    worst = Protocol(measure=Measure.WORST)
    assert _ends(result(given, worst, as_of=3).evaluation.window) == (1, 4)


def test_every_site_has_a_window_of_its_own() -> None:
    score = {Measure.AVERAGE: Fraction(4)}
    days = (DiaryDay(on(1), {"leg": score, BACK: score}), DiaryDay(on(2), {"leg": score}))
    found = assess(Diary(PLACED, None, BACK, (BACK, "leg"), days), Protocol(), on(2))
    ends: dict[str, SiteResult] = {site.site: site for site in found.sites}
    assert _ends(ends[BACK].evaluation.window) == (1, 2)
    assert _ends(ends["leg"].evaluation.window) == (1, 3)


def test_expected_recorded_missing_late_and_excluded_days_are_told_apart() -> None:
    found = result(diary(SEVEN_EIGHTS, "9 4l . 5x .x 6lx 3")).evaluation
    assert found.expected == 4
    assert offsets(found.recorded) == [1, 2, 7]
    assert offsets(found.missing) == [3]
    assert offsets(found.late) == [2, 6]
    assert offsets(found.excluded) == [4, 5, 6]
    assert found.mean == Fraction(16, 3)


def test_a_late_day_that_does_not_count_is_missing_and_still_named_as_late() -> None:
    found = result(diary(SEVEN_EIGHTS, "9 4l 5 6"), Protocol(count_late=False)).evaluation
    assert (offsets(found.missing), offsets(found.late)) == ([2], [2])
    assert found.mean == Fraction(20, 3)


def test_one_looks_on_the_day_of_removal_or_today_whichever_is_earlier() -> None:
    assert default_as_of(None, PLACED) == PLACED
    assert default_as_of(on(8), on(7)) == on(7)
    assert default_as_of(on(8), on(9)) == on(8)


def test_a_trial_that_ended_before_it_began_is_refused() -> None:
    with pytest.raises(ValueError, match="removed before they were placed"):
        assess(Diary(PLACED, PLACED - timedelta(days=1), BACK, (BACK,)), Protocol(), PLACED)


def test_a_primary_site_that_is_not_among_the_sites_is_refused() -> None:
    with pytest.raises(ValueError, match="primary site"):
        assess(Diary(PLACED, None, "leg", (BACK,)), Protocol(), PLACED)
