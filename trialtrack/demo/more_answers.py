"""The rest of a logged day: pain right now, standing, patches, stimulation, words.

Drawn apart from the scores, so that what a trial is meant to show does not depend on them.
"""

from dataclasses import replace
from fractions import Fraction
from random import Random

from trialtrack.clinical.answers import UNKNOWN_PROGRAMME, DayAnswers, OtherMedicine
from trialtrack.clinical.diary import Domain, Measure, Scores
from trialtrack.clinical.opioids import Form
from trialtrack.demo.courses import WITHOUT_SURGERY
from trialtrack.demo.scenario import Scenario
from trialtrack.models.trial import Modality

OFTEN, SELDOM = 0.9, 0.05
PATCH_DAYS = 3
MINUTES_IN_A_DAY = 1440
SIDE_EFFECTS = (
    "A bit dizzy in the morning.",
    "Tingling too strong when I bend.",
    "Dry mouth.",
    "Sleepy after lunch.",
)
NOT_FOR_PAIN = ("Hay fever tablet", "Stomach tablet", "Cough mixture")


def more_answers(scenario: Scenario, day: int, answers: DayAnswers) -> DayAnswers:
    """The same answers with the rest; `programme` is the name of a programme."""
    rng = Random(f"{scenario.key} {day}")
    said = answers
    if rng.random() < OFTEN:
        said = replace(said, pain={site: _now(rng, scores) for site, scores in said.pain.items()})
    if rng.random() < OFTEN:
        standing = Fraction(5 * rng.randrange(3, 25))
        said = replace(said, values={**said.values, Domain.STANDING_MINUTES: standing})
    if rng.random() < SELDOM:
        said = _rather_not(scenario, said)
    if said.doses is not None:
        said = replace(said, patches_changed=_patches(scenario, day))
    if day >= 0 and scenario.programmes:
        said = _stimulation(rng, scenario, day, said)
    if rng.random() < SELDOM:
        said = replace(said, other_medicines=(OtherMedicine(Fraction(1), for_pain=False),))
    return said


def side_effects(scenario: Scenario, day: int) -> str | None:
    """What the patient writes of them, on a few days under treatment."""
    rng = Random(f"side effects {scenario.key} {day}")
    return rng.choice(SIDE_EFFECTS) if day > 0 and rng.random() < 2 * SELDOM else None


def other_names(scenario: Scenario, day: int, answers: DayAnswers) -> tuple[str, ...]:
    """What the medicines outside the plan are called."""
    rng = Random(f"names {scenario.key} {day}")
    return tuple(rng.choice(NOT_FOR_PAIN) for _ in answers.other_medicines)


def _now(rng: Random, scores: Scores) -> Scores:
    average = scores.get(Measure.AVERAGE)
    if average is None:
        return scores
    highest = scores.get(Measure.WORST, Fraction(10))
    now = min(highest, max(Fraction(0), average + rng.choice((-1, 0, 0, 1))))
    return {**scores, Measure.NOW: now}


def _rather_not(scenario: Scenario, answers: DayAnswers) -> DayAnswers:
    """The worst of the last site is not told; the primary site's average always is."""
    name = scenario.sites[-1].name
    scores: Scores = {
        measure: score
        for measure, score in answers.pain.get(name, {}).items()
        if measure is not Measure.WORST
    }
    if not scores:
        return answers
    pain: dict[str, Scores] = {**answers.pain, name: scores}
    return replace(answers, pain=pain, declined={name: frozenset({Measure.WORST})})


def _patches(scenario: Scenario, day: int) -> dict[str, bool]:
    return {
        taken.medicine.name: day % PATCH_DAYS == 0
        for taken in scenario.medicines
        if taken.medicine.form is Form.PATCH
    }


def _stimulation(rng: Random, scenario: Scenario, day: int, answers: DayAnswers) -> DayAnswers:
    on = [programme for since, programme in scenario.programmes if since <= day]
    named = on[-1] if rng.random() < OFTEN else UNKNOWN_PROGRAMME
    if scenario.modality in (*WITHOUT_SURGERY, Modality.INTRATHECAL_PUMP):
        return replace(answers, programme=named)
    off = MINUTES_IN_A_DAY if day in scenario.off_on else 0
    if not off and rng.random() < SELDOM:
        off = 30 * rng.randrange(1, 5)
    return replace(answers, programme=named, off_minutes=Fraction(off))
