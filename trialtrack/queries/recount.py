"""Which days count, and for what, before and after a change: by the core, both times."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from trialtrack.clinical.assessment import assess, default_as_of
from trialtrack.clinical.diary import Diary
from trialtrack.clinical.protocol import Protocol
from trialtrack.clinical.results import SiteResult
from trialtrack.clinical.windows import Period, Window, period_of, treatment_window
from trialtrack.clock import diary_day
from trialtrack.models import DateKind
from trialtrack.store.records import TrialRecord
from trialtrack.store.righted import DateMoved


class Use(StrEnum):
    """What a day with answers is to the result of the primary site."""

    BASELINE = "baseline"
    EVALUATED = "evaluated"
    TREATMENT = "treatment"
    WASHOUT = "washout"
    BEFORE = "before"
    AFTER = "after"
    EXCLUDED = "excluded"


_BY_PERIOD: Mapping[Period, Use] = MappingProxyType(
    {
        Period.BASELINE: Use.TREATMENT,
        Period.BETWEEN: Use.BEFORE,
        Period.WASHOUT: Use.WASHOUT,
        Period.TREATMENT: Use.TREATMENT,
        Period.AFTER: Use.AFTER,
    }
)


@dataclass(frozen=True, slots=True)
class Counted:
    """The windows of the primary site, its result, and the use of every day with answers."""

    placed_on: date
    removed_on: date | None
    result: SiteResult
    treatment: Window | None
    uses: Mapping[date, Use]

    @property
    def baseline(self) -> Window:
        """The days that are the baseline."""
        return self.result.baseline.window


@dataclass(frozen=True, slots=True)
class Recount:
    """The same trial before and after a change."""

    before: Counted
    after: Counted

    @property
    def differing(self) -> tuple[tuple[date, Use, Use], ...]:
        """Every day with answers that counts differently, with what it was and is."""
        old, new = self.before.uses, self.after.uses
        return tuple((day, old[day], new[day]) for day in old if old[day] is not new[day])


def recount(record: TrialRecord, after: TrialRecord, at: datetime) -> Recount:
    """The trial as it stands, and as it would be; raises what `assess` raises."""
    return Recount(counted(record, at), counted(after, at))


def before_correction(record: TrialRecord, moved: DateMoved, at: datetime) -> Recount:
    """How it would be with the day that was recorded before, and how it is."""
    placed = moved.kind is DateKind.PLACEMENT
    old = replace(
        record.diary,
        placed_on=moved.old_on if placed else record.diary.placed_on,
        removed_on=record.diary.removed_on if placed else moved.old_on,
    )
    return recount(replace(record, diary=old), record, at)


def without_days(diary: Diary, excluded: Mapping[date, str | None]) -> Diary:
    """The diary with some days left out (a reason) or put back (None)."""
    return replace(
        diary,
        days=tuple(
            replace(day, excluded=excluded[day.day]) if day.day in excluded else day
            for day in diary.days
        ),
    )


def counted(record: TrialRecord, at: datetime) -> Counted:
    """What counts of a trial at an instant."""
    diary, protocol = record.diary, record.protocol
    today = diary_day(at, record.time_zone)
    result = assess(diary, protocol, default_as_of(diary.removed_on, today)).primary
    end = diary.removed_on or record.planned_removal_on
    return Counted(
        placed_on=diary.placed_on,
        removed_on=diary.removed_on,
        result=result,
        treatment=treatment_window(diary.placed_on, protocol, end),
        uses=MappingProxyType(_uses(diary, protocol, result)),
    )


def _uses(diary: Diary, protocol: Protocol, result: SiteResult) -> dict[date, Use]:
    baseline, evaluated = result.baseline.recorded, result.evaluation.recorded
    return {
        day.day: Use.EXCLUDED
        if day.excluded is not None
        else _use(day.day, baseline, evaluated, diary, protocol)
        for day in diary.days
    }


def _use(
    day: date,
    baseline: Collection[date],
    evaluated: Collection[date],
    diary: Diary,
    protocol: Protocol,
) -> Use:
    if day in baseline:
        return Use.BASELINE
    if day in evaluated:
        return Use.EVALUATED
    return _BY_PERIOD[period_of(diary, protocol, day)]
