"""Write down the leads of a trial: planned, as placed, or changed after all.

Each time all of them are written down anew; the earlier records stay.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from trialtrack.access import Action, Refusal, TrialState, Viewer
from trialtrack.db import transactional
from trialtrack.models import Lead, LeadRecord, LeadStage, Trial
from trialtrack.services.audit import Done, created, write_audit
from trialtrack.services.find_trial import trial_for
from trialtrack.services.personal import KeptText, keep_text, reason_columns
from trialtrack.services.refusals import SentDifferently, named, reasoned, staff_of
from trialtrack.store.leads import PlannedLead, as_planned

__all__ = [
    "LeadsUnchanged",
    "NoTarget",
    "NotALevel",
    "PlannedLead",
    "TooManyLeads",
    "level",
    "record_leads",
    "usable_lead",
]

MOST_LEADS = 8
_LEVEL = re.compile(r"C[1-8]|T(?:[1-9]|1[0-2])|L[1-5]|S[1-5]")


class NotALevel(Refusal):
    """Give a level as C1 to C8, T1 to T12, L1 to L5 or S1 to S5."""


class NoTarget(Refusal):
    """Say for each lead where it lies: a level such as T8, from one to another, or a nerve."""


class TooManyLeads(Refusal):
    """Give 8 leads at most."""


class NoLeads(Refusal):
    """Write down at least one lead."""


class LeadsUnchanged(Refusal):
    """That is what is written down of the leads already."""


@transactional
def record_leads(
    session: Session,
    *,
    trial_id: UUID,
    leads: Sequence[PlannedLead],
    by: Viewer,
    at: datetime,
    reason: str | None = None,
    record_id: UUID | None = None,
) -> UUID:
    """Write down all leads of a trial; the id of the record, which the caller may give.

    Before placement they are planned; the first time after it, placed, be it as planned; from
    then on each record is a change, and needs a reason.
    """
    trial = trial_for(session, trial_id, by, Action.RECORD_LEADS)
    there = _records(session, trial_id)
    usable = _usable(leads)
    if record_id is not None and record_id in {record.id for record in there}:
        return _sent_before(session, record_id, usable)
    before = _leads_of(session, there[-1].id) if there else ()
    stage = _stage(trial, there)
    _check_changed(usable, before, stage)
    kept = _kept_reason(session, trial, stage, reason, at)
    record = LeadRecord(
        id=record_id or uuid4(),
        trial_id=trial_id,
        version=len(there) + 1,
        stage=stage,
        recorded_at=at,
        recorded_by_id=staff_of(by),
        **reason_columns(kept),
    )
    _add(session, record, usable)
    words = {"leads": (_written(before), _written(usable))}
    about = created(trial_id=trial_id, stage=stage)
    done = Done(Action.RECORD_LEADS, "lead_record", record.id, trial.clinic_id, about, words, kept)
    write_audit(session, done, by=by, at=at)
    return record.id


def level(written: str | None) -> str | None:
    """A level as it is written here, such as T8; None for none, NotALevel for anything else."""
    trimmed = (written or "").replace(" ", "").upper()
    if trimmed and not _LEVEL.fullmatch(trimmed):
        raise NotALevel
    return trimmed or None


def _records(session: Session, trial_id: UUID) -> list[LeadRecord]:
    of_trial = select(LeadRecord).where(LeadRecord.trial_id == trial_id)
    return list(session.scalars(of_trial.order_by(LeadRecord.version)))


def _check_changed(
    usable: Sequence[PlannedLead], before: Sequence[PlannedLead], stage: LeadStage
) -> None:
    if usable == before and stage is not LeadStage.PLACED:
        raise LeadsUnchanged if usable else NoLeads
    if not usable and not before:
        raise NoLeads


def _sent_before(session: Session, record_id: UUID, leads: Sequence[PlannedLead]) -> UUID:
    """The record that a double tap has made already; SentDifferently if it is another one."""
    if _leads_of(session, record_id) != leads:
        raise SentDifferently
    return record_id


def _usable(leads: Sequence[PlannedLead]) -> tuple[PlannedLead, ...]:
    if len(leads) > MOST_LEADS:
        raise TooManyLeads
    return tuple(usable_lead(lead) for lead in leads)


def usable_lead(lead: PlannedLead) -> PlannedLead:
    """The lead as it is written down; NameMissing, NotALevel or NoTarget for what is none."""
    first, last = level(lead.level_from), level(lead.level_to)
    nerve = named(lead.nerve) if lead.nerve and lead.nerve.strip() else None
    if (first is None) == (nerve is None) or (last is not None and first is None):
        raise NoTarget
    return PlannedLead(named(lead.kind), lead.side, first, last if last != first else None, nerve)


def _stage(trial: Trial, there: Sequence[LeadRecord]) -> LeadStage:
    if trial.state is TrialState.PLANNED:
        return LeadStage.PLANNED
    placed = any(record.stage is not LeadStage.PLANNED for record in there)
    return LeadStage.CHANGED if placed else LeadStage.PLACED


def _kept_reason(
    session: Session, trial: Trial, stage: LeadStage, reason: str | None, at: datetime
) -> KeptText | None:
    if stage is not LeadStage.CHANGED:
        return None
    return keep_text(
        session, reasoned(reason), clinic_id=trial.clinic_id, patient_id=trial.patient_id, at=at
    )


def _leads_of(session: Session, record_id: UUID) -> tuple[PlannedLead, ...]:
    rows = session.scalars(select(Lead).where(Lead.record_id == record_id).order_by(Lead.position))
    return tuple(map(as_planned, rows))


def _add(session: Session, record: LeadRecord, leads: Sequence[PlannedLead]) -> None:
    session.add(record)
    session.flush()
    session.add_all(
        Lead(
            record_id=record.id,
            position=position,
            kind=lead.kind,
            side=lead.side,
            level_from=lead.level_from,
            level_to=lead.level_to,
            nerve=lead.nerve,
        )
        for position, lead in enumerate(leads)
    )
    session.flush()


def _written(leads: Sequence[PlannedLead]) -> str | None:
    return "; ".join(map(str, leads)) or None
