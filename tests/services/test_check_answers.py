"""Answers are checked where they are kept, and not only in a form."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import uuid4

import pytest

from trialtrack.clinical.answers import DayAnswers, OtherMedicine
from trialtrack.clinical.diary import Domain, Measure
from trialtrack.services.check_answers import (
    AnswerOutOfRange,
    NoteTooLong,
    NothingAnswered,
    OtherMedicinesUnclear,
    PartsOfTrial,
    SaidAndNotSaid,
    UnknownMedicine,
    UnknownProgramme,
    UnknownSite,
    check_answers,
)
from trialtrack.services.day_entry import DayEntry

DAY = date(2026, 3, 12)
PARTS = PartsOfTrial(frozenset({"back"}), frozenset({"tramadol"}), frozenset({"p1"}))


def entry(note: str | None = None, **answers: Any) -> DayEntry:
    said = DayAnswers(DAY, **answers)
    return DayEntry(id=uuid4(), trial_id=uuid4(), answers=said, note=note)


def check(given: DayEntry) -> None:
    check_answers(given, PARTS)


def pain(score: str) -> DayEntry:
    return entry(pain={"back": {Measure.AVERAGE: Fraction(score)}})


@pytest.mark.parametrize("score", ["0", "10", "7.5"])
def test_pain_is_0_to_10(score: str) -> None:
    check(pain(score))


@pytest.mark.parametrize("score", ["-1", "10.1", "11", "7.55"])
def test_pain_beyond_0_to_10_is_refused(score: str) -> None:
    with pytest.raises(AnswerOutOfRange, match="0 to 10"):
        check(pain(score))


@pytest.mark.parametrize(
    ("domain", "lowest", "highest", "beyond"),
    [
        (Domain.SLEEP_HOURS, "0", "24", "24.5"),
        (Domain.SLEEP_QUALITY, "0", "10", "11"),
        (Domain.AWAKENINGS, "0", "50", "51"),
        (Domain.AWAKENINGS, "0", "50", "1.5"),
        (Domain.WALKING_MINUTES, "0", "1440", "1441"),
        (Domain.STANDING_MINUTES, "0", "1440", "1441"),
        (Domain.STEPS, "0", "100000", "100001"),
        (Domain.ACTIVITY_INTERFERENCE, "0", "10", "-0.5"),
    ],
)
def test_every_scale_takes_both_ends_and_nothing_beyond(
    domain: Domain, lowest: str, highest: str, beyond: str
) -> None:
    check(entry(values={domain: Fraction(lowest)}))
    check(entry(values={domain: Fraction(highest)}))
    with pytest.raises(AnswerOutOfRange):
        check(entry(values={domain: Fraction(beyond)}))


@pytest.mark.parametrize("domain", [Domain.MME_PER_DAY, Domain.RESCUE_DOSES])
def test_what_is_worked_out_is_not_an_answer(domain: Domain) -> None:
    with pytest.raises(AnswerOutOfRange, match="worked out"):
        check(entry(values={domain: Fraction(0)}))


@pytest.mark.parametrize(
    ("name", "lowest", "highest", "beyond"),
    [("other_rescue_doses", 0, 100, 101), ("stated_relief_percent", -100, 100, -101)],
)
def test_counts_and_the_own_estimate_have_ends(
    name: str, lowest: int, highest: int, beyond: int
) -> None:
    check(entry(None, **{name: Fraction(lowest)}))
    check(entry(None, **{name: Fraction(highest)}))
    with pytest.raises(AnswerOutOfRange):
        check(entry(None, **{name: Fraction(beyond)}))


@pytest.mark.parametrize(("count", "fine"), [("0", True), ("0.25", True), ("-1", False)])
def test_tablets_are_counted_in_parts_but_never_below_0(count: str, fine: bool) -> None:
    given = entry(doses={"tramadol": Fraction(count)})
    if fine:
        check(given)
    else:
        with pytest.raises(AnswerOutOfRange):
            check(given)


def test_sites_and_medicines_are_of_the_plan() -> None:
    with pytest.raises(UnknownSite):
        check(entry(pain={"knee": {Measure.AVERAGE: Fraction(1)}}))
    with pytest.raises(UnknownMedicine):
        check(entry(doses={"morphine": Fraction(1)}))


def test_an_entry_says_something() -> None:
    with pytest.raises(NothingAnswered):
        check(entry(note="  "))
    with pytest.raises(NothingAnswered):
        check(entry(pain={"back": {}}))
    check(entry(note="In bed all day."))
    check(entry(other_rescue_doses=Fraction(0)))


def test_a_note_has_at_most_2000_characters() -> None:
    check(entry(note="x" * 2000))
    with pytest.raises(NoteTooLong):
        check(replace(entry(), note="x" * 2001))


def test_rather_not_say_is_an_answer() -> None:
    declined = {"back": frozenset({Measure.AVERAGE})}
    check(entry(declined=declined))
    with pytest.raises(SaidAndNotSaid):
        check(entry(declined=declined, pain={"back": {Measure.AVERAGE: Fraction(0)}}))
    with pytest.raises(UnknownSite):
        check(entry(declined={"knee": frozenset({Measure.WORST})}))


@pytest.mark.parametrize(("minutes", "fine"), [("0", True), ("1500", True), ("1501", False)])
def test_stimulation_is_off_for_a_day_at_most(minutes: str, fine: bool) -> None:
    given = entry(off_minutes=Fraction(minutes))
    if fine:
        check(given)
    else:
        with pytest.raises(AnswerOutOfRange):
            check(given)


def test_the_programme_is_one_of_the_trials_or_not_known() -> None:
    check(entry(programme="p1"))
    check(entry(programme="unknown"))
    with pytest.raises(UnknownProgramme):
        check(entry(programme="p2"))


def test_only_a_patch_of_the_plan_is_changed() -> None:
    check(entry(patches_changed={"tramadol": True}))
    with pytest.raises(UnknownMedicine):
        check(entry(patches_changed={"fentanyl": True}))


@pytest.mark.parametrize(
    ("names", "opioid", "fine"),
    [
        (("Oramorph",), "morphine", True),
        ((" ",), None, False),
        ((), None, False),
        (("one", "two"), None, False),
        (("x" * 201,), None, False),
        (("Oramorph",), "my neighbour's", False),
    ],
)
def test_every_other_medicine_has_a_name_of_its_own(
    names: tuple[str, ...], opioid: str | None, fine: bool
) -> None:
    other = OtherMedicine(Fraction(2), for_pain=True, opioid=opioid)
    given = replace(entry(other_medicines=(other,)), other_names=names)
    if fine:
        check(given)
    else:
        with pytest.raises(OtherMedicinesUnclear):
            check(given)
