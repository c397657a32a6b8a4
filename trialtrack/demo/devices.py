"""Leads, settings of programmes, and hours without stimulation in the demonstration."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import uuid4

from trialtrack.demo.plan import TrialPlan
from trialtrack.demo.times import local
from trialtrack.demo.trial_story import Step, TrialStory
from trialtrack.models import Side
from trialtrack.services.correct_programmes import WasOn, correct_programmes
from trialtrack.services.leads import PlannedLead, record_leads

Leads = tuple[PlannedLead, ...]
TWO_OCTRODES = (
    PlannedLead("octrode", Side.LEFT, "T8", "T10"),
    PlannedLead("octrode", Side.RIGHT, "T8", "T10"),
)
ONE_LEVEL_LOWER = (TWO_OCTRODES[0], PlannedLead("octrode", Side.RIGHT, "T9", "T11"))


def _drg(level: str, side: Side) -> Leads:
    return (PlannedLead("DRG lead", side, level),)


def _nerve(nerve: str, side: Side) -> Leads:
    return (PlannedLead("fine-wire lead", side, nerve=nerve),)


PLANNED: Mapping[str, Leads] = {
    "running, so far well": TWO_OCTRODES,
    "running, day 3": (PlannedLead("octrode", Side.MIDLINE, "T9", "T10"),),
    "running, day 1": _drg("L5", Side.LEFT),
    "baseline under way": TWO_OCTRODES,
    "ends today": (PlannedLead("octrode", Side.RIGHT, "T9", "T11"),),
    "sixty days, half way": _nerve("axillary nerve", Side.LEFT),
    "stimulation off for a day": _drg("T12", Side.LEFT),
    "met clearly": TWO_OCTRODES,
    "switch of programme": TWO_OCTRODES,
    "exactly at the threshold": _drg("L5", Side.RIGHT),
    "sixty days, slowly better": _nerve("suprascapular nerve", Side.RIGHT),
    "pump trial": (PlannedLead("catheter", level_from="T10"),),
}
"""By scenario, the leads that are planned, and placed as planned unless `PLACED` says other."""

PLACED: Mapping[str, Leads] = {"met clearly": ONE_LEVEL_LOWER}
CHANGED: Mapping[str, tuple[Leads, str]] = {
    "running, so far well": (ONE_LEVEL_LOWER, "The right lead lies a level lower on the X-ray."),
}
"""What was found on the day after placement, and why it is written down anew."""


@dataclass(frozen=True, slots=True)
class OffHours:
    """Stimulation was off from one hour to another of a day counted from placement."""

    day: int
    from_hour: int
    to_hour: int
    words: str

    def bounds(self, plan: TrialPlan) -> tuple[datetime, datetime]:
        """From when until when."""
        day = plan.placed_on + timedelta(days=self.day)
        return local(day, self.from_hour), local(day, self.to_hour)


OFF_HOURS: Mapping[str, OffHours] = {
    "running, so far well": OffHours(
        2, 9, 15, "The battery was empty until she found the charger."
    ),
}
"""By scenario, what the patient told only on the next day."""


def devices(story: TrialStory) -> Iterator[Step]:
    """Leads planned, placed and changed; hours without stimulation that were told later."""
    plan = story.plan
    leads = PLANNED.get(plan.scenario)
    if leads is not None:
        yield _leads(story, leads, plan.planned_at)
    if plan.placed_at is None:
        return
    if leads is not None:
        yield _leads(story, PLACED.get(plan.scenario, leads), plan.placed_at)
    if plan.scenario in CHANGED:
        changed, why = CHANGED[plan.scenario]
        yield _leads(story, changed, plan.placed_at + timedelta(days=1), why)
    if plan.scenario in OFF_HOURS:
        off = OFF_HOURS[plan.scenario]
        told_at = local(plan.placed_on + timedelta(days=off.day + 1), 10)
        yield Step(told_at, partial(_was_off, story, off, told_at))


def _leads(story: TrialStory, leads: Leads, at: datetime, why: str | None = None) -> Step:
    def happens() -> None:
        by = story.team.consultant
        record_leads(trial_id=story.trial_id, leads=leads, by=by, at=at, reason=why)

    return Step(at, happens)


def _was_off(story: TrialStory, off: OffHours, at: datetime) -> None:
    starts_at, ends_at = off.bounds(story.plan)
    correct_programmes(
        trial_id=story.trial_id,
        was_on=WasOn(uuid4(), None, starts_at, ends_at),
        reason=off.words,
        by=story.team.nurse,
        at=at,
    )
