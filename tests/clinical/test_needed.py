"""What a running trial still needs to become assessable, by rule 3 of METHOD section 3."""

from fractions import Fraction

import pytest

from tests.clinical.diaries import PLACED, SEVEN_EIGHTS, diary, on
from trialtrack.clinical.needed import days_required, still_needed
from trialtrack.clinical.protocol import Protocol
from trialtrack.clinical.windows import Window


@pytest.mark.parametrize(
    ("days", "share", "least", "required"),
    [(7, "0.57", 3, 4), (5, "0.57", 3, 3), (3, "0.57", 3, 3), (10, "0.57", 3, 6),
     (10, "0.6", 3, 6), (10, "0.61", 3, 7), (7, "1", 3, 7), (7, "0.01", 1, 1)],
)  # fmt: skip
def test_the_fewest_days_satisfy_both_the_number_and_the_share(
    days: int, share: str, least: int, required: int
) -> None:
    rules = Protocol(window_min_share=Fraction(share), window_min_days=least)
    assert days_required(Window(PLACED, on(days)), rules) == required


@pytest.mark.parametrize(
    ("after", "as_of", "planned", "recorded", "needed", "left"),
    [
        ("4 . 4", 3, 8, 2, 2, 4),
        ("4 . 4", 4, 8, 2, 2, 4),
        ("4 . 4", 6, 8, 2, 2, 2),
        ("4 . 4", 7, 8, 2, 2, 1),
        ("4 4 4 4 4", 5, 8, 5, 0, 2),
        ("4 . 4 .x", 4, 8, 2, 2, 3),
        ("4x 4 4", 3, 8, 2, 2, 4),
        ("4 4 4 4", 4, 12, 0, 4, 7),
        ("", 0, 1, 0, 3, 0),
    ],
)
def test_days_are_counted_in_the_window_as_it_will_be(
    after: str, as_of: int, planned: int, recorded: int, needed: int, left: int
) -> None:
    given = diary(SEVEN_EIGHTS, after, removed=None)
    found = still_needed(given, Protocol(), on(as_of), on(planned))
    assert (found.recorded, found.needed, found.left) == (recorded, needed, left)
    assert found.within_reach is (found.window is not None and needed <= left)


def test_late_days_that_do_not_count_are_not_recorded() -> None:
    given = diary(SEVEN_EIGHTS, "4l 4 4", removed=None)
    assert still_needed(given, Protocol(count_late=False), on(4), on(8)).recorded == 2
