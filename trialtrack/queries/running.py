"""The trials that are not over, whole, as the rules of the Today page look at them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import and_, exists
from sqlalchemy.orm import Session

from trialtrack.access import TrialState, Viewer
from trialtrack.clock import diary_day
from trialtrack.models import Card, Device, Trial
from trialtrack.queries.matter import (
    Facts,
    Matter,
    MatterKind,
    person_seen,
    phone_seen,
    taking_part,
)
from trialtrack.store.diaries import read_diaries
from trialtrack.store.records import PatientFacts, TrialRecord


@dataclass(frozen=True, slots=True)
class RunningTrial:
    """A trial whose end is not recorded, at an instant.

    `today` is the diary day there, in the patient's own zone. `card_issued_at`: of the card that
    has not ended, `card_is_void`: by wrong dates; `card_was_used`: some card of the trial was.
    """

    record: TrialRecord
    person: PatientFacts
    phone: str | None
    at: datetime
    card_issued_at: datetime | None
    card_is_void: bool
    card_was_used: bool

    @property
    def today(self) -> date:
        """The diary day of the patient."""
        return diary_day(self.at, self.record.time_zone)

    @property
    def yesterday(self) -> date:
        """The diary day before: it is over, and its entry should be there."""
        return self.today - timedelta(days=1)

    @property
    def leads_are_in(self) -> bool:
        """Whether the placement is recorded."""
        return self.record.state is TrialState.PLACED

    @property
    def open_from(self) -> date:
        """The earliest day that the patient can still fill in."""
        return next(iter(self.record.diary_days.open(self.at)), self.today)

    def matter(self, kind: MatterKind, since: datetime, facts: Facts) -> Matter:
        """Something about this trial."""
        record = self.record
        return Matter(
            kind=kind,
            subject_id=record.trial_id,
            trial_id=record.trial_id,
            person=self.person,
            since=since,
            time_zone=record.clinic.time_zone,
            phone=self.phone,
            facts=facts,
        )


def running_trials(session: Session, viewer: Viewer, at: datetime) -> tuple[RunningTrial, ...]:
    """Those within the viewer's reach that go on: not over, not cancelled, nobody withdrew.

    One SELECT, and those of `read_diaries`.
    """
    used = exists().where(Device.card_id == Card.id, Card.trial_id == Trial.id)
    in_force = Card.__table__.alias("in_force")
    rows = session.execute(
        taking_part(viewer, in_force.c.issued_at, in_force.c.voided_at, used)
        .outerjoin(in_force, and_(in_force.c.trial_id == Trial.id, in_force.c.ended_at.is_(None)))
        .where(Trial.removed_on.is_(None))
        .order_by(Trial.planned_removal_on, Trial.placed_on, Trial.id)
    ).all()
    records = read_diaries(session, [row[0].id for row in rows])
    return tuple(
        RunningTrial(
            record=records[trial.id],
            person=person_seen(viewer, trial.patient_id, identity),
            phone=phone_seen(viewer, identity),
            at=at,
            card_issued_at=issued_at,
            card_is_void=voided_at is not None,
            card_was_used=was_used,
        )
        for trial, _clinic, identity, issued_at, voided_at, was_used in rows
    )
