"""One change at a time, and the warnings beside it: METHOD section 5."""

from fractions import Fraction

import pytest

from tests.clinical.diaries import (
    SEVEN_EIGHTS,
    SEVEN_FOURS,
    analyses,
    diary,
    result,
    with_measure,
    with_programmes,
)
from trialtrack.clinical.diary import Measure
from trialtrack.clinical.protocol import Protocol
from trialtrack.clinical.results import TrialWarning

ALWAYS = {"last_3_days", "last_recorded_day", "leave_one_out_lowest", "leave_one_out_highest"}


def test_every_analysis_of_a_ten_day_trial_by_hand() -> None:
    given = diary(SEVEN_EIGHTS, "8 8 8 4 4 4 4 4 4 1")
    assert result(given).reduction_percent == Fraction(775, 14)
    assert analyses(given) == {
        "all_treatment_days": Fraction("38.75"),
        "last_3_days": Fraction("62.5"),
        "last_recorded_day": Fraction("87.5"),
        "leave_one_out_lowest": 50,
        "leave_one_out_highest": Fraction("56.25"),
    }
    assert result(given).same_answer == (4, 5)


def test_an_analysis_meets_the_threshold_when_it_reaches_it() -> None:
    found = {
        other.name: other.met
        for other in result(diary(SEVEN_EIGHTS, "8 8 8 4 4 4 4 4 4 1")).other_analyses
    }
    assert found["leave_one_out_lowest"] is True
    assert found["all_treatment_days"] is False


def test_analyses_that_agree_with_not_met_are_counted_as_agreeing() -> None:
    # Means 5 (all), 5 (last 3), 3 (last day), 6 without the best, 4 without the worst.
    found = result(diary(SEVEN_EIGHTS, "7 5 3"))
    assert found.reduction_percent == Fraction("37.5")
    assert analyses(diary(SEVEN_EIGHTS, "7 5 3")) == {
        "last_recorded_day": Fraction("62.5"),
        "one_more_washout_day": 50,
        "leave_one_out_lowest": 25,
        "leave_one_out_highest": 50,
    }
    assert found.same_answer == (1, 4)


def test_a_trial_of_one_recorded_day_repeats_itself_in_every_analysis() -> None:
    assert analyses(diary(SEVEN_EIGHTS, "4"), Protocol(window_min_days=1)) == {}
    assert result(diary(SEVEN_EIGHTS, "4"), Protocol(window_min_days=1)).same_answer == (0, 0)


def test_no_share_of_agreement_is_given_for_a_trial_that_is_not_assessable() -> None:
    found = result(diary(SEVEN_EIGHTS, "4 3"))
    assert found.same_answer is None
    assert [other.name for other in found.other_analyses] == [
        "last_recorded_day",
        "one_more_washout_day",
        "leave_one_out_lowest",
        "leave_one_out_highest",
    ]


@pytest.mark.parametrize(
    ("after", "window_days", "percent"),
    [
        ("8 8 8 8 8 2 2", 7, "50"),
        ("8 8 8 8 4 . .", 7, "50"),
        ("8 8 8 4 . . .", 7, None),
        ("8 6 6 6", 3, None),
        ("8 8 8 4 4", 2, "100/3"),
        ("8 4", 7, None),
    ],
)
def test_the_last_three_days_are_treatment_days_recorded_or_not(
    after: str, window_days: int, percent: str | None
) -> None:
    rules = Protocol(window_days=window_days, window_min_days=1)
    found = analyses(diary(SEVEN_EIGHTS, after), rules).get("last_3_days")
    assert found == (None if percent is None else Fraction(percent))


@pytest.mark.parametrize(("measure", "name"), [("worst", "measure_worst"), ("now", "measure_now")])
def test_another_measure_is_an_analysis_of_its_own(measure: str, name: str) -> None:
    given = with_measure(
        diary(SEVEN_EIGHTS, SEVEN_FOURS), Measure(measure), "9 9 9 9 . . .", ". 6 6 . 6 6 6"
    )
    assert analyses(given)[name] == Fraction(100, 3)


def test_the_average_is_an_analysis_where_the_protocol_uses_another_measure() -> None:
    given = with_measure(diary(SEVEN_EIGHTS, "4 4 4 4"), Measure.LEAST, "4 4 4 4", "1 1 1 1")
    found = analyses(given, Protocol(measure=Measure.LEAST))
    assert found["measure_average"] == 50
    assert "measure_least" not in analyses(given)


@pytest.mark.parametrize(
    ("before", "after", "rating", "kept"),
    [
        ("9 9 9 9", "6 6 6 6", None, True),
        ("9 9 9 .", "6 6 6 6", None, False),
        ("9 9 9 .", "6 6 6 6", "7", False),
        ("3 4 4 4", "2 2 2 2", None, False),
        ("4 4 4 4", "2 2 2 2", None, True),
        ("9 9 9 9", ". . . .", None, False),
        ("9 9 9 9", "6 . . .", None, True),
    ],
)
def test_a_measure_is_left_out_without_a_baseline_of_the_same_source_or_a_day(
    before: str, after: str, rating: str | None, kept: bool
) -> None:
    given = diary("8 8 8 8", "4 4 4 4", rating=rating)
    assert ("measure_worst" in analyses(with_measure(given, Measure.WORST, before, after))) is kept


def test_a_measure_whose_baseline_is_the_clinic_rating_too_stays_in() -> None:
    given = with_measure(diary("8 8", "4 4 4 4", rating="8"), Measure.WORST, "9 9", "6 6 6 6")
    assert analyses(given)["measure_worst"] == 25
    full = with_measure(diary("8 8", "4 4 4 4", rating="8"), Measure.WORST, "9 9 9 9", "6 6 6 6")
    assert "measure_worst" not in analyses(full)


@pytest.mark.parametrize(
    ("before", "after", "rating", "percent"),
    [
        ("8 8 8 8 8 8 8", "4 4 4 4 4 4 0l", None, "50"),
        ("4l 8 8 8 8 8 8", SEVEN_FOURS, None, "50"),
        ("4l 8 8 8 8", SEVEN_FOURS, None, "50"),
        ("4l 8 8 8", SEVEN_FOURS, None, None),
        ("4l 8 8 8", SEVEN_FOURS, "7", None),
        ("9l 3 4 4 4", "2 2 2 2", None, None),
        (SEVEN_EIGHTS, "0l 0l 0l 0l", None, None),
        (SEVEN_EIGHTS, SEVEN_FOURS, None, None),
    ],
)
def test_late_entries_are_put_aside_in_baseline_and_window(
    before: str, after: str, rating: str | None, percent: str | None
) -> None:
    found = analyses(diary(before, after, rating=rating)).get("without_late")
    assert found == (None if percent is None else Fraction(percent))


def test_where_late_entries_never_count_there_is_no_second_analysis_without_them() -> None:
    given = diary(SEVEN_EIGHTS, "4 4 4 4 4 4 0l")
    assert "without_late" not in analyses(given, Protocol(count_late=False))


@pytest.mark.parametrize(
    ("before", "after", "percent"),
    [
        (SEVEN_EIGHTS, "4 4 4 4 4 4 10x", "275/7"),
        ("1x 8 8 8 8 8 8", SEVEN_FOURS, "300/7"),
        (SEVEN_EIGHTS, "4 4 4 4 4 4 .x", None),
        (SEVEN_EIGHTS, SEVEN_FOURS, None),
    ],
)
def test_excluded_days_are_put_back_in_baseline_and_window(
    before: str, after: str, percent: str | None
) -> None:
    found = analyses(diary(before, after)).get("with_excluded")
    assert found == (None if percent is None else Fraction(percent))


@pytest.mark.parametrize(
    ("after", "washout", "percent"),
    [("8 4 4 4 4 4 4", 1, 50), ("8 8 4 4 4 4 4 4 4", 1, None), (". 4 4 4 4 4 4", 1, None),
     ("8 8 4 4 4", 2, 50), ("8", 1, None)],
)  # fmt: skip
def test_one_more_washout_day_takes_the_first_day_of_a_short_trial(
    after: str, washout: int, percent: int | None
) -> None:
    found = analyses(diary(SEVEN_EIGHTS, after), Protocol(washout_days=washout))
    assert found.get("one_more_washout_day") == percent


@pytest.mark.parametrize(
    ("before", "rating", "percent"),
    [(SEVEN_EIGHTS, "5", "20"), (SEVEN_EIGHTS, "8", "50"), (SEVEN_EIGHTS, "4", "0"),
     (SEVEN_EIGHTS, "3.9", None), (SEVEN_EIGHTS, None, None), ("8 8", "5", None)],
)  # fmt: skip
def test_the_clinic_rating_is_a_second_baseline_where_the_first_is_the_diary(
    before: str, rating: str | None, percent: str | None
) -> None:
    found = analyses(diary(before, SEVEN_FOURS, rating=rating)).get("clinic_baseline")
    assert found == (None if percent is None else Fraction(percent))


@pytest.mark.parametrize(
    ("after", "programmes", "percent"),
    [
        ("6 6 6 5 2 2 2", "P1 P1 P1 . P2 P2 P2", 75),
        ("6 6 6 5 2 2 2", "P1 P1 P1 . P2 P2 off", 75),
        ("6 6 6 5 2 2 2", "P2 . P1 . P2 . off", 50),
        ("6 6 6 5 2 2 2", "P1 P1 P1 P1 P1 P1 P1", None),
        ("6 6 6 5 2 2 2", ". . . . . . .", None),
        ("6 6 6 5 2 2 2", "off off off off off off off", None),
        ("6 6 6 5 2 2 .", "P1 P1 P1 . P2 P2 P2", 75),
        ("6 6 6 5 2 2x 4", "P1 P1 P1 . P2 P2 P2", Fraction("62.5")),
        ("6 6 6 5 2 . .", "P1 P1 P1 P1 . P2 P2", None),
        ("6 6 6 5 2 2 2 2 2 2", "P1 P1 P1 . . . . . . .", None),
    ],
)
def test_the_last_programme_is_judged_on_its_own_recorded_days_of_the_window(
    after: str, programmes: str, percent: Fraction | int | None
) -> None:
    given = with_programmes(diary(SEVEN_EIGHTS, after), programmes)
    assert analyses(given).get("last_programme_only") == percent


def test_leaving_out_one_day_gives_both_extremes_and_needs_two_days() -> None:
    found = analyses(diary(SEVEN_EIGHTS, "2 4 6"))
    assert found["leave_one_out_lowest"] == Fraction("37.5")
    assert found["leave_one_out_highest"] == Fraction("62.5")
    two = analyses(diary(SEVEN_EIGHTS, "2 . 4"))
    assert two["leave_one_out_lowest"] == 50
    assert two["leave_one_out_highest"] == 75
    assert not ALWAYS & set(analyses(diary(SEVEN_EIGHTS, "2 . .")))


SLOPE = TrialWarning.STEEP_SLOPE
CHANGED = TrialWarning.PROGRAMME_CHANGED
SINGLE = TrialWarning.SINGLE_RATING_BASELINE


@pytest.mark.parametrize(
    ("before", "rating", "after", "programmes", "warnings"),
    [
        (SEVEN_EIGHTS, None, "2 2.5 3 3.5", "", ()),
        (SEVEN_EIGHTS, None, "2 2.6 3.2", "", (SLOPE,)),
        (SEVEN_EIGHTS, None, "3.5 3 2.5 2", "", ()),
        (SEVEN_EIGHTS, None, "3.2 2.6 2", "", (SLOPE,)),
        (SEVEN_EIGHTS, None, "2 . 3 . 4", "", ()),
        (SEVEN_EIGHTS, None, "2 . 3.1 . 4.2", "", (SLOPE,)),
        (SEVEN_EIGHTS, None, "9 9 9 2 2 2 2 2 2 2", "", ()),
        (SEVEN_EIGHTS, None, "2", "", ()),
        (SEVEN_EIGHTS, "5", SEVEN_FOURS, "", ()),
        ("8 8", "5", SEVEN_FOURS, "", (SINGLE,)),
        ("8 8", None, SEVEN_FOURS, "", ()),
        (SEVEN_EIGHTS, None, SEVEN_FOURS, "P1 P1 P1 P1 P1 P1 P1", ()),
        (SEVEN_EIGHTS, None, SEVEN_FOURS, "P1 P1 . P2 P2 P2 P2", (CHANGED,)),
        (SEVEN_EIGHTS, None, SEVEN_FOURS, "P1 P1 . off P1 P1 P1", (CHANGED,)),
        (SEVEN_EIGHTS, None, "4 4 4 4 4 4 4 4 4 4", "P1 P1 . P2 P2 P2 P2 P2 P2 P2", ()),
        ("8 8", "8", "6 5 4 3", "P1 . P2 P2", (SINGLE, SLOPE, CHANGED)),
    ],
)
def test_a_mean_that_describes_two_things_or_one_rating_is_warned_of(
    before: str, rating: str | None, after: str, programmes: str, warnings: tuple[TrialWarning, ...]
) -> None:
    given = with_programmes(diary(before, after, rating=rating), programmes)
    assert result(given).warnings == warnings


def test_a_whole_week_alike_repeats_itself_under_every_other_name() -> None:
    found = analyses(diary(SEVEN_EIGHTS, SEVEN_FOURS))
    assert set(found) == ALWAYS | {"one_more_washout_day"}
