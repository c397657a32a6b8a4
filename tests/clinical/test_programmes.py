"""Stimulation programmes and the weekly course: METHOD sections 6 and 8."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from tests.clinical.diaries import (
    PLACED,
    SEVEN_EIGHTS,
    SEVEN_FOURS,
    assessed,
    diary,
    on,
    with_programmes,
)
from trialtrack.clinical.diary import Diary
from trialtrack.clinical.programmes import ProgrammeInterval, programme_of_day, ranked
from trialtrack.clinical.protocol import Protocol
from trialtrack.clinical.response import SiteCase, site_case
from trialtrack.clinical.results import ProgrammeResult
from trialtrack.clinical.weeks import weekly_means

STARTS = datetime(2026, 3, 12, 4, tzinfo=UTC)


def _interval(name: str | None, start: float, end: float | None) -> ProgrammeInterval:
    """An interval in hours from the beginning of the day."""
    ends_at = None if end is None else STARTS + timedelta(hours=end)
    return ProgrammeInterval(name, STARTS + timedelta(hours=start), ends_at)


@pytest.mark.parametrize(
    ("intervals", "programme"),
    [
        ([("P1", 0, 24)], "P1"),
        ([("P1", -48, 60)], "P1"),
        ([("P1", -48, None)], "P1"),
        ([("P1", 0, None)], "P1"),
        ([(None, 0, 24)], "off"),
        ([("P1", 0, 12), ("P2", 12, 24)], None),
        ([("P1", -5, 0.5), ("P2", 0.5, None)], None),
        ([("P1", -5, 0), ("P2", 0, None)], "P2"),
        ([("P1", -5, 24), ("P2", 24, None)], "P1"),
        ([("P1", 0, 12), ("P1", 12, 24)], "P1"),
        ([("P1", 12, 24), ("P1", 0, 12)], "P1"),
        ([("P1", 0, 12), (None, 12, 13), ("P1", 13, 24)], None),
        ([("P1", 0, 12), ("P1", 12.5, 24)], None),
        ([("P1", 0.1, 24)], None),
        ([("P1", 0, 23.9)], None),
        ([("P1", 0, 12)], None),
        ([("P1", 24, 48)], None),
        ([("P1", 24, None)], None),
        ([("P1", -24, 0)], None),
        ([("P1", 0, 24), ("P2", 10, 12)], None),
        ([("P1", 0, 24), (None, 10, 12)], None),
        ([("P1", 0, 24), ("P1", 10, 12)], "P1"),
        ([("P1", 0, 24), ("P2", 10, 10)], "P1"),
        ([("P1", 0, 16), ("P1", 8, 24)], "P1"),
        ([], None),
    ],
)
def test_a_day_belongs_to_the_programme_that_was_on_for_all_of_it(
    intervals: list[tuple[str | None, float, float | None]], programme: str | None
) -> None:
    found = [_interval(*interval) for interval in intervals]
    assert programme_of_day(found, STARTS, STARTS + timedelta(days=1)) == programme


def test_each_programme_is_judged_on_its_recorded_treatment_days() -> None:
    given = with_programmes(
        diary(SEVEN_EIGHTS, "6 7 5 . 2 2 3x 0 4 4"), "P1 P1 . P1 P2 P2 P2 off P3 P3"
    )
    assert assessed(given).programmes == (
        ProgrammeResult("P1", 2, Fraction("6.5"), Fraction("18.75")),
        ProgrammeResult("P2", 2, Fraction(2), Fraction(75)),
        ProgrammeResult("off", 1, Fraction(0), None),
        ProgrammeResult("P3", 2, Fraction(4), Fraction(50)),
    )


def test_a_programme_without_a_baseline_has_days_and_mean_alone() -> None:
    given = with_programmes(diary("", SEVEN_FOURS), "P1 P1 P1")
    assert assessed(given).programmes == (ProgrammeResult("P1", 3, Fraction(4), None),)


def test_without_named_programmes_there_is_none_to_judge() -> None:
    assert assessed(diary(SEVEN_EIGHTS, SEVEN_FOURS)).programmes == ()


def _rated(name: str, days: int, percent: int | None) -> ProgrammeResult:
    return ProgrammeResult(name, days, Fraction(4), None if percent is None else Fraction(percent))


@pytest.mark.parametrize(
    ("results", "order"),
    [
        ([_rated("P1", 3, 20), _rated("P2", 3, 60)], ["P2", "P1"]),
        ([_rated("P1", 3, 20), _rated("off", 1, 0), _rated("P2", 4, 60)], ["P2", "P1"]),
        ([_rated("P1", 2, 20), _rated("P2", 3, 60)], None),
        ([_rated("P1", 3, 20), _rated("P2", 3, 60), _rated("P3", 2, 70)], None),
        ([_rated("P1", 3, None), _rated("P2", 3, 60)], None),
        ([_rated("P1", 3, 20)], None),
        ([_rated("P1", 3, 20), _rated("off", 5, 0)], None),
        ([], None),
    ],
)
def test_programmes_are_never_ranked_on_fewer_than_three_days(
    results: list[ProgrammeResult], order: list[str] | None
) -> None:
    found = ranked(results)
    assert (found and [result.programme for result in found]) == order


def _case(given: Diary, as_of: int) -> SiteCase:
    return site_case(given, Protocol(), on(as_of), given.primary_site)


def test_a_trial_over_14_days_has_its_mean_week_by_week() -> None:
    fifteen = diary(SEVEN_EIGHTS, "6 6 6 6 6 6 6 4 4 4x . . . 4 2")
    found = [
        ((week.window.first - PLACED).days, (week.window.end - PLACED).days, week.recorded,
         str(week.mean), str(week.reduction_percent))
        for week in weekly_means(_case(fifteen, 16))
    ]  # fmt: skip
    assert found == [(1, 8, 7, "6", "25"), (8, 15, 3, "4", "50"), (15, 16, 1, "2", "75")]


def test_a_week_without_a_recorded_day_has_no_mean() -> None:
    given = diary(SEVEN_EIGHTS, "6 6 6 6 6 6 6 . . . . . . . 2")
    week = weekly_means(_case(given, 16))[1]
    assert (week.recorded, week.mean, week.reduction_percent) == (0, None, None)


@pytest.mark.parametrize(("days", "weeks"), [(14, 0), (15, 3), (21, 3), (22, 4), (60, 9)])
def test_a_trial_of_14_treatment_days_or_fewer_has_no_weekly_course(days: int, weeks: int) -> None:
    assert len(weekly_means(_case(diary(SEVEN_EIGHTS, "4 " * days), days + 1))) == weeks
