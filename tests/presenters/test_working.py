"""How was this made: what is printed, redone from what is printed by arithmetic of our own."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

import pytest
from scipy import special

from tests.clinical.diaries import SEVEN_EIGHTS, diary, on
from tests.clinical.random_diaries import trials
from tests.clinical.test_cases import CASES, case_diary, case_protocol
from tests.presenters.pencil import checks, redone
from trialtrack.clinical.assessment import assess
from trialtrack.clinical.diary import Diary
from trialtrack.clinical.display import display_percent
from trialtrack.clinical.protocol import Protocol
from trialtrack.clinical.working import Working, working
from trialtrack.web.clinic.working_steps import (
    Step,
    days_enough,
    flip_steps,
    mean_steps,
    reduction_steps,
    sure_steps,
)

RANDOM_TRIALS = 2_000


def made(given: Diary, rules: Protocol, as_of: date) -> list[Working]:
    return [working(given, rules, as_of, site) for site in assess(given, rules, as_of).sites]


def steps_of(each: Working) -> Iterator[Step]:
    yield from mean_steps(each.baseline, "b", "Baseline", "baseline-days")
    yield from mean_steps(each.evaluation, "t", "Trial", "window-days")
    yield from reduction_steps(each)
    yield from days_enough(each)
    if each.sure is not None:
        yield from sure_steps(each.sure, each)
    yield from flip_steps(each)


def redo(each: Working) -> None:
    """Every step; and the last of them is what the trial's page says."""
    result, steps = each.result, list(steps_of(each))
    for step in steps:
        if not step.looked_up:
            assert checks(step.numbers, step.result), step
    by_name = {step.what: step for step in steps}
    percent = by_name.get("The reduction in percent")
    assert (percent is None) is (result.reduction_percent is None)
    if percent is not None:
        exact = redone(percent.result.partition(" ≈ ")[0])
        assert exact.holds(result.reduction_percent or Fraction(0))
        assert display_percent(Fraction(percent_exactly(percent))) == result.display
    ends = [step for step in steps if step.what.startswith("The interval’s")]
    assert bool(ends) is (result.confidence.interval_percent is not None)
    for step, end in zip(ends, result.confidence.interval_percent or (), strict=True):
        assert redone(step.numbers).holds(Fraction(end))
    look_up(steps)


def percent_exactly(step: Step) -> Fraction:
    return Fraction(step.result.partition(" ≈ ")[0].replace("−", "-"))


def look_up(steps: list[Step]) -> None:
    """The quantile and the chance, by another program, at the printed degrees of freedom."""
    by_letter = {step.letter: step for step in steps if step.letter}
    if "q" not in by_letter:
        return
    nu = float(by_letter["ν"].result)
    assert float(by_letter["q"].result) == pytest.approx(special.stdtrit(nu, 0.975), rel=1e-4)
    below = float(by_letter["z"].result.replace("−", "-"))
    chance = next(step for step in steps if step.what.startswith("Chance"))
    assert float(chance.result) == pytest.approx(special.stdtr(nu, below), rel=1e-3, abs=1e-9)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["trial"])
def test_a_worked_case_is_redone_from_what_is_printed(case: dict[str, str]) -> None:
    for each in made(case_diary(case), case_protocol(case), date.fromisoformat(case["as_of"])):
        redo(each)


def test_random_diaries_are_redone_from_what_is_printed() -> None:
    for given, rules, as_of in trials(seed=11, count=RANDOM_TRIALS):
        for each in made(given, rules, as_of):
            redo(each)


def test_the_steps_of_one_trial_word_by_word() -> None:
    (each,) = made(diary("7 8 8 8 7 8 8", "4 3 . 4 4 4 4"), Protocol(), on(8))
    said = [f"{step.numbers} = {step.result}" for step in steps_of(each)]
    assert said[:6] == [
        "7 + 8 + 8 + 8 + 7 + 8 + 8 = 54",
        "54 ÷ 7 = 54/7 ≈ 7.71429",
        "4 + 3 + 4 + 4 + 4 + 4 = 23",
        "23 ÷ 6 = 23/6 ≈ 3.83333",
        "(54/7) − (23/6) = 163/42 ≈ 3.88095",
        "100 × (163/42) ÷ (54/7) = 4075/81 ≈ 50.3086",
    ]
    assert said[-1] == "(0.5 × (54/7) × 7 − 23) ÷ 1 = 4"


def test_a_day_that_does_not_count_says_why() -> None:
    rules = Protocol(count_late=False)
    (each,) = made(diary(SEVEN_EIGHTS, "4 4l 4x . 4 4 4"), rules, on(8))
    assert [day.use for day in each.evaluation.days] == [
        "counted",
        "late",
        "excluded",
        "missing",
        "counted",
        "counted",
        "counted",
    ]
    assert each.evaluation.count == 4
    assert each.evaluation.total == 16
