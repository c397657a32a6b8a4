"""The pain scores of a trial, day by day and site by site."""

from collections.abc import Mapping
from datetime import date, timedelta
from math import exp
from random import Random

from trialtrack.demo.scenario import Course, Scenario, Site
from trialtrack.demo.scores import whole_scores, with_mean, wobble
from trialtrack.models.trial import Modality

WITHOUT_SURGERY = (Modality.TENS, Modality.PNS)
SORE_POINTS = 0.8
"""How much worse the day of the procedure is, and a day without stimulation."""


def relief(course: Course, day: int, last: int) -> float:
    """The share of the final relief that there is on a treatment day; over 1 is more than that."""
    progress = day / max(last, 1)
    match course:
        case Course.SETTLES:
            return 1 - exp(-(day + 0.5) / 1.2)
        case Course.SLOW:
            return float(min(1.0, 1.1 * progress) ** 0.8)
        case Course.FADES:
            return 1.3 - 0.5 * progress
        case Course.DRIFTS:
            return 0.6 + 0.8 * progress


def level(scenario: Scenario, site: Site, day: int) -> float:
    """The score that a site would have on a day if no day were better or worse than it should."""
    before, at_end = float(site.before), float(site.at_end)
    surgery = scenario.modality not in WITHOUT_SURGERY
    if day < 0:
        return before
    if (day == 0 and surgery) or day in scenario.off_on:
        return before + SORE_POINTS
    return before + (at_end - before) * relief(scenario.course, day, scenario.ends_before)


def scores(rng: Random, scenario: Scenario, site: Site, placed_on: date) -> Mapping[date, int]:
    """The average pain of every logged day, with the scenario's means in both windows."""
    ups_and_downs = wobble(rng, len(scenario.logged))
    wished = {
        _on(placed_on, day): level(scenario, site, day) + up
        for day, up in zip(scenario.logged, ups_and_downs, strict=True)
    }
    found = whole_scores(wished)
    for days, mean in ((scenario.baseline, site.before), (scenario.window, site.at_end)):
        found = with_mean(found, wished, [_on(placed_on, day) for day in days], mean)
    return found


def _on(placed_on: date, day: int) -> date:
    return placed_on + timedelta(days=day)
