"""Move the planned day of placement, before it happens."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from trialtrack.access import Action, Viewer
from trialtrack.clinical.protocol import Protocol
from trialtrack.clock import diary_day
from trialtrack.db import transactional
from trialtrack.models import DateKind, Trial
from trialtrack.services.audit import Change
from trialtrack.services.date_corrections import (
    Moved,
    add_correction,
    audit_days,
    check_plan,
    check_seen,
    keep_reason,
)
from trialtrack.services.find_trial import newest_protocol, trial_for
from trialtrack.services.keep_outcome import keep_outcome
from trialtrack.services.protocol_versions import add_version, kept_version, usable
from trialtrack.services.refusals import staff_of


@transactional
def postpone_placement(
    session: Session,
    *,
    trial_id: UUID,
    placed_on: date,
    reason: str,
    by: Viewer,
    at: datetime,
    planned_removal_on: date | None = None,
    baseline_stays: bool = False,
    seen: str | None = None,
) -> None:
    """Plan the placement for another day, later or earlier.

    `planned_removal_on` None: the removal moves along by as many days. `baseline_stays`: the
    baseline still ends on the day on which it would have, so that days recorded before it count;
    else it moves along. `seen`: the mark of the days on the page (`date_corrections.Days`).
    ProtocolDoesNotFit where the baseline would lie too far back.
    """
    trial = trial_for(session, trial_id, by, Action.POSTPONE_PLACEMENT)
    before = (trial.placed_on, trial.planned_removal_on)
    after = (placed_on, planned_removal_on or before[1] + (placed_on - before[0]))
    check_plan(before[0], placed_on, after[1], diary_day(at, trial.time_zone))
    check_seen(trial, seen)
    kept = keep_reason(session, trial, reason, at)
    changes: dict[str, Change] = {"placed_on": (before[0], after[0])}
    changes |= _baseline(session, trial, placed_on, stays=baseline_stays, by=by, at=at)
    trial.placed_on, trial.planned_removal_on = after
    moves = (
        Moved(DateKind.PLANNED_PLACEMENT, before[0], after[0]),
        Moved(DateKind.PLANNED_REMOVAL, before[1], after[1]),
    )
    for moved in moves:
        if moved.old_on != moved.new_on:
            add_correction(session, trial, moved, kept, by=by, at=at)
    if before[1] != after[1]:
        changes["planned_removal_on"] = (before[1], after[1])
    audit_days(session, trial, Action.POSTPONE_PLACEMENT, changes, kept, by=by, at=at)
    keep_outcome(session, trial_id, at=at)


def moved_rules(rules: Protocol, old: date, new: date, *, stays: bool) -> Protocol:
    """The protocol once the planned placement moved: its baseline stays, or moves along."""
    ends_on = rules.baseline_ends_on
    if stays:
        return replace(rules, baseline_ends_on=ends_on or old)
    return rules if ends_on is None else replace(rules, baseline_ends_on=ends_on + (new - old))


def _baseline(
    session: Session, trial: Trial, placed_on: date, *, stays: bool, by: Viewer, at: datetime
) -> dict[str, Change]:
    """A version of the protocol in which the baseline ends where it did, if it shall stay."""
    newest = newest_protocol(session, trial.id)
    old = kept_version(newest)
    rules = moved_rules(old.rules, trial.placed_on, placed_on, stays=stays)
    usable(rules, placed_on)
    if rules == old.rules:
        return {}
    new = replace(old, rules=rules)
    add_version(session, trial.id, new, newest.version + 1, by=staff_of(by), at=at)
    return {"baseline_ends_on": (old.rules.baseline_ends_on, rules.baseline_ends_on)}
