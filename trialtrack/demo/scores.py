"""Pain scores that look like life: whole numbers that hold on from day to day, with a known sum."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from random import Random

LOWEST, HIGHEST = 0, 10
WOBBLE_SD = 1.0
HELD_OVER = 0.35


def wobble(rng: Random, days: int, sd: float = WOBBLE_SD, held: float = HELD_OVER) -> list[float]:
    """Good days and bad days in NRS points: each keeps a share of the one before."""
    found, last = [], 0.0
    fresh = sd * (1 - held * held) ** 0.5
    for _ in range(days):
        last = held * last + rng.gauss(0, fresh)
        found.append(last)
    return found


def whole_scores(wished: Mapping[date, float]) -> dict[date, int]:
    """Every wished-for score as a whole number from 0 to 10."""
    return {day: _clip(round(score)) for day, score in wished.items()}


def with_mean(
    scores: Mapping[date, int], wished: Mapping[date, float], days: Sequence[date], mean: Fraction
) -> dict[date, int]:
    """The same scores with this mean over `days`, or the nearest that whole numbers give.

    One point at a time is moved, on the day where that strays least from what was wished for.
    """
    moved = dict(scores)
    short = round(mean * len(days)) - sum(moved[day] for day in days)
    step = 1 if short > 0 else -1
    for _ in range(abs(short)):
        room = [day for day in days if LOWEST <= moved[day] + step <= HIGHEST]
        nearest = min(room, key=lambda day: step * (moved[day] - wished[day]))
        moved[nearest] += step
    return moved


def worst_of_day(rng: Random, average: int) -> int:
    """The worst score of a day whose average is known: never below it."""
    return _clip(average + rng.choice((0, 1, 1, 2, 2, 3)) if average else rng.choice((0, 0, 1)))


def _clip(score: int) -> int:
    return max(LOWEST, min(HIGHEST, score))
