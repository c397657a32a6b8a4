"""What the missing days could do: METHOD section 5. Baseline 8, threshold 50%: 4 a day passes."""

from fractions import Fraction

import pytest

from tests.clinical.diaries import SEVEN_EIGHTS, diary, result
from trialtrack.clinical.protocol import Protocol
from trialtrack.clinical.results import FlipState, MissingDays


@pytest.mark.parametrize(
    ("after", "count", "flips_at", "state"),
    [
        ("4 4 4 4 4 4 4", 0, None, "nothing_missing"),
        ("5 5 5 5 5 5 5", 0, None, "nothing_missing"),
        ("3 3 3 3 3 2 .", 1, "11", "cannot_flip"),
        ("3 3 3 3 3 3 .", 1, "10", "cannot_flip"),
        ("3 3 3 3 3 3.1 .", 1, "9.9", "only_if_worse_than_baseline"),
        ("3 3 3 3 4 4 .", 1, "8", "only_if_worse_than_baseline"),
        ("3 3 3 3 4 4.1 .", 1, "7.9", "fragile"),
        ("4 4 4 4 4 4 .", 1, "4", "fragile"),
        ("4 4 4 4 4 4.1 .", 1, "3.9", "only_if_better_than_any_day"),
        ("3 4 4 4 5 5 .", 1, "3", "fragile"),
        ("3.1 4 4 4 5 4.9 .", 1, "3", "only_if_better_than_any_day"),
        ("2.9 4 4 4 5 5.1 .", 1, "3", "fragile"),
        ("4 4 5 5 5 5 .", 1, "0", "only_if_better_than_any_day"),
        ("4 4 5 5 5 5.1 .", 1, "-0.1", "cannot_flip"),
        (". 2 2 2 2 2 .", 2, "9", "only_if_worse_than_baseline"),
        ("6 . 6 . 6 . 6", 3, "4/3", "only_if_better_than_any_day"),
        ("3 3 3 3 3 . 9x", 1, "9", "only_if_worse_than_baseline"),
        ("4 4 . . . . .", 5, "4", "fragile"),
    ],
)
def test_the_missing_days_flip_the_answer_only_beyond_a_stated_mean(
    after: str, count: int, flips_at: str | None, state: str
) -> None:
    expected = MissingDays(
        count, None if flips_at is None else Fraction(flips_at), FlipState(state)
    )
    assert result(diary(SEVEN_EIGHTS, after)).missing_days == expected


def test_the_threshold_of_the_protocol_says_how_much_pain_is_left_over() -> None:
    # 8 * 0.7 * 4 days = 22.4, of which 15 is used: 7.4 for the one missing day.
    found = result(diary(SEVEN_EIGHTS, "5 5 5 ."), Protocol(threshold_percent=Fraction(30)))
    assert found.missing_days == MissingDays(1, Fraction("7.4"), FlipState.FRAGILE)


def test_late_days_that_do_not_count_are_missing_days() -> None:
    found = result(diary(SEVEN_EIGHTS, "2 2 2 2 2 2 9l"), Protocol(count_late=False))
    assert found.missing_days == MissingDays(1, Fraction(16), FlipState.CANNOT_FLIP)


@pytest.mark.parametrize(
    ("before", "after"), [("", "4 4 4 4 ."), (SEVEN_EIGHTS, ". . . ."), ("0 0 0 0", "4 4 4 .")]
)
def test_without_a_reduction_nothing_is_said_of_missing_days(before: str, after: str) -> None:
    found = result(diary(before, after))
    assert found.missing_days == MissingDays(None, None, None)
    assert (found.other_analyses, found.same_answer) == ((), None)


def test_an_interim_result_says_nothing_of_missing_days_and_has_no_other_analyses() -> None:
    found = result(diary(SEVEN_EIGHTS, "4 4 . 4 1", removed=8), as_of=5)
    assert found.missing_days == MissingDays(None, None, None)
    assert (found.other_analyses, found.same_answer) == ((), None)
