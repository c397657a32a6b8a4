"""Whether every stored result is what the method says of the diary as it is now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import isclose
from uuid import UUID

from sqlalchemy import or_
from sqlalchemy.orm import Session

from trialtrack.access import Action, Viewer, require
from trialtrack.clinical.assessment import METHOD
from trialtrack.db import reading
from trialtrack.models import Trial, TrialOutcome
from trialtrack.store.case import Case
from trialtrack.store.diaries import Cases
from trialtrack.store.outcomes import FIELDS, Outcome, expected_outcome, read_outcomes
from trialtrack.store.scope import trials_within

BATCH = 100
# Another machine's mathematics may differ in the last digit; nothing is decided by it.
SAME_TO = 1e-9


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of a trial's stored result that is not as it should be; both as text.

    `field` is "result" where there is no row, or should be none, or it cannot be worked out.
    """

    trial_id: UUID
    field: str
    stored: str
    expected: str


@dataclass(frozen=True, slots=True)
class Checked:
    """How many trials were looked at, and every difference among them."""

    trials: int
    differences: tuple[Difference, ...]

    @property
    def trial_ids(self) -> tuple[UUID, ...]:
        """The trials that differ, each once."""
        return tuple(dict.fromkeys(each.trial_id for each in self.differences))


@reading
def check_outcomes(session: Session, *, viewer: Viewer, at: datetime) -> Checked:
    """Work every result out anew, on one view of the data; the same memory however many there are.

    A running trial is looked at as of the diary day on which its result was stored.
    """
    require(viewer, Action.CHECK_OUTCOMES)
    trials = 0
    found: list[Difference] = []
    for ids in _batches(session, viewer):
        trials += len(ids)
        stored, cases = read_outcomes(session, ids), Cases(session, ids)
        for trial_id in ids:
            try:
                found += _differences(session, cases.of(trial_id), stored.get(trial_id), at)
            except Exception as problem:  # noqa: BLE001 - those after it are checked as well.
                there = "stored" if trial_id in stored else "none"
                said = f"cannot be worked out: {type(problem).__name__}: {problem}"
                found.append(Difference(trial_id, "result", there, said))
    return Checked(trials, tuple(found))


@reading
def outcomes_to_fill(session: Session, *, viewer: Viewer) -> tuple[UUID, ...]:
    """The trials without a result of the method of today, found without reading any diary."""
    require(viewer, Action.CHECK_OUTCOMES)
    wanted = (
        trials_within(viewer)
        .outerjoin(TrialOutcome, TrialOutcome.trial_id == Trial.id)
        .where(Trial.cancelled_at.is_(None))
        .where(or_(TrialOutcome.trial_id.is_(None), TrialOutcome.method != METHOD))
        .order_by(Trial.id)
    )
    return tuple(session.scalars(wanted))


def _batches(session: Session, viewer: Viewer) -> Iterator[Sequence[UUID]]:
    wanted, last = trials_within(viewer).order_by(Trial.id).limit(BATCH), None
    while True:
        ids = session.scalars(wanted if last is None else wanted.where(Trial.id > last)).all()
        if not ids:
            return
        yield ids
        last = ids[-1]


def _differences(
    session: Session, case: Case, stored: Outcome | None, at: datetime
) -> list[Difference]:
    as_of = case.as_of(at)
    if stored is not None and case.diary.removed_on is None:
        as_of = stored.as_of
    expected = expected_outcome(session, case, as_of)
    if stored is None or expected is None:
        if stored is expected:
            return []
        was, should = ("none", "stored") if stored is None else ("stored", "none")
        return [Difference(case.trial_id, "result", was, should)]
    return [
        Difference(case.trial_id, name, str(was), str(should))
        for name in FIELDS
        if not _same(was := getattr(stored, name), should := getattr(expected, name))
    ]


def _same(stored: object, expected: object) -> bool:
    if isinstance(stored, float) and isinstance(expected, float):
        return isclose(stored, expected, rel_tol=SAME_TO, abs_tol=SAME_TO)
    return stored == expected
