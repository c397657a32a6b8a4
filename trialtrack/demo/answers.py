"""What a patient answers for one day: sleep and activity follow the pain, loosely."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from random import Random

from trialtrack.clinical.answers import DayAnswers
from trialtrack.clinical.diary import Domain, Measure, Scores
from trialtrack.demo.courses import WITHOUT_SURGERY, level
from trialtrack.demo.plan import Taken
from trialtrack.demo.scenario import Scenario
from trialtrack.demo.scores import worst_of_day

SKIPPED = 0.04
"""How often a question is left out; the average of the primary site never is on a logged day."""
RESTED_DAYS = 14


def day_answers(
    rng: Random, scenario: Scenario, day: int, on: date, pain: Mapping[str, int]
) -> DayAnswers:
    """The answers of one logged day. `pain` holds the average score of every site by name."""
    primary = pain[scenario.sites[0].name]
    # So that "the same as yesterday" can be shown.
    yesterday = not scenario.finished and day == scenario.logged[-1]
    return DayAnswers(
        day=on,
        pain={
            name: scores
            for name, average in pain.items()
            if (scores := _scores(rng, average, always=name == scenario.sites[0].name))
        },
        values=_values(rng, scenario, day, primary),
        doses=None if _skips(rng) and not yesterday else _doses(rng, scenario, day, primary),
        other_rescue_doses=None
        if _skips(rng) and not yesterday
        else Fraction(rng.random() < (primary - 4) / 30),
        stated_relief_percent=_stated_relief(rng, scenario, day, primary),
    )


def _skips(rng: Random) -> bool:
    return rng.random() < SKIPPED


def _scores(rng: Random, average: int, *, always: bool) -> Scores:
    given: dict[Measure, Fraction] = {}
    worst = worst_of_day(rng, average)
    if not _skips(rng) or always:
        given[Measure.AVERAGE] = Fraction(average)
    if not _skips(rng):
        given[Measure.WORST] = Fraction(worst)
    return given


def _values(rng: Random, scenario: Scenario, day: int, pain: int) -> Mapping[Domain, Fraction]:
    rested = 0 <= day < RESTED_DAYS and scenario.modality not in WITHOUT_SURGERY
    said = {
        Domain.SLEEP_HOURS: Fraction(round(2 * (7.6 - 0.32 * pain + rng.gauss(0, 0.6))), 2),
        Domain.SLEEP_QUALITY: Fraction(_between(round(9.0 - 0.8 * pain + rng.gauss(0, 1)), 0, 10)),
        Domain.AWAKENINGS: Fraction(_between(round(0.5 * pain + rng.gauss(0, 0.8)), 0, 8)),
        Domain.ACTIVITY_INTERFERENCE: Fraction(
            _between(round(0.9 * pain + rng.gauss(0, 0.9)), 0, 10)
        ),
        Domain.WALKING_MINUTES: Fraction(
            _between(5 * round(12 - pain - 2 * rested + rng.gauss(0, 1.5)), 0, 120)
        ),
    }
    return {domain: value for domain, value in said.items() if not _skips(rng)}


def _doses(rng: Random, scenario: Scenario, day: int, pain: int) -> Mapping[str, Fraction]:
    return {
        taken.medicine.name: Fraction(_units(rng, scenario, taken, day, pain))
        for taken in scenario.medicines
    }


def _units(rng: Random, scenario: Scenario, taken: Taken, day: int, pain: int) -> int:
    progress = _share(2 * day / max(scenario.ends_before, 1)) if day > 0 else 0.0
    usual = taken.before + (taken.at_end - taken.before) * progress
    if not taken.as_needed:
        return round(usual)
    worse = pain - level(scenario, scenario.sites[0], day)
    return max(0, min(round(usual + 0.4 * worse + rng.gauss(0, 0.6)), taken.before + 2, 8))


def _stated_relief(rng: Random, scenario: Scenario, day: int, pain: int) -> Fraction | None:
    if day < scenario.protocol.washout_days or _skips(rng):
        return None
    fall = 100 * (1 - pain / float(scenario.sites[0].before))
    said = fall + scenario.stated_relief_gap + rng.gauss(0, 8)
    return Fraction(_between(10 * round(said / 10), 0, 100))


def _share(value: float) -> float:
    return max(0.0, min(1.0, value))


def _between(value: int, low: int, high: int) -> int:
    return max(low, min(high, value))
