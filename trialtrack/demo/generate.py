"""The demonstration clinic, made from a seed and the day on which it is shown."""

from datetime import date, datetime, timedelta
from fractions import Fraction
from random import Random

from trialtrack.demo.entries import entries
from trialtrack.demo.finished import FINISHED
from trialtrack.demo.goals import goal
from trialtrack.demo.people import person
from trialtrack.demo.plan import ClinicPlan, Switched, TrialPlan
from trialtrack.demo.running import RUNNING
from trialtrack.demo.scenario import Scenario
from trialtrack.demo.times import at_a_visit, local

SEED = 20_260_310
SCENARIOS = (*RUNNING, *FINISHED)


def demonstration(today: date, seed: int = SEED) -> ClinicPlan:
    """The clinic as it stands when diary day `today` begins; the same for the same arguments."""
    trials = tuple(
        _trial(Random(f"{seed}/{scenario.key}"), scenario, number, today)
        for number, scenario in enumerate(SCENARIOS)
    )
    first = min(trial.planned_at for trial in trials).date()
    return ClinicPlan(today, local(first - timedelta(days=3), 9), trials)


def _trial(rng: Random, scenario: Scenario, number: int, today: date) -> TrialPlan:
    placed_on = today - timedelta(days=scenario.placed_days_ago)
    planned_removal_on = placed_on + timedelta(days=scenario.length_days)
    removed_on = planned_removal_on if scenario.finished else None
    planned_on = placed_on - timedelta(days=scenario.protocol.baseline_days + rng.randrange(3, 11))
    return TrialPlan(
        scenario=scenario.key,
        person=person(rng, number, today),
        modality=scenario.modality,
        trial_drug=scenario.trial_drug,
        sites=tuple(site.name for site in scenario.sites),
        protocol=scenario.protocol,
        medicines=scenario.medicines,
        goal=goal(number),
        planned_at=at_a_visit(rng, planned_on),
        placed_on=placed_on,
        placed_at=None if placed_on >= today else local(placed_on, 14, rng.randrange(60)),
        planned_removal_on=planned_removal_on,
        removed_on=removed_on,
        removed_at=None if removed_on is None else local(removed_on, 10, rng.randrange(60)),
        guesses=_guesses(scenario, placed_on),
        clinic_ratings=_ratings(scenario),
        switches=_switches(scenario, placed_on),
        entries=entries(rng, scenario, placed_on, today),
        meant=scenario.meant,
    )


def _guesses(scenario: Scenario, placed_on: date) -> tuple[datetime, ...]:
    """Five wrong dates of birth, one a minute: the last voids the card."""
    if scenario.card_void_on is None:
        return ()
    day = placed_on + timedelta(days=scenario.card_void_on)
    return tuple(local(day, 17, 45 + n) for n in range(5))


def _ratings(scenario: Scenario) -> dict[str, Fraction]:
    if scenario.clinic_rating is None:
        return {}
    return {scenario.sites[0].name: scenario.clinic_rating}


def _switches(scenario: Scenario, placed_on: date) -> tuple[Switched, ...]:
    """Programmes go on after placement, or at a visit; off lasts from one evening to two later."""
    visits = [
        (programme, local(placed_on + timedelta(days=day), 11 if day else 16, 20))
        for day, programme in scenario.programmes
    ]
    found = [Switched(programme, at, recorded_at=at) for programme, at in visits]
    for day in scenario.off_on:
        off = placed_on + timedelta(days=day)
        before = [programme for on, programme in scenario.programmes if on < day]
        back_at = local(off + timedelta(days=1), 9, 40)
        found.append(Switched(None, local(off - timedelta(days=1), 20, 30), local(off, 9, 15)))
        found.append(Switched(before[-1], back_at, recorded_at=back_at))
    return tuple(sorted(found, key=lambda switched: switched.at))
