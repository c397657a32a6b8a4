"""A patient's own trial, as every page of the diary needs it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from trialtrack.access import Action, NotFound, Viewer, require
from trialtrack.clock import diary_day
from trialtrack.db import reading
from trialtrack.models.trial import Trial
from trialtrack.store.diaries import read_diaries
from trialtrack.store.records import EntryFacts, TrialRecord
from trialtrack.store.scope import newest_first, trials_within

ASK_WHICH_DAY_UNTIL_HOUR = 16


@dataclass(frozen=True, slots=True)
class OwnTrial:
    """The trial, the diary day it is now, and the days that can be filled in now."""

    record: TrialRecord
    at: datetime
    today: date
    open_days: tuple[date, ...]

    @property
    def asks_which_day(self) -> bool:
        """Before 16:00 someone who writes may mean yesterday; nothing is assumed."""
        local = self.at.astimezone(ZoneInfo(self.record.time_zone))
        return local.date() != self.today or local.hour < ASK_WHICH_DAY_UNTIL_HOUR

    @property
    def leaves_day_open(self) -> bool:
        """Whether either day may be meant: it is asked, and neither today nor yesterday is done."""
        both = {self.today, self.today - timedelta(days=1)}
        return self.asks_which_day and both <= set(self.open_days) - set(self.record.days)

    @property
    def first_day(self) -> date:
        """The first day of the baseline."""
        return self.record.diary_days.first

    @property
    def last_day(self) -> date:
        """The last day that the diary asks for: the day before the leads come out."""
        return self.record.last_day

    @property
    def outside(self) -> tuple[date, ...]:
        """Days with an answer that the diary does not ask for, such as before it was moved."""
        return tuple(day for day in self.record.days if not self.first_day <= day <= self.last_day)

    def entry(self, entry_id: UUID) -> EntryFacts:
        """An entry of this trial by its id; NotFound when there is none."""
        for day in self.record.days.values():
            for entry in day.entries:
                if entry.id == entry_id:
                    return entry
        raise NotFound


@reading
def own_trial(session: Session, *, viewer: Viewer, at: datetime) -> OwnTrial:
    """The newest trial of the patient who looks; NotFound when there is none."""
    require(viewer, Action.SEE_OWN_DIARY)
    newest = session.scalar(
        select(Trial.id)
        .where(Trial.id.in_(trials_within(viewer)))
        .order_by(*newest_first())
        .limit(1)
    )
    if newest is None:
        raise NotFound
    record = read_diaries(session, [newest])[newest]
    return OwnTrial(record, at, diary_day(at, record.time_zone), record.diary_days.open(at))
