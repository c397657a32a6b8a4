"""What was put right about a trial, as frozen values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from trialtrack.models import (
    DateCorrection,
    DateKind,
    DayExclusion,
    ExclusionCause,
    TrialCancellation,
)
from trialtrack.store.rows import Signed


@dataclass(frozen=True, slots=True)
class Cancelling:
    """The trial was cancelled, or taken up again; by whom and why (None once it is erased)."""

    cancelled: bool
    at: datetime
    by_name: str
    reason: str | None


def cancellings(rows: Iterable[Signed[TrialCancellation]]) -> tuple[Cancelling, ...]:
    """Every decision on one trial, in order."""
    return tuple(
        Cancelling(row.cancelled, row.decided_at, by_name or "", reason)
        for row, reason, by_name in rows
    )


@dataclass(frozen=True, slots=True)
class DateMoved:
    """A day of the trial was put right. `new_on` None: it did not happen after all."""

    kind: DateKind
    old_on: date
    new_on: date | None
    at: datetime
    by_name: str
    reason: str | None

    @property
    def is_deviation(self) -> bool:
        """Whether what was recorded was wrong; a plan may change until it happens."""
        return self.kind in (DateKind.PLACEMENT, DateKind.REMOVAL)

    @property
    def is_placement(self) -> bool:
        """Whether it is the day on which the treatment begins, planned or recorded."""
        return self.kind in (DateKind.PLANNED_PLACEMENT, DateKind.PLACEMENT)


def dates_moved(rows: Iterable[Signed[DateCorrection]]) -> tuple[DateMoved, ...]:
    """Every day of one trial that was put right, in order."""
    return tuple(
        DateMoved(row.kind, row.old_on, row.new_on, row.corrected_at, by_name or "", reason)
        for row, reason, by_name in rows
    )


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A day was left out, or put back (`cause` None)."""

    day: date
    cause: ExclusionCause | None
    at: datetime
    by_name: str
    reason: str | None


def exclusions(rows: Iterable[Signed[DayExclusion]]) -> tuple[Exclusion, ...]:
    """Every decision on days of one trial, in order."""
    return tuple(
        Exclusion(row.day, row.cause, row.decided_at, by_name or "", reason)
        for row, reason, by_name in rows
    )


def excluded_now(decided: Iterable[Exclusion]) -> Mapping[date, Exclusion]:
    """By day, what leaves it out now: the newest decision on a day counts."""
    newest = {each.day: each for each in decided}
    return {day: newest[day] for day in sorted(newest) if newest[day].cause is not None}


class DeviationKind(StrEnum):
    """What was changed after placement."""

    PROTOCOL = "protocol"
    REMOVAL_DAY = "removal_day"
    CANCELLING = "cancelling"
    PLACEMENT_WAS_WRONG = "placement_was_wrong"
    REMOVAL_WAS_WRONG = "removal_was_wrong"
    SITE_NAME = "site_name"
    MEDICINES = "medicines"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Deviation:
    """A change after placement, signed, with its reason (None once it is erased).

    `changes`: (field, old, new), each as a person would write it.
    """

    kind: DeviationKind
    at: datetime
    by_name: str
    reason: str | None
    changes: tuple[tuple[str, str, str], ...]
