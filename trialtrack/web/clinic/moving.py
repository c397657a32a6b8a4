"""Which days of a trial can be put right, and what the trial would be then."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from trialtrack.access import STATES, Action
from trialtrack.clock import diary_day
from trialtrack.services.date_corrections import (
    check_placement,
    check_plan,
    check_planned_removal,
    check_removal,
)
from trialtrack.services.postpone_placement import moved_rules
from trialtrack.store.records import TrialRecord


class What(StrEnum):
    """The day that is put right, as it stands in the address."""

    PLANNED_PLACEMENT = "planned-placement"
    PLANNED_REMOVAL = "planned-removal"
    PLACEMENT = "placement"
    REMOVAL = "removal"
    NO_REMOVAL = "no-removal"


@dataclass(frozen=True, slots=True)
class Words:
    """How a change is called: on its link, over its page, and the question for the day."""

    action: Action
    link: str
    title: str
    day: str


WORDS: Mapping[What, Words] = MappingProxyType(
    {
        What.PLANNED_PLACEMENT: Words(
            Action.POSTPONE_PLACEMENT,
            "Postpone it, or bring it forward",
            "Plan the placement for another day",
            "On which day is the placement planned now?",
        ),
        What.PLANNED_REMOVAL: Words(
            Action.PLAN_REMOVAL,
            "Plan it for another day",
            "Plan the removal for another day",
            "On which day is the removal planned now?",
        ),
        What.PLACEMENT: Words(
            Action.CORRECT_PLACEMENT,
            "It was another day",
            "The leads went in on another day",
            "On which day did the leads go in?",
        ),
        What.REMOVAL: Words(
            Action.CORRECT_REMOVAL,
            "It was another day",
            "The leads came out on another day",
            "On which day did the leads come out?",
        ),
        What.NO_REMOVAL: Words(
            Action.TAKE_BACK_REMOVAL,
            "The leads are still in",
            "The leads are still in",
            "",
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for. `removal_on`: the planned removal, where it does not move along."""

    what: What
    day: date | None = None
    removal_on: date | None = None
    baseline_stays: bool = False


def can_be_changed(record: TrialRecord, what: What) -> bool:
    """Whether the trial's state has this change."""
    return record.state in STATES[WORDS[what].action]


def day_now(record: TrialRecord, what: What) -> date:
    """The day as it stands."""
    if what in (What.PLANNED_PLACEMENT, What.PLACEMENT):
        return record.diary.placed_on
    if what is What.PLANNED_REMOVAL:
        return record.planned_removal_on
    return record.diary.removed_on or record.planned_removal_on


def with_change(record: TrialRecord, wanted: Wanted, at: datetime) -> TrialRecord:
    """The trial as it would be; raises the refusal that the service would raise of these days."""
    today, diary = diary_day(at, record.time_zone), record.diary
    now, day = day_now(record, wanted.what), wanted.day
    if wanted.what is What.NO_REMOVAL or day is None:
        return replace(record, diary=replace(diary, removed_on=None))
    if wanted.what is What.PLANNED_PLACEMENT:
        return _postponed(record, wanted, day, today)
    if wanted.what is What.PLANNED_REMOVAL:
        check_planned_removal(now, day, diary.placed_on)
        return replace(record, planned_removal_on=day)
    if wanted.what is What.PLACEMENT:
        last = min(diary.removed_on or record.planned_removal_on, record.planned_removal_on)
        check_placement(now, day, last, today)
        return replace(record, diary=replace(diary, placed_on=day))
    check_removal(now, day, diary.placed_on, today)
    return replace(record, diary=replace(diary, removed_on=day))


def _postponed(record: TrialRecord, wanted: Wanted, day: date, today: date) -> TrialRecord:
    old = record.diary.placed_on
    removal_on = wanted.removal_on or record.planned_removal_on + (day - old)
    check_plan(old, day, removal_on, today)
    return replace(
        record,
        diary=replace(record.diary, placed_on=day),
        protocol=moved_rules(record.protocol, old, day, stays=wanted.baseline_stays),
        planned_removal_on=removal_on,
    )
