"""Record that the leads are in; from here on the protocol is frozen, by the database too."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from trialtrack.access import Action, AlreadyPlaced, Viewer
from trialtrack.clock import diary_day
from trialtrack.db import transactional
from trialtrack.models import Staff, Trial
from trialtrack.services.audit import Done, changed, write_audit
from trialtrack.services.find_trial import newest_protocol, trial_for
from trialtrack.services.keep_outcome import keep_outcome
from trialtrack.services.leads import PlannedLead, record_leads
from trialtrack.services.plan_trial import RemovalBeforePlacement
from trialtrack.services.programmes import switch_off, switch_programme
from trialtrack.services.protocol_versions import usable
from trialtrack.services.refusals import NotYet, staff_of
from trialtrack.services.sensible_days import check_length, not_long_before
from trialtrack.services.withdraw import HasWithdrawn, has_withdrawn


class PlannedRemovalBeforePlacement(RemovalBeforePlacement):
    """The removal is planned for an earlier day; give the day on which it is planned now."""


class PlacementRecorded(AlreadyPlaced):
    """The placement is recorded already. What is wrong in it is put right under Dates or Leads."""


@dataclass(frozen=True, slots=True)
class SwitchedOn:
    """What is on since when, once the leads are in; `programme_id` None: nothing yet."""

    programme_id: UUID | None
    since: datetime


@transactional
def record_placement(
    session: Session,
    *,
    trial_id: UUID,
    placed_on: date,
    by: Viewer,
    at: datetime,
    planned_removal_on: date | None = None,
    leads: Sequence[PlannedLead] | None = None,
    switched: SwitchedOn | None = None,
) -> None:
    """Record the day of placement, which may differ from the day planned.

    With it, the day on which the leads are to come out now, the leads as they were placed, and
    what is on since when; each of them None: as it was, or nothing to say.
    """
    trial = _planned(session, trial_id, by)
    if placed_on > diary_day(at, trial.time_zone):
        raise NotYet
    removal = planned_removal_on or trial.planned_removal_on
    if removal < placed_on:
        raise PlannedRemovalBeforePlacement
    _check_days(trial, placed_on, removal)
    usable(newest_protocol(session, trial_id).rules(), placed_on)
    old = {"placed_on": trial.placed_on, "planned_removal_on": trial.planned_removal_on}
    new = {"placed_on": placed_on, "planned_removal_on": removal}
    trial.placed_on, trial.planned_removal_on = placed_on, removal
    trial.placement_recorded_at = at
    trial.placement_recorded_by_id = staff_of(by)
    session.flush()
    changes = {"placement_recorded_at": (None, at), **changed(old, new)}
    done = Done(Action.RECORD_PLACEMENT, "trial", trial_id, trial.clinic_id, changes)
    write_audit(session, done, by=by, at=at)
    if leads is not None:
        record_leads(trial_id=trial_id, leads=leads, by=by, at=at)
    if switched is not None:
        _switch(trial_id, switched, by, at)
    keep_outcome(session, trial_id, at=at)


def _planned(session: Session, trial_id: UUID, by: Viewer) -> Trial:
    try:
        trial = trial_for(session, trial_id, by, Action.RECORD_PLACEMENT)
    except AlreadyPlaced:
        raise PlacementRecorded(_recorded(session, trial_id)) from None
    if has_withdrawn(session, trial_id):
        raise HasWithdrawn
    return trial


def _recorded(session: Session, trial_id: UUID) -> str:
    signed = Staff.id == Trial.placement_recorded_by_id
    name = session.scalar(select(Staff.name).join(Trial, signed).where(Trial.id == trial_id))
    return (
        f"The placement is recorded already, by {name}. A wrong day is put right under Dates, "
        "and the leads under Leads."
    )


def _check_days(trial: Trial, placed_on: date, removal_on: date) -> None:
    """DayTooFar for a day long before the one planned, or before anybody planned it."""
    not_long_before(placed_on, trial.placed_on, "the day that was planned")
    planned_at = diary_day(trial.created_at, trial.time_zone)
    not_long_before(placed_on, planned_at, "the day on which the trial was planned")
    check_length(placed_on, removal_on)


def _switch(trial_id: UUID, switched: SwitchedOn, by: Viewer, at: datetime) -> None:
    if switched.programme_id is None:
        switch_off(trial_id=trial_id, since=switched.since, by=by, at=at)
        return
    programme_id, since = switched.programme_id, switched.since
    switch_programme(trial_id=trial_id, programme_id=programme_id, since=since, by=by, at=at)
