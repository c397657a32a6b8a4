"""The four legs, the two reliefs, and sleep and activity: METHOD section 6."""

from dataclasses import replace
from fractions import Fraction

import pytest

from tests.clinical.diaries import (
    SEVEN_EIGHTS,
    SEVEN_FOURS,
    assessed,
    changed,
    diary,
    with_stated_relief,
    with_values,
)
from trialtrack.clinical.diary import Diary, Domain, WantsImplant
from trialtrack.clinical.protocol import Protocol
from trialtrack.clinical.results import DomainChange, Leg, Legs, LegState, StatedRelief

HOLDS, FAILS, UNKNOWN = LegState.HOLDS, LegState.FAILS, LegState.UNKNOWN
GOOD = diary(SEVEN_EIGHTS, SEVEN_FOURS)


def _leg(found: Legs, leg: Leg) -> tuple[str, str | None]:
    return found.states[leg].value, found.why.get(leg)


@pytest.mark.parametrize(
    ("before", "after", "as_of", "expected"),
    [
        (SEVEN_EIGHTS, SEVEN_FOURS, 8, ("holds", None)),
        (SEVEN_EIGHTS, SEVEN_EIGHTS, 8, ("fails", None)),
        ("", SEVEN_FOURS, 8, ("unknown", "not_assessable")),
        (SEVEN_EIGHTS, SEVEN_FOURS, 7, ("unknown", "pending")),
    ],
)
def test_relief_follows_the_verdict_of_the_primary_site(
    before: str, after: str, as_of: int, expected: tuple[str, str | None]
) -> None:
    assert _leg(assessed(diary(before, after), as_of=as_of).legs, Leg.RELIEF) == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("8 8", "8.8 8.8", ("holds", None)),
        ("8 8", "8.8 8.9", ("fails", None)),
        ("5 5", "5.5 5.5", ("holds", None)),
        ("5 5", "5.5 5.6", ("fails", None)),
        ("2 2", "2.5 2.5", ("holds", None)),
        ("2 2", "2.5 2.6", ("fails", None)),
        ("0 0", "0.5 0.5", ("holds", None)),
        ("0 0", "0.5 0.6", ("fails", None)),
        ("8 8", "1 1", ("holds", None)),
        ("8", "8 8", ("unknown", "too_few_days")),
        ("8 8", "8", ("unknown", "too_few_days")),
        ("", "8 8", ("unknown", "no_data")),
        ("8 8", "", ("unknown", "no_data")),
    ],
)
def test_interference_may_rise_by_a_tenth_or_half_a_point(
    before: str, after: str, expected: tuple[str, str | None]
) -> None:
    given = with_values(GOOD, Domain.ACTIVITY_INTERFERENCE, before, after)
    assert _leg(assessed(given).legs, Leg.ACTIVITY) == expected


@pytest.mark.parametrize("measure", [Domain.WALKING_MINUTES, Domain.STANDING_MINUTES, Domain.STEPS])
@pytest.mark.parametrize(
    ("days", "before", "after", "expected"),
    [
        (7, "100 100", "90", ("holds", None)),
        (7, "100 100", "89", ("unknown", "restricted")),
        (7, "100 100", "200", ("holds", None)),
        (19, "100 100", "89", ("unknown", "restricted")),
        (20, "100 100", "89", ("fails", None)),
        (20, "100 100", "90", ("holds", None)),
        (20, "0 0", "0", ("holds", None)),
    ],
)
def test_a_fall_of_activity_says_nothing_while_bending_is_forbidden(
    measure: Domain, days: int, before: str, after: str, expected: tuple[str, str | None]
) -> None:
    # The window of a trial of 19 treatment days begins 13 days after placement, of 20, 14.
    given = with_values(
        diary(SEVEN_EIGHTS, "4 " * days), measure, before, ". " * (days - 2) + f"{after} {after}"
    )
    found = assessed(given, Protocol(activity_measure=measure))
    assert _leg(found.legs, Leg.ACTIVITY) == expected


MME, RESCUE = Domain.MME_PER_DAY, Domain.RESCUE_DOSES


def _with_doses(mme: tuple[str, str], rescue: tuple[str, str]) -> Diary:
    return with_values(with_values(GOOD, MME, *mme), RESCUE, *rescue)


def _with_uncounted(given: Diary, before: str, after: str) -> Diary:
    return changed(given, before, after, lambda day, word: replace(day, uncounted_drugs=(word,)))


NOTHING = ("", "")


@pytest.mark.parametrize(
    ("mme", "rescue", "expected"),
    [
        (("20 20", "22 22"), NOTHING, ("holds", None)),
        (("20 20", "22 22.1"), NOTHING, ("fails", None)),
        (NOTHING, ("1 1", "1.1 1.1"), ("holds", None)),
        (NOTHING, ("1 1", "1.1 1.2"), ("fails", None)),
        (("20 20", "0 0"), ("1 1", "2 2"), ("fails", None)),
        (("20 20", "40 40"), ("1 1", "0 0"), ("fails", None)),
        (("20 20", "20 20"), ("1 1", "1 1"), ("holds", None)),
        (("0 0", "0 0"), NOTHING, ("holds", None)),
        (("0 0", "0 0.1"), NOTHING, ("fails", None)),
        (("0 0", "0 0"), ("0 0", "0 1"), ("fails", None)),
        (("20", "40 40"), ("1 1", "1 1"), ("holds", None)),
        (("20", "20 20"), NOTHING, ("unknown", "too_few_days")),
        (("20 20", "20"), ("1", "1"), ("unknown", "too_few_days")),
        (("20 20", ""), NOTHING, ("unknown", "no_data")),
        (NOTHING, NOTHING, ("unknown", "no_data")),
    ],
)
def test_neither_dose_may_rise_by_more_than_a_tenth_of_those_recorded(
    mme: tuple[str, str], rescue: tuple[str, str], expected: tuple[str, str | None]
) -> None:
    assert _leg(assessed(_with_doses(mme, rescue)).legs, Leg.ANALGESICS) == expected


@pytest.mark.parametrize(
    ("rescue", "drugs", "expected"),
    [
        (("1 1", "1 1"), ("buprenorphine", ""), ("unknown", "no_factor")),
        (("1 1", "1 1"), ("", "buprenorphine"), ("unknown", "no_factor")),
        (NOTHING, ("", "buprenorphine"), ("unknown", "no_factor")),
        (("1 1", "2 2"), ("", "buprenorphine"), ("fails", None)),
        (("1 1", "1 1"), ("methadone . . . . . . .", ""), ("holds", None)),
    ],
)
def test_a_drug_without_a_factor_in_a_window_leaves_the_doses_unknown(
    rescue: tuple[str, str], drugs: tuple[str, str], expected: tuple[str, str | None]
) -> None:
    given = _with_uncounted(_with_doses(("20 20", "20 20"), rescue), *drugs)
    assert _leg(assessed(given).legs, Leg.ANALGESICS) == expected


def test_a_rise_of_counted_opioids_is_unknown_too_while_another_is_not_counted() -> None:
    given = _with_uncounted(_with_doses(("20 20", "40 40"), NOTHING), "", "methadone")
    assert _leg(assessed(given).legs, Leg.ANALGESICS) == ("unknown", "no_factor")


def test_a_drug_without_a_factor_on_an_excluded_day_plays_no_part() -> None:
    given = with_values(diary(SEVEN_EIGHTS, "4x 4 4 4 4 4 4"), MME, "20 20", ". 20 20")
    assert _leg(assessed(_with_uncounted(given, "", "methadone")).legs, Leg.ANALGESICS) == (
        "holds",
        None,
    )


@pytest.mark.parametrize(
    ("impression", "wants", "expected"),
    [
        (1, "yes", ("holds", None)),
        (2, "yes", ("holds", None)),
        (3, "yes", ("fails", None)),
        (7, "yes", ("fails", None)),
        (1, "no", ("fails", None)),
        (1, "unsure", ("fails", None)),
        (None, "yes", ("unknown", "incomplete")),
        (None, "no", ("unknown", "incomplete")),
        (7, None, ("unknown", "incomplete")),
        (None, None, ("unknown", "no_data")),
    ],
)
def test_satisfaction_needs_much_better_and_the_wish_for_the_implant(
    impression: int | None, wants: str | None, expected: tuple[str, str | None]
) -> None:
    given = replace(
        GOOD,
        impression_of_change=impression,
        wants_implant=None if wants is None else WantsImplant(wants),
    )
    assert _leg(assessed(given).legs, Leg.SATISFACTION) == expected


WHOLE = replace(
    with_values(
        with_values(GOOD, Domain.ACTIVITY_INTERFERENCE, "8 8", "4 4"), MME, "20 20", "10 10"
    ),
    impression_of_change=1,
    wants_implant=WantsImplant.YES,
)


@pytest.mark.parametrize(
    ("given", "supported"),
    [
        (WHOLE, True),
        (replace(WHOLE, impression_of_change=4), False),
        (replace(WHOLE, impression_of_change=None), None),
        (replace(GOOD, impression_of_change=4, wants_implant=WantsImplant.NO), False),
        (GOOD, None),
    ],
)
def test_a_trial_is_supported_by_four_legs_and_not_by_one_that_fails(
    given: Diary, supported: bool | None
) -> None:
    found = assessed(given).legs
    assert found.supported is supported
    assert set(found.states) == set(Leg)
    assert set(found.why) == {leg for leg in Leg if found.states[leg] is UNKNOWN}


@pytest.mark.parametrize(
    ("after", "mean", "discordant"),
    [
        ("50", "50", False),
        ("20", "20", False),
        ("19.9", "19.9", True),
        ("91", "91", False),
        ("91.1", "91.1", True),
        ("10 30", "20", False),
        ("-100", "-100", True),
        (". .", None, None),
    ],
)
def test_the_two_reliefs_are_discordant_only_beyond_minus_30_and_plus_41(
    after: str, mean: str | None, discordant: bool | None
) -> None:
    expected = StatedRelief(None if mean is None else Fraction(mean), Fraction(50), discordant)
    assert assessed(with_stated_relief(GOOD, after)).stated_relief == expected


def test_an_own_estimate_stands_alone_where_nothing_can_be_calculated() -> None:
    given = with_stated_relief(diary("", SEVEN_FOURS), "60")
    assert assessed(given).stated_relief == StatedRelief(Fraction(60), None, None)


def test_own_estimates_outside_the_window_or_on_excluded_days_do_not_count() -> None:
    given = with_stated_relief(diary(SEVEN_EIGHTS, "4 4 4 4 4 4 4x 4 4"), "0 0 40 . . . 0 60")
    assert assessed(given).stated_relief.mean_percent == 50


def test_each_domain_has_means_difference_and_days_on_either_side() -> None:
    given = with_values(GOOD, Domain.SLEEP_HOURS, "5 5 . 6", "6 7 . 8 7")
    given = with_values(given, Domain.AWAKENINGS, "3", "")
    given = with_values(given, Domain.STEPS, "5000 . . . . . . .", "")
    assert assessed(given).domains == (
        DomainChange(Domain.SLEEP_HOURS, Fraction(16, 3), Fraction(7), Fraction(5, 3), 3, 4),
        DomainChange(Domain.AWAKENINGS, Fraction(3), None, None, 1, 0),
    )


def test_domain_days_count_as_pain_days_do() -> None:
    given = with_values(diary("8l 8x 8 8 8 8", SEVEN_FOURS), MME, "90 80 20 20 20 20", "10 10")
    assert assessed(given).domains[0].baseline_mean == 34
    strict = assessed(given, Protocol(count_late=False))
    assert strict.domains[0].baseline_mean == 20
    assert strict.domains[0].baseline_days == 4
