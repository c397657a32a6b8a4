"""How often the interval holds the truth, in simulated diaries.

Run it by `python -m tests.clinical.simulate`.

One draw is one trial, put through `assess` whole. The pain of each day is a mean plus a
stationary first-order autoregressive error, drawn as one series over every day from the first
baseline day to the last treatment day, the day of placement included (it is no diary day of
either window). The mean falls on the day of placement. Scores are continuous, kept to a
thousandth of a point and not clipped; with `whole` they are rounded to whole numbers and
clipped to 0 to 10 as our pages ask for them, and the true reduction is then that of the means
before rounding and clipping.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from math import sqrt
from random import Random

from trialtrack.clinical.assessment import assess
from trialtrack.clinical.diary import Diary, DiaryDay, Measure
from trialtrack.clinical.protocol import Protocol
from trialtrack.clinical.results import Verdict

PLACED = date(2026, 3, 10)
SITE = "low back"
SEED = 20260310


@dataclass(frozen=True, slots=True)
class World:
    """What is true of the simulated people: NRS points, percent, days."""

    sd: float = 1.25
    correlation: float = 0.25
    baseline_mean: float = 7.0
    reduction_percent: float = 50.0
    baseline_days: int = 7
    trial_days: int = 6
    whole: bool = False


def diaries(world: World, draws: int, seed: int = SEED) -> Iterator[Diary]:
    """So many finished trials."""
    random = Random(seed)
    innovation = world.sd * sqrt(1 - world.correlation**2)
    after = world.baseline_mean * (1 - world.reduction_percent / 100)
    for _ in range(draws):
        error, days = random.gauss(0, world.sd), []
        for offset in range(-world.baseline_days, world.trial_days + 1):
            mean = world.baseline_mean if offset < 0 else after
            if offset:
                scores = {SITE: {Measure.AVERAGE: _score(mean + error, world.whole)}}
                days.append(DiaryDay(PLACED + timedelta(days=offset), scores))
            error = world.correlation * error + random.gauss(0, innovation)
        removed = PLACED + timedelta(days=world.trial_days + 1)
        yield Diary(PLACED, removed, SITE, (SITE,), tuple(days))


def _score(pain: float, whole: bool) -> Fraction:
    if whole:
        return Fraction(min(10, max(0, round(pain))))
    return Fraction(round(1000 * pain), 1000)


def coverage(world: World, draws: int, seed: int = SEED) -> float:
    """The share of draws whose interval holds the true reduction, with METHOD's defaults."""
    rules = Protocol(baseline_floor=Fraction(0), baseline_min_days=2, window_min_days=2)
    held = 0
    for diary in diaries(world, draws, seed):
        assert diary.removed_on is not None
        interval = assess(diary, rules, diary.removed_on).primary.confidence.interval_percent
        held += interval is not None and interval[0] <= world.reduction_percent <= interval[1]
    return held / draws


def met_at_the_end_and_at_any_look(world: World, draws: int) -> tuple[float, float]:
    """Shares of trials that are met on the last day, and on at least one day one could stop.

    One looks at the end of every treatment day, from the first on which the trial would be
    assessable, as if the leads came out the next morning.
    """
    end = ever = 0
    for diary in diaries(world, draws):
        answers = []
        for days in range(1, world.trial_days + 1):
            removed = PLACED + timedelta(days=days + 1)
            stopped = replace(diary, removed_on=removed)
            answers.append(assess(stopped, Protocol(), removed).primary.verdict)
        end += answers[-1] is Verdict.MET
        ever += Verdict.MET in answers
    return end / draws, ever / draws


WORLDS = {
    "SD 1.25, correlation 0.25": World(),
    "SD 1.25, correlation 0": World(correlation=0.0),
    "SD 1.25, correlation 0.5": World(correlation=0.5),
    "SD 2.2, correlation 0.25": World(sd=2.2),
    "SD 1.25, correlation 0.25, 5+3 days": World(baseline_days=5, trial_days=3),
    "SD 1.25, correlation 0.25, true 30%": World(reduction_percent=30.0),
    "SD 1.25, correlation 0.25, true 80%": World(reduction_percent=80.0),
    "SD 1.25, correlation 0.25, whole numbers 0 to 10": World(whole=True),
    "SD 2.2, correlation 0.25, whole numbers 0 to 10": World(sd=2.2, whole=True),
}


def main(draws: int = 20_000) -> None:
    """Print every figure that the README of the clinical core gives."""
    for name, world in WORLDS.items():
        print(f"{name}: {100 * coverage(world, draws):.1f}%", flush=True)
    for true in (35.0, 45.0):
        world = World(reduction_percent=true, trial_days=7)
        end, ever = met_at_the_end_and_at_any_look(world, draws // 4)
        print(f"true {true:.0f}%: met at the end {100 * end:.1f}%, at any look {100 * ever:.1f}%")


if __name__ == "__main__":
    main()
