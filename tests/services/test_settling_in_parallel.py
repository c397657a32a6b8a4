"""Decisions made at the same moment, on both databases: one of them is kept."""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

from sqlalchemy import func, select

from tests.services.small_clinic import (
    EVENING,
    TODAY,
    SmallClinic,
    SmallTrial,
    an_entry,
    at,
    small_trial,
)
from trialtrack import db
from trialtrack.access import Refusal
from trialtrack.models import ConflictSettlement, CorrectionRequest, CorrectionSettlement
from trialtrack.services.ask_correction import AskedReceipt, ask_correction
from trialtrack.services.record_day import record_day
from trialtrack.services.settle_conflict import Choice, SettledMeanwhile, settle_conflict
from trialtrack.services.settle_correction import Outcome, settle_correction
from trialtrack.store.diaries import read_diaries

ROUNDS = 3
TAPS = 8


def at_once(taps: Sequence[Callable[[], object]]) -> list[object]:
    start = Barrier(len(taps))

    def tap(work: Callable[[], object]) -> object:
        start.wait()
        try:
            return work()
        except Refusal as refusal:
            return refusal

    with ThreadPoolExecutor(len(taps)) as pool:
        return list(pool.map(tap, taps))


def count(table: type[ConflictSettlement | CorrectionRequest | CorrectionSettlement]) -> int:
    with db.view() as session:
        return session.scalar(select(func.count(table.id))) or 0


def answers(trial: SmallTrial) -> int:
    with db.view() as session:
        record = read_diaries(session, [trial.trial_id])[trial.trial_id]
    return len(record.days[TODAY].entries)


def test_one_request_asked_by_many_taps_at_once_is_one(clinic: SmallClinic) -> None:
    for number in range(1, ROUNDS + 1):
        trial = small_trial(clinic)
        asked = an_entry(trial, 3, note="Once")
        tap = partial(ask_correction, asked=asked, replaces=None, by=trial.patient, at=at(16))
        receipts = at_once([tap] * TAPS)
        assert all(isinstance(receipt, AskedReceipt) for receipt in receipts)
        assert len(set(receipts)) == 1
        assert count(CorrectionRequest) == number


def test_many_acceptances_at_once_make_one_entry(clinic: SmallClinic) -> None:
    for number in range(1, ROUNDS + 1):
        trial = small_trial(clinic)
        asked = ask_correction(asked=an_entry(trial, 3), replaces=None, by=trial.patient, at=at(16))
        tap = partial(
            settle_correction,
            request_id=asked.request_id,
            accept=True,
            reason="Agreed",
            by=clinic.nurse,
            at=at(17),
        )
        outcomes = at_once([tap] * TAPS)
        assert all(isinstance(outcome, Outcome) for outcome in outcomes)
        assert len(set(outcomes)) == 1
        assert (count(CorrectionSettlement), answers(trial)) == (number, 1)


def test_of_two_colleagues_who_decide_at_once_the_second_is_told(clinic: SmallClinic) -> None:
    for number in range(1, ROUNDS + 1):
        trial = small_trial(clinic)
        asked = ask_correction(asked=an_entry(trial, 3), replaces=None, by=trial.patient, at=at(16))
        taps = [
            partial(
                settle_correction,
                request_id=asked.request_id,
                accept=by is clinic.nurse,
                reason="Decided",
                by=by,
                at=at(17),
            )
            for by in (clinic.nurse, clinic.consultant)
        ]
        kinds = Counter(type(outcome) for outcome in at_once(taps))
        assert kinds == {Outcome: 1, SettledMeanwhile: 1}
        assert count(CorrectionSettlement) == number


def test_of_two_choices_at_once_one_is_kept(clinic: SmallClinic) -> None:
    for number in range(1, ROUNDS + 1):
        trial = small_trial(clinic)
        first, second = (
            record_day(entry=an_entry(trial, n), by=trial.patient, at=EVENING).entry_id
            for n in (8, 2)
        )
        taps = [
            partial(
                settle_conflict,
                choice=Choice(second, first, winner),
                reason="Rang",
                by=by,
                at=at(17),
            )
            for winner, by in ((first, clinic.nurse), (second, clinic.consultant))
        ]
        kinds = Counter(type(outcome) for outcome in at_once(taps))
        assert kinds == {type(None): 1, SettledMeanwhile: 1}
        assert count(ConflictSettlement) == number
