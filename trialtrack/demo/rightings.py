"""What was put right in the demonstration: a trial postponed, one cancelled, days corrected."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

from trialtrack.demo.plan import ClinicPlan, Person, TrialPlan
from trialtrack.demo.times import local
from trialtrack.demo.trial_story import Step, TrialStory
from trialtrack.models import ExclusionCause
from trialtrack.services.cancel_trial import cancel_trial
from trialtrack.services.correct_dates import correct_removal
from trialtrack.services.exclude_day import exclude_day
from trialtrack.services.postpone_placement import postpone_placement

CANCELLED = "cancelled"
POSTPONED = "baseline under way"
LEFT_OUT = ("running, so far well", 2)
"""In which trial, and which day after placement, was left out."""
REMOVAL_CORRECTED = "exactly at the threshold"
WHO_WAS_CANCELLED = Person("Demo-Larsson", "Ebba", date(1967, 8, 14), "D4410724", "07700 900275")


def told(plan: ClinicPlan) -> tuple[TrialPlan, ...]:
    """The trials of the plan, one of them with a slip, and one more that was cancelled."""
    trials = tuple(
        replace(trial, removal_slips=trial.scenario == REMOVAL_CORRECTED) for trial in plan.trials
    )
    like = next(trial for trial in trials if trial.scenario == POSTPONED)
    called_off = replace(
        like, scenario=CANCELLED, person=WHO_WAS_CANCELLED, entries=like.entries[:2], guesses=()
    )
    return (*trials, called_off)


def rightings(story: TrialStory, today: date) -> Iterator[Step]:
    """What happens to one trial."""
    plan = story.plan
    if plan.scenario == CANCELLED:
        yield Step(local(today - timedelta(days=1), 16, 20), partial(_cancels, story, today))
    if plan.scenario == POSTPONED:
        yield from _postpones(story)
    if plan.scenario == LEFT_OUT[0]:
        yield Step(local(today - timedelta(days=1), 17, 5), partial(_leaves_out, story, today))
    if plan.scenario == REMOVAL_CORRECTED and plan.removed_at is not None:
        yield Step(plan.removed_at + timedelta(minutes=25), partial(_corrects, story))


def day_left_out(plan: TrialPlan) -> date | None:
    """The day of a trial that is left out of its result; None: none is."""
    scenario, after = LEFT_OUT
    return plan.placed_on + timedelta(days=after) if plan.scenario == scenario else None


def _cancels(story: TrialStory, today: date) -> None:
    cancel_trial(
        trial_id=story.trial_id,
        reason="A tooth abscess. The anaesthetist wants it treated first; seen again in March.",
        by=story.team.nurse,
        at=local(today - timedelta(days=1), 16, 20),
    )


def _postpones(story: TrialStory) -> Iterator[Step]:
    """Put off by five days, and brought forward again when a place became free."""
    plan = story.plan
    planned = plan.placed_on, plan.planned_removal_on
    later = tuple(day + timedelta(days=5) for day in planned)
    for after, days, reason in (
        (timedelta(hours=1), later, "No theatre list that week."),
        (timedelta(hours=20), planned, "A place became free, and that day suits."),
    ):
        at = plan.planned_at + after
        yield Step(at, partial(_moves, story, days[0], days[1], reason, at))


def _moves(story: TrialStory, placed_on: date, removal_on: date, reason: str, at: datetime) -> None:
    postpone_placement(
        trial_id=story.trial_id,
        placed_on=placed_on,
        planned_removal_on=removal_on,
        reason=reason,
        by=story.team.nurse,
        at=at,
    )


def _leaves_out(story: TrialStory, today: date) -> None:
    day = day_left_out(story.plan)
    if day is None:
        return
    exclude_day(
        trial_id=story.trial_id,
        day=day,
        cause=ExclusionCause.ILLNESS,
        reason="A stomach upset, in bed all day. Told us on the telephone.",
        by=story.team.consultant,
        at=local(today - timedelta(days=1), 17, 5),
    )


def _corrects(story: TrialStory) -> None:
    plan = story.plan
    if plan.removed_on is None or plan.removed_at is None:
        return
    correct_removal(
        trial_id=story.trial_id,
        removed_on=plan.removed_on,
        reason="Recorded for the day before by a slip of the hand.",
        by=story.team.nurse,
        at=plan.removed_at + timedelta(minutes=25),
    )
