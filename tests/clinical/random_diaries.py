"""Trials at random, the odd ones among them.

Zeros, gaps, late and excluded days, protocols anywhere within their bounds, one-day and 60-day
trials, several sites, interim and final.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from random import Random

from tests.clinical.diaries import PLACED
from trialtrack.clinical.diary import Diary, DiaryDay, Domain, Measure, WantsImplant
from trialtrack.clinical.protocol import ACTIVITY_MEASURES, Protocol

SITES = ("low back", "left leg", "right foot")
TENTHS = [Fraction(n, 10) for n in range(101)]
MEASURES = [list(Measure)[:n] for n in (1, 1, 1, 2, 4)]
PROGRAMMES = (None, "P1", "P1", "P2", "off")
NUMBERS = [Fraction(n) for n in (0, 1, 1, 2, 2, 2, 3, 5, 8, 24)]
DAY_SD_DF = [Fraction(text) for text in ("0.01", "1", "4", "100", "1000000", "1e20")]


def trials(seed: int, count: int) -> Iterator[tuple[Diary, Protocol, date]]:
    """So many trials, each with its protocol and the day on which one looks."""
    random = Random(seed)
    for _ in range(count):
        rules = Protocol() if random.random() < 0.4 else _protocol(random)
        given = _diary(random, rules)
        ends = given.removed_on or PLACED + timedelta(days=random.choice((1, 7, 20)))
        final = random.random() < 0.6
        as_of = ends if final else PLACED + timedelta(days=random.randint(-9, 61))
        yield given, rules, as_of


def _protocol(random: Random) -> Protocol:
    baseline_days, window_days = random.randint(1, 28), random.randint(1, 28)
    gap = random.choice((None, None, None, 0, 3, 28))
    return Protocol(
        threshold_percent=random.choice((Fraction(50), Fraction(random.randint(1, 1000), 10))),
        measure=random.choice(list(Measure)),
        baseline_days=baseline_days,
        baseline_min_days=random.randint(1, min(baseline_days, 5)),
        baseline_ends_on=None if gap is None else PLACED - timedelta(days=gap),
        baseline_floor=random.choice((Fraction(0), Fraction(4), Fraction(10))),
        washout_days=random.choice((0, 1, 2, 14)),
        window_days=window_days,
        window_min_days=random.randint(1, min(window_days, 5)),
        window_min_share=Fraction(random.randint(1, 100), 100),
        activity_measure=random.choice(ACTIVITY_MEASURES),
        count_late=random.random() < 0.5,
        autocorrelation=Fraction(random.randint(0, 90), 100),
        day_sd=random.choice((Fraction(1, 1000), Fraction(5, 4), Fraction(30))),
        day_sd_df=random.choice(DAY_SD_DF),
    )


def _diary(random: Random, rules: Protocol) -> Diary:
    length = random.choice((0, 1, 2, 4, 5, 6, 7, 8, 8, 8, 8, 9, 10, 11, 15))
    if random.random() < 0.02:
        length = 60
    sites = SITES[: random.choice((1, 1, 1, 1, 1, 1, 2, 3))]
    fill = random.choice((0.2, 0.6, 0.8, 0.9, 1.0))
    floor, ceiling, relief = random.choice((0, 0, 40, 70)), 100, random.choice((0, 30, 60, 100))
    if random.random() < 0.1:
        floor, ceiling = 0, random.choice((0, 1))
    asked = random.sample(list(Domain), random.choice((0, 0, 2)))
    first = -min(rules.baseline_days, 12) - (28 if rules.baseline_ends_on else 0)
    days = []
    for offset in range(first, length + random.choice((0, 0, 3))):
        if random.random() <= fill:
            low, high = (floor, ceiling) if offset < 0 else (0, max(1, ceiling - relief))
            day = PLACED + timedelta(days=offset)
            days.append(_day(random, day, sites, (low, high), asked))
    return Diary(
        PLACED,
        None if random.random() < 0.1 else PLACED + timedelta(days=length),
        sites[0],
        sites,
        tuple(days),
        {site: random.choice(TENTHS) for site in sites if random.random() < 0.4},
        random.choice((None, 1, 2, 3, 7)),
        random.choice((None, *WantsImplant)),
    )


def _day(
    random: Random, day: date, sites: tuple[str, ...], scores: tuple[int, int], asked: list[Domain]
) -> DiaryDay:
    # One random number for all the rare things, since a hundred thousand trials take their time.
    low, high = scores
    luck = random.random()
    measures = MEASURES[int(luck * 1000) % len(MEASURES)]
    at_sites = {
        site: {
            measure: TENTHS[low + int(random.random() * (high - low + 1))] for measure in measures
        }
        for site in sites
        if random.random() < 0.95
    }
    return DiaryDay(
        day,
        at_sites,
        {name: NUMBERS[int(random.random() * len(NUMBERS))] for name in asked},
        TENTHS[int(luck * 100)] * 10 if luck < 0.3 else None,
        PROGRAMMES[int(random.random() * len(PROGRAMMES))],
        0.5 < luck < 0.6,
        "illness" if 0.58 < luck < 0.62 else None,
        ("methadone",) if luck > 0.99 else (),
    )
