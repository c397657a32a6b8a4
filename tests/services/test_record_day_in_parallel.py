"""A double tap is one entry, also when both taps arrive at the same moment."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from threading import Barrier
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from tests.fixtures.kept import Kept
from tests.services.small_clinic import EVENING, SmallClinic, SmallTrial, an_entry, small_trial
from trialtrack import db
from trialtrack.models import AuditEvent, DiaryEntry
from trialtrack.services.amend_day import amend_day
from trialtrack.services.day_entry import DayEntry, Receipt
from trialtrack.services.keep_entry import DifferentAnswersUnderSameId
from trialtrack.services.record_day import record_day

TAPS = 20
ROUNDS = 3
MANY_ROUNDS = 200
DIARIES = 10


@pytest.fixture
def a_connection_a_tap(
    kept: Kept, database: db.Database, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """All stay open: to connect anew, as a pool does beyond its size, took longer than the taps."""
    monkeypatch.setattr(db, "POOL_SIZE", TAPS)
    opened = db.Database.open(kept.url, digest_key=database.digest_key)
    db.use(opened)
    yield
    db.use(database)
    opened.close()


def at_once(taps: Sequence[Callable[[], Receipt]]) -> list[Receipt | Exception]:
    start = Barrier(len(taps))

    def tap(work: Callable[[], Receipt]) -> Receipt | Exception:
        start.wait()
        try:
            return work()
        except DifferentAnswersUnderSameId as refusal:
            return refusal

    with ThreadPoolExecutor(len(taps)) as pool:
        return list(pool.map(tap, taps))


def tap_together(start: Barrier, trial: SmallTrial, entry: DayEntry, _tap: int) -> Receipt:
    start.wait()
    return record_day(entry=entry, by=trial.patient, at=EVENING)


def kept_entries() -> list[DiaryEntry]:
    with db.view() as session:
        return list(session.scalars(select(DiaryEntry)))


def test_the_same_entry_twenty_times_at_once_is_one_row_and_one_receipt(
    clinic: SmallClinic, a_connection_a_tap: None
) -> None:
    trials = [small_trial(clinic) for _ in range(DIARIES)]
    with ThreadPoolExecutor(TAPS) as pool:
        for number in range(MANY_ROUNDS):
            trial, start = trials[number % DIARIES], Barrier(TAPS)
            entry = an_entry(trial, note="Once")
            each = partial(tap_together, start, trial, entry)
            assert len(set(pool.map(each, range(TAPS)))) == 1
    assert len(kept_entries()) == MANY_ROUNDS
    with db.view() as session:
        audited = session.scalar(
            select(func.count(AuditEvent.id)).where(AuditEvent.action == "record_day")
        )
    assert audited == MANY_ROUNDS


def test_of_many_first_answers_at_once_one_stands(clinic: SmallClinic) -> None:
    for _ in range(ROUNDS):
        trial = small_trial(clinic)
        answers = [an_entry(trial, n % 10) for n in range(10)]
        taps = [partial(record_day, entry=e, by=trial.patient, at=EVENING) for e in answers]
        receipts = at_once(taps)
        conflicting = Counter(r.conflicting for r in receipts if isinstance(r, Receipt))
        assert conflicting == {False: 1, True: 9}


def test_of_many_corrections_at_once_one_stands(clinic: SmallClinic) -> None:
    trial = small_trial(clinic)
    first = record_day(entry=an_entry(trial, 9), by=trial.patient, at=EVENING)
    amend = partial(amend_day, replaces=first.entry_id, by=trial.patient, at=EVENING)
    receipts = at_once([partial(amend, entry=an_entry(trial, n)) for n in range(8)])
    conflicting = Counter(r.conflicting for r in receipts if isinstance(r, Receipt))
    assert conflicting == {False: 1, True: 7}


def test_one_id_for_two_trials_at_once_is_kept_for_one(clinic: SmallClinic) -> None:
    for number in range(1, ROUNDS + 1):
        trials = [small_trial(clinic), small_trial(clinic)]
        same_id = uuid4()
        entries = [(trial.patient, replace(an_entry(trial), id=same_id)) for trial in trials]
        receipts = at_once(
            [partial(record_day, entry=entry, by=by, at=EVENING) for by, entry in entries]
        )
        kinds = Counter(type(receipt) for receipt in receipts)
        assert kinds == {Receipt: 1, DifferentAnswersUnderSameId: 1}
        assert len(kept_entries()) == number
