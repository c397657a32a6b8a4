"""The diary entries of a trial, with the late ones, the corrected ones and the notes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from random import Random

from trialtrack.clinical.answers import DayAnswers
from trialtrack.clinical.diary import Measure
from trialtrack.demo.answers import day_answers
from trialtrack.demo.courses import scores
from trialtrack.demo.more_answers import more_answers, other_names, side_effects
from trialtrack.demo.plan import Entry
from trialtrack.demo.scenario import Scenario
from trialtrack.demo.times import at_the_next_call, in_the_evening, next_morning, two_days_later

NOTED = 0.08
NEXT_MORNING = 0.08
SLIP_POINTS = 4
TELEPHONED = "Could not sign in that evening; read out from a slip of paper when we rang."
COPIED = "No signal where they stayed; brought the printed sheet to the visit."
BEFORE_NOTES = (
    "Long car journey today.",
    "Poor night, could not get comfortable.",
    "Shopping with my sister, paid for it in the evening.",
    "Cold and wet, everything aches.",
    "Quiet day at home.",
)
TRIAL_NOTES = (
    "Sat through a whole film for the first time in years.",
    "Turned it down at bedtime, it buzzed when I lay on my back.",
    "Dressing itches a bit.",
    "Walked to the corner shop and back without stopping.",
    "Less help in the evening than in the morning.",
    "Slept on the sofa, the bed is too soft for the leads.",
    "Took the dog out by myself.",
)


def entries(rng: Random, scenario: Scenario, placed_on: date, today: date) -> tuple[Entry, ...]:
    """Every entry that was sent before diary day `today` began, day by day."""
    pain = {site.name: scores(rng, scenario, site, placed_on) for site in scenario.sites}
    found: list[Entry] = []
    for day in scenario.logged:
        on = placed_on + timedelta(days=day)
        averages = {name: by_day[on] for name, by_day in pain.items()}
        answers = more_answers(scenario, day, day_answers(rng, scenario, day, on, averages))
        words = {
            "side_effects": side_effects(scenario, day),
            "other_names": other_names(scenario, day, answers),
        }
        sent = _sent(rng, scenario, day, answers, today)
        found.extend(replace(entry, **words) for entry in sent)  # type: ignore[arg-type]
    return tuple(found)


def _sent(
    rng: Random, scenario: Scenario, day: int, answers: DayAnswers, today: date
) -> Iterator[Entry]:
    at = _entered_at(rng, answers.day, today, late=day in scenario.late)
    note = _note(rng, day)
    if day in scenario.telephoned:
        yield Entry(answers, at_the_next_call(rng, answers.day), telephoned=TELEPHONED)
        return
    if day in scenario.copied:
        yield Entry(answers, at_the_next_call(rng, answers.day), copied=COPIED)
        return
    if day not in scenario.corrected:
        yield Entry(answers, at, note)
        return
    yield Entry(_with_a_slip(answers, scenario.sites[0].name), at, note)
    yield Entry(answers, at + timedelta(minutes=rng.randrange(2, 25)), note, corrects=True)


def _entered_at(rng: Random, day: date, today: date, *, late: bool) -> datetime:
    if late:
        return two_days_later(rng, day)
    # Yesterday's morning after is today, which has not begun.
    if rng.random() < NEXT_MORNING and day + timedelta(days=1) < today:
        return next_morning(rng, day)
    return in_the_evening(rng, day)


def _with_a_slip(answers: DayAnswers, site: str) -> DayAnswers:
    """The same answers with the average of a site tapped some points away, to be put right."""
    said = answers.pain[site]
    slip = said[Measure.AVERAGE] + SLIP_POINTS
    slipped = {**said, Measure.AVERAGE: min(slip, Fraction(10)), Measure.WORST: Fraction(10)}
    return replace(answers, pain={**answers.pain, site: slipped})


def _note(rng: Random, day: int) -> str | None:
    if rng.random() >= NOTED:
        return None
    return rng.choice(TRIAL_NOTES if day > 0 else BEFORE_NOTES)
