"""The nurse's Today: everything that needs somebody now, and what comes next."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from trialtrack.access import Action, Viewer, require
from trialtrack.clinical.windows import baseline_window
from trialtrack.db import reading
from trialtrack.models import Clinic, Modality
from trialtrack.queries.aside import with_notes
from trialtrack.queries.attention import attention, in_order
from trialtrack.queries.due import placement_due, removal_due, unused_card
from trialtrack.queries.ended import end_answers_missing
from trialtrack.queries.flags import Caller, caller_of
from trialtrack.queries.gaps import short_baseline, silence, thin_window
from trialtrack.queries.matter import Matter
from trialtrack.queries.running import RunningTrial, running_trials
from trialtrack.store.aside import times_put_aside
from trialtrack.store.records import PatientFacts

Rule = Callable[[RunningTrial], Iterable[Matter]]
RULES: tuple[Rule, ...] = (
    silence,
    short_baseline,
    thin_window,
    removal_due,
    placement_due,
    unused_card,
)
"""What can be said of a trial once it is read. A rule reads nothing itself."""


class Milestone(StrEnum):
    """What comes next in a trial."""

    BASELINE_ENDS = "baseline_ends"
    PLACEMENT = "placement"
    REMOVAL = "removal"


@dataclass(frozen=True, slots=True)
class Coming:
    """The next thing planned in one trial, on a day that is still to come."""

    milestone: Milestone
    on: date
    trial_id: UUID
    person: PatientFacts
    modality: Modality


@dataclass(frozen=True, slots=True)
class Today:
    """What needs somebody as of an instant, in order, and what is next, the soonest first.

    `put_aside`: what stands and can wait for a while. `time_zone`: the clinic's own.
    """

    at: datetime
    time_zone: str
    matters: tuple[Matter, ...]
    put_aside: tuple[Matter, ...]
    coming: tuple[Coming, ...]


@reading
def today(session: Session, *, viewer: Viewer, at: datetime) -> Today:
    """Of the viewer's clinic; for its own team.

    One SELECT a source of `attention`, four more, and those of `read_diaries`, however many
    trials there are.
    """
    require(viewer, Action.SEE_ATTENTION)
    zone = session.scalar(select(Clinic.time_zone).where(Clinic.id == viewer.clinic_id))
    running = running_trials(session, viewer, at)
    found = [matter for trial in running for rule in RULES for matter in rule(trial)]
    found += end_answers_missing(session, viewer, at)
    standing = with_notes(session, viewer, in_order((*attention(viewer=viewer), *found)), at)
    coming = [each for trial in running for each in _coming(trial)]
    return Today(
        at=at,
        time_zone=zone or "UTC",
        matters=tuple(each for each in standing if each.aside_until(at) is None),
        put_aside=tuple(each for each in standing if each.aside_until(at) is not None),
        coming=tuple(sorted(coming, key=lambda each: (each.on, each.milestone, each.trial_id))),
    )


@dataclass(frozen=True, slots=True)
class TrialMatters:
    """What stands about one trial, and whom to call. `seen`: how often any of it was put aside."""

    caller: Caller
    matters: tuple[Matter, ...]
    put_aside: tuple[Matter, ...]
    seen: int


@reading
def trial_matters(
    session: Session, *, viewer: Viewer, trial_id: UUID, at: datetime
) -> TrialMatters:
    """Of a trial of the viewer's clinic; NotFound otherwise."""
    require(viewer, Action.PUT_ASIDE)
    caller = caller_of(viewer=viewer, trial_id=trial_id)
    found = today(viewer=viewer, at=at)
    return TrialMatters(
        caller,
        tuple(each for each in found.matters if each.trial_id == trial_id),
        tuple(each for each in found.put_aside if each.trial_id == trial_id),
        times_put_aside(session, trial_id),
    )


def _coming(trial: RunningTrial) -> Iterable[Coming]:
    """At most one thing a trial: the first that lies ahead."""
    record = trial.record
    planned = (
        ((Milestone.REMOVAL, record.planned_removal_on),)
        if trial.leads_are_in
        else (
            (Milestone.BASELINE_ENDS, baseline_window(record.diary, record.protocol).end),
            (Milestone.PLACEMENT, record.diary.placed_on),
        )
    )
    for milestone, on in planned:
        if on > trial.today:
            yield Coming(milestone, on, record.trial_id, trial.person, record.modality)
            return
