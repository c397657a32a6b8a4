"""What stands on top of the trial page, in words, for each kind of answer."""

from datetime import timedelta
from fractions import Fraction

import pytest

from tests.clinical.diaries import PLACED, SEVEN_EIGHTS, diary, on
from trialtrack.clinical.assessment import assess
from trialtrack.clinical.diary import Diary
from trialtrack.clinical.needed import still_needed
from trialtrack.clinical.protocol import Protocol
from trialtrack.clinical.working import working
from trialtrack.web.clinic.answer import Answer, answer
from trialtrack.web.clinic.kinds import Kind, headline, kind, short_figure
from trialtrack.web.clinic.stands import stands

RULES = Protocol()


def said(given: Diary, as_of: int = 8) -> Answer:
    """The answer on the day so many days after placement; removal was planned for day 8."""
    result = assess(given, RULES, on(as_of)).primary
    running = given.removed_on is None or on(as_of) < given.removed_on
    needed = still_needed(given, RULES, on(as_of), on(8)) if running else None
    return answer(result, RULES, needed)


@pytest.mark.parametrize(
    ("before", "after", "kind", "headline", "sentence"),
    [
        (
            SEVEN_EIGHTS,
            "1 1 1 1 1 1 1",
            Kind.MET,
            "Met",
            "87.5% less pain than at baseline; the 50% threshold is met.",
        ),
        (
            SEVEN_EIGHTS,
            "4 4 4 4 4 4 4",
            Kind.MET_CLOSE,
            "Met, but close",
            "50.0% less pain than at baseline; the 50% threshold is met.",
        ),
        (
            SEVEN_EIGHTS,
            "4 4 4 5 4 4 4",
            Kind.NOT_MET_CLOSE,
            "Not met, but close",
            "48.2% less pain than at baseline; the 50% threshold is not met.",
        ),
        (
            SEVEN_EIGHTS,
            "8 9 8 9 8 9 8",
            Kind.NOT_MET,
            "Not met",
            "5.3% more pain than at baseline; the 50% threshold is not met.",
        ),
        (
            SEVEN_EIGHTS,
            "4 4 4 . . . .",
            Kind.NOT_ASSESSABLE,
            "Cannot be judged",
            (
                "Cannot be judged: too few days were logged. "
                "Provisionally 50.0% less pain than at baseline."
            ),
        ),
        (
            "3 3 3 3 3 3 3",
            "1 1 1 1 1 1 1",
            Kind.NOT_ASSESSABLE,
            "Cannot be judged",
            (
                "Cannot be judged: the baseline is too low for a percentage. "
                "Provisionally 66.6% less pain than at baseline."
            ),
        ),
        (
            "8 8 . . . . .",
            "4 4 4 4 4 4 4",
            Kind.NOT_ASSESSABLE,
            "Cannot be judged",
            "Cannot be judged: there is no baseline.",
        ),
        (
            "0 0 0 0 0 0 0",
            "2 2 2 2 2 2 2",
            Kind.NOT_ASSESSABLE,
            "Cannot be judged",
            (
                "Cannot be judged: the baseline is too low for a percentage. "
                "Provisionally 2 points more than before."
            ),
        ),
    ],
)
def test_a_finished_trial(
    before: str, after: str, kind: Kind, headline: str, sentence: str
) -> None:
    top = said(diary(before, after))
    assert (top.kind, top.headline, top.sentence) == (kind, headline, sentence)


def test_the_doubt_is_said_with_interval_and_chance() -> None:
    top = said(diary(SEVEN_EIGHTS, "4 4 4 4 4 4 4"))
    assert top.doubt == (
        "95% interval 37 to 62%; about 5 in 10 that it is 50% or more if days like these went on."
    )


def test_a_clinic_rating_has_no_interval_and_says_why() -> None:
    top = said(diary("8 . . . . . .", "4 4 4 4 4 4 4", rating="8"))
    assert (top.kind, top.headline) == (Kind.MET_UNSURE, "Met, on one rating")
    assert top.doubt == (
        "How sure this is cannot be said: the baseline is one rating, "
        "and it may have been given on a bad day."
    )
    assert top.rests_on == "7 of 7 days; baseline of one rating in clinic, 8 (grade C)."


def test_a_verdict_of_unknown_certainty_never_looks_like_a_clear_one() -> None:
    not_met = said(diary("8 . . . . . .", "5 5 5 5 5 5 5", rating="8"))
    assert (not_met.kind, not_met.headline) == (Kind.NOT_MET_UNSURE, "Not met, on one rating")
    one_day = Protocol(window_min_days=1, window_min_share=Fraction(1, 100))
    single = assess(diary(SEVEN_EIGHTS, "4 . . . . . ."), one_day, on(9)).primary
    assert (kind(single), headline(single)) == (Kind.MET_UNSURE, "Met, on one day")


@pytest.mark.parametrize(
    ("after", "as_of", "line"),
    [
        ("", 0, "4 more days must be logged for a result at the end; 7 can still be."),
        ("4 4", 3, "2 more days must be logged for a result at the end; 5 can still be."),
        ("4 4 4", 3, "1 more day must be logged for a result at the end; 4 can still be."),
        (
            "4 4 4 4",
            5,
            "Days enough are logged for a result at the end; it is judged then, not before.",
        ),
        (
            "4 . . . .",
            6,
            "3 more days would be needed for a result at the end, but only 2 can still be logged.",
        ),
    ],
)
def test_a_running_trial_has_no_verdict_and_says_what_is_still_needed(
    after: str, as_of: int, line: str
) -> None:
    top = said(diary(SEVEN_EIGHTS, after, removed=None), as_of)
    assert top.kind is Kind.PENDING
    assert top.doubt is None
    assert top.missing == (line,)


def test_a_running_figure_is_called_so_far() -> None:
    given = diary(SEVEN_EIGHTS, "4 4", removed=None)
    result = assess(given, RULES, on(2)).primary
    assert short_figure(result) == "so far 50.0%"
    assert said(given, 2).sentence == "So far 50.0% less pain than at baseline."
    nothing = assess(given, RULES, PLACED - timedelta(days=1)).primary
    assert short_figure(nothing) == "–"


@pytest.mark.parametrize(
    ("after", "line"),
    [
        ("4 4 4 4 4 4 4", "No day of the window is missing."),
        ("3 3 3 3 3 3 .", "The missing day could not change it, whatever the pain was."),
        (
            "4 4 4 4 4 4 .",
            "Could well flip: it takes more than 4 on the missing day.",
        ),
        (
            "4 4 4 4 3 3 .",
            "Could well flip: it takes more than 6 on the missing day.",
        ),
        (
            "5 5 5 5 . . .",
            (
                "Would flip if the three missing days had averaged 2.6 or less; "
                "no recorded day was below 5."
            ),
        ),
        (
            "5 3 5 5 . . .",
            "Could well flip: it would if the three missing days had averaged 3.3 or less.",
        ),
        (
            "4 4 4 3 3 . .",
            "Could well flip: it takes an average of more than 5 on the two missing days.",
        ),
        (
            "3 3 3 3 3 4 .",
            (
                "Flips only if the missing day had been more than 9, worse than the baseline of 8; "
                "no recorded day was above 4."
            ),
        ),
        ("5 5 5 5 4 4 .", "Would flip if the missing day had been 0; no recorded day was below 4."),
        ("8 8 8 8 8 8 .", "The missing day could not change it, whatever the pain was."),
    ],
)
def test_what_the_missing_days_could_do(after: str, line: str) -> None:
    assert line in sayings(diary(SEVEN_EIGHTS, after))


def test_a_fragile_answer_is_no_comfort_and_its_limit_is_not_rounded_up() -> None:
    lines = sayings(diary("7 7 7 7 7 7 6", "3 3 3 3 3 . ."))
    assert "Could well flip: it takes an average of more than 4.5 on the two missing days." in lines
    # On a baseline of 53/7 it is (0.5 x 53 - 18) / 2 = 4.25, and 4.3 flips it already.
    lines = sayings(diary("8 8 8 8 7 7 7", "4 4 3 3 4 . ."))
    assert "Could well flip: it takes an average of more than 4.2 on the two missing days." in lines


def test_what_has_no_verdict_can_neither_stand_nor_flip() -> None:
    for given in (diary(SEVEN_EIGHTS, "4 4 4 . . . ."), diary("3 3 3 3 3 3 3", "1 1 1 1 1 1 .")):
        assert sayings(given) == ("There is no verdict that could stand or flip.",)


def test_a_warning_stands_beside_the_answer_that_it_undoes() -> None:
    lines = sayings(diary(SEVEN_EIGHTS, "7 6 5 4 3 2 1"))
    assert lines[0].startswith("Same answer in ")
    assert lines[1:] == (
        (
            "Pain still changed by more than half a point a day over the window: "
            "one mean describes two things."
        ),
        "No day of the window is missing.",
    )


def sayings(given: Diary) -> tuple[str, ...]:
    result = assess(given, RULES, on(8)).primary
    return stands(result, working(given, RULES, on(8), result).evaluation.values).lines
