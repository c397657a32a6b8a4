"""What was put right about a trial, as frozen values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from trialtrack.models import TrialCancellation
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
