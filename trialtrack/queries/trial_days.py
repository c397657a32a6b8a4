"""The days of one trial, one by one, with everything that was written about each."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from trialtrack.access import Action, NotFound, Viewer, require
from trialtrack.clock import diary_day
from trialtrack.db import reading
from trialtrack.models.trial import Trial
from trialtrack.store.diaries import read_diaries
from trialtrack.store.records import DayRecord, TrialRecord
from trialtrack.store.scope import trials_within


@dataclass(frozen=True)
class TrialDays:
    """A trial as its team sees it at an instant; `today` is the diary day then, in its zone."""

    record: TrialRecord
    at: datetime
    today: date

    @cached_property
    def expected(self) -> tuple[date, ...]:
        """Every day that the diary has had so far, and any other that has an answer, in order."""
        return tuple(sorted({*self.record.diary_days.so_far(self.at), *self.record.days}))

    @cached_property
    def _every(self) -> frozenset[date]:
        return frozenset(self.expected)

    @cached_property
    def open_days(self) -> tuple[date, ...]:
        """The days that the patient can still fill in."""
        return self.record.diary_days.open(self.at)

    def day(self, day: date) -> DayRecord | None:
        """What is kept of a day, None when nothing is; NotFound when the diary has no such day."""
        if day not in self._every:
            raise NotFound
        return self.record.days.get(day)


@reading
def trial_days(session: Session, *, viewer: Viewer, trial_id: UUID, at: datetime) -> TrialDays:
    """The trial with its days; NotFound when it is not one of the viewer's clinic."""
    require(viewer, Action.SEE_NOTES)
    found = session.scalar(
        select(Trial.id).where(Trial.id == trial_id, Trial.id.in_(trials_within(viewer)))
    )
    if found is None:
        raise NotFound
    record = read_diaries(session, [found])[found]
    return TrialDays(record, at, diary_day(at, record.time_zone))
