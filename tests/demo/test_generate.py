"""The demonstration clinic is what its table says it is, whatever the day and the seed."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from tests.demo.plan_as_diary import assessed
from trialtrack import clock
from trialtrack.clinical.answers import UNKNOWN_PROGRAMME, DayAnswers
from trialtrack.clinical.diary import Measure
from trialtrack.clinical.results import IntervalReason, LegState, Stage, Verdict
from trialtrack.demo.generate import SCENARIOS, SEED, demonstration
from trialtrack.demo.plan import TrialPlan
from trialtrack.demo.times import TIME_ZONE
from trialtrack.models.trial import Modality

LEAP_DAY = date(2028, 2, 29)
DAYS = (
    date(2026, 3, 10),
    LEAP_DAY,
    date(2026, 3, 29),  # the clocks go forward in the night before
    date(2026, 4, 2),
    date(2026, 10, 25),  # and back
    date(2026, 10, 28),
    date(2027, 1, 1),
)
KEYS = tuple(scenario.key for scenario in SCENARIOS)


def trial(key: str, today: date = DAYS[0], seed: int = SEED) -> TrialPlan:
    plan = demonstration(today, seed)
    return next(each for each in plan.trials if each.scenario == key)


@pytest.mark.parametrize("today", DAYS, ids=str)
@pytest.mark.parametrize("seed", [SEED, 1, 2])
def test_every_trial_has_the_verdict_that_it_is_meant_to_have(today: date, seed: int) -> None:
    wrong = {}
    for plan in demonstration(today, seed).trials:
        result, meant = assessed(plan, today).primary, plan.meant
        found = (result.verdict, result.confidence.certainty, result.reasons)
        if found != (meant.verdict, meant.certainty, meant.reasons):
            wrong[plan.scenario] = (found, result.reduction_percent)
    assert wrong == {}


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_one_trial_lies_exactly_on_the_threshold(today: date) -> None:
    result = assessed(trial("exactly at the threshold", today), today).primary
    assert result.reduction_percent == Fraction(50)
    assert result.display == "50.0%"
    assert result.verdict is Verdict.MET
    assert SCENARIOS[KEYS.index("exactly at the threshold")].meant.reduction_percent == 50


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_legs_and_direction_are_as_meant(today: date) -> None:
    for plan in demonstration(today).trials:
        result = assessed(plan, today)
        for leg, state in plan.meant.legs.items():
            assert (plan.scenario, result.legs.states[leg]) == (plan.scenario, state)
        reduction = result.primary.reduction_percent
        assert (reduction is not None and reduction < 0) == plan.meant.worse, plan.scenario


def test_opioids_rise_while_pain_falls_and_so_the_trial_is_not_supported() -> None:
    result = assessed(trial("less pain on more opioids"), DAYS[0])
    assert result.primary.verdict is Verdict.MET
    assert result.legs.supported is False
    assert list(result.legs.states.values()).count(LegState.FAILS) == 1


def test_stages_follow_from_the_day() -> None:
    stages = [assessed(plan, DAYS[0]).stage for plan in demonstration(DAYS[0]).trials]
    assert (stages.count(Stage.INTERIM), stages.count(Stage.FINAL)) == (8, 16)


def test_a_clinic_rating_alone_gives_no_interval() -> None:
    result = assessed(trial("clinic rating instead of a diary baseline"), DAYS[0]).primary
    assert result.baseline.grade == "C"
    assert result.confidence.interval_reason is IntervalReason.CLINIC_BASELINE


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_late_entries_are_those_that_are_meant_to_be(today: date) -> None:
    late = {
        plan.scenario: sorted(
            (entry.answers.day - plan.placed_on).days
            for entry in plan.entries
            if clock.is_late(entry.entered_at, entry.answers.day, TIME_ZONE)
        )
        for plan in demonstration(today).trials
    }
    assert {key: days for key, days in late.items() if days} == {
        "late entries": [-4, 2, 3, 4, 5, 6],
        "sixty days, slowly better": [27],
        "sixty days, half way": [9],
    }


@pytest.mark.parametrize("today", DAYS, ids=str)
@pytest.mark.parametrize("seed", [SEED, 1, 2, 3, 4, 5])
def test_nothing_has_happened_that_lies_ahead(today: date, seed: int) -> None:
    plan = demonstration(today, seed)
    begins_at = clock.diary_day_starts_at(today, TIME_ZONE)
    for each in plan.trials:
        happened = [each.planned_at, *(entry.entered_at for entry in each.entries)]
        happened += [switched.recorded_at for switched in each.switches]
        happened += [at for at in (each.placed_at, each.removed_at) if at is not None]
        assert plan.opened_at < min(happened)
        assert max(happened) < begins_at, each.scenario


def test_the_same_seed_gives_the_same_clinic_and_another_seed_another() -> None:
    assert demonstration(LEAP_DAY, 7) == demonstration(LEAP_DAY, 7)
    assert demonstration(LEAP_DAY, 7) != demonstration(LEAP_DAY, 8)


def test_all_modalities_and_twenty_four_different_people_are_there() -> None:
    trials = demonstration(DAYS[0]).trials
    people = [plan.person for plan in trials]
    assert len(KEYS) == len(set(KEYS)) == 24
    assert {plan.modality for plan in trials} == set(Modality)
    assert len({person.hospital_number for person in people}) == 24
    assert len({person.phone for person in people}) == 24
    assert all(person.family_name.startswith("Demo-") for person in people)
    assert {len(plan.sites) for plan in trials} == {1, 2, 3}


def test_days_look_like_life() -> None:
    trials = demonstration(DAYS[0]).trials
    days = [entry.answers for plan in trials for entry in plan.entries]
    scores = [scores for answers in days for scores in answers.pain.values()]
    for said in scores:
        assert all(score.denominator == 1 and 0 <= score <= 10 for score in said.values())
        if {Measure.AVERAGE, Measure.WORST} <= set(said):
            assert said[Measure.WORST] >= said[Measure.AVERAGE]
    assert sum(said.get(Measure.AVERAGE) == 0 for said in scores) > 3
    assert 0 < sum(_skips_something(answers) for answers in days) < len(days) // 2
    assert any(entry.note for plan in trials for entry in plan.entries)


def test_every_question_of_the_diary_is_answered_somewhere() -> None:
    entries = [entry for plan in demonstration(DAYS[0]).trials for entry in plan.entries]
    days = [entry.answers for entry in entries]
    assert any(Measure.NOW in scores for said in days for scores in said.pain.values())
    assert any(said.declined for said in days)
    assert any(True in said.patches_changed.values() for said in days)
    assert any(said.off_minutes == 0 for said in days)
    assert any(said.programme == UNKNOWN_PROGRAMME for said in days)
    assert any(entry.side_effects for entry in entries)
    named = [entry for entry in entries if entry.other_names]
    assert named
    assert all(len(entry.other_names) == len(entry.answers.other_medicines) for entry in entries)


def test_who_is_under_treatment_counted_the_medicines_of_yesterday() -> None:
    for plan in demonstration(DAYS[0]).trials:
        if plan.removed_on is None and plan.entries:
            last = plan.entries[-1].answers
            assert last.doses is not None
            assert last.other_rescue_doses is not None


def _skips_something(answers: DayAnswers) -> bool:
    return answers.doses is None or len(answers.values) < 5


def test_a_trial_of_sixty_days_gets_better_slowly() -> None:
    plan = trial("sixty days, slowly better")
    means = []
    for first in (1, 15, 29, 43):
        scores = [
            entry.answers.pain[plan.sites[0]][Measure.AVERAGE]
            for entry in plan.entries
            if first <= (entry.answers.day - plan.placed_on).days < first + 14
        ]
        means.append(sum(scores) / len(scores))
    assert means == sorted(means, reverse=True)
    assert means[0] > 5 > 3 > means[-1]


def test_corrections_put_the_first_answer_right() -> None:
    plan = trial("days without pain, and answers put right")
    corrected = [number for number, entry in enumerate(plan.entries) if entry.corrects]
    assert len(corrected) == 3
    for number in corrected:
        first, second = plan.entries[number - 1 : number + 1]
        assert first.answers.day == second.answers.day
        assert first.answers != second.answers
        assert first.entered_at < second.entered_at


def test_stimulation_is_off_for_one_whole_day() -> None:
    result = assessed(trial("stimulation off for a day"), DAYS[0])
    assert {each.programme: each.days for each in result.programmes}["off"] == 1


def test_a_switch_of_programme_is_seen() -> None:
    result = assessed(trial("switch of programme"), DAYS[0])
    assert [each.programme for each in result.programmes] == [
        "P1 Tonic, leg",
        "P2 Tonic, leg and back",
    ]


def test_a_visit_is_in_opening_hours_also_when_the_clocks_have_changed() -> None:
    at = trial("met clearly", date(2026, 7, 10)).removed_at
    assert at is not None
    assert at.astimezone(UTC).hour == 9  # ten by the summer clock
    assert datetime(2026, 7, 1, tzinfo=UTC) < at
