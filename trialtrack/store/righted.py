"""What was put right about a trial, as frozen values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from trialtrack.models import DateCorrection, DateKind, TrialCancellation
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


def dates_moved(rows: Iterable[Signed[DateCorrection]]) -> tuple[DateMoved, ...]:
    """Every day of one trial that was put right, in order."""
    return tuple(
        DateMoved(row.kind, row.old_on, row.new_on, row.corrected_at, by_name or "", reason)
        for row, reason, by_name in rows
    )
