"""Corrections of closed days: asked for by the patient, settled by the team, nothing lost."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from tests.services.small_clinic import EVENING, TODAY, SmallClinic, SmallTrial, an_entry, at
from tests.services.small_clinic import small_clinic as another_clinic
from trialtrack import db
from trialtrack.access import NotAllowed, NotFound, Viewer
from trialtrack.models import AuditEvent, CorrectionRequest, CorrectionSettlement, Origin
from trialtrack.services.amend_day import amend_day
from trialtrack.services.ask_correction import AlreadyAsked, AskedReceipt, ask_correction
from trialtrack.services.check_answers import AnswerOutOfRange
from trialtrack.services.check_day import DayClosed, DayNotOpenYet, DayStillOpen
from trialtrack.services.day_entry import DayEntry
from trialtrack.services.keep_entry import DifferentAnswersUnderSameId, NothingToReplace
from trialtrack.services.record_day import record_day
from trialtrack.services.refusals import ReasonMissing
from trialtrack.services.settle_conflict import SettledMeanwhile
from trialtrack.services.settle_correction import Outcome, settle_correction
from trialtrack.services.withdraw import HasWithdrawn, withdraw
from trialtrack.store.diaries import read_diaries
from trialtrack.store.records import TrialRecord

CLOSED = at(16)
DECIDED = at(17)


def first_answer(trial: SmallTrial, average: int = 8) -> UUID:
    return record_day(entry=an_entry(trial, average), by=trial.patient, at=EVENING).entry_id


def ask(
    trial: SmallTrial,
    average: int | str = 3,
    replaces: UUID | None = None,
    *,
    entry: DayEntry | None = None,
    day: date = TODAY,
    note: str | None = None,
    reason: str | None = None,
) -> AskedReceipt:
    asked = entry or an_entry(trial, average, day=day, note=note, reason=reason)
    return ask_correction(asked=asked, replaces=replaces, by=trial.patient, at=CLOSED)


def decide(
    clinic: SmallClinic, asked: AskedReceipt, *, accept: bool, by: Viewer | None = None
) -> Outcome:
    return settle_correction(
        request_id=asked.request_id,
        accept=accept,
        reason="Agreed on the phone",
        by=by or clinic.nurse,
        at=DECIDED,
    )


def read(trial: SmallTrial) -> TrialRecord:
    with db.view() as session:
        return read_diaries(session, [trial.trial_id])[trial.trial_id]


def test_asking_changes_nothing_and_is_kept(trial: SmallTrial) -> None:
    first = first_answer(trial)
    receipt = ask(trial, 3, first, note="I mixed up the scales", reason="Wrong button")
    assert (receipt.day, receipt.asked_at, len(receipt.reference)) == (TODAY, CLOSED, 8)
    record = read(trial)
    assert record.days[TODAY].effective.id == first
    asked = record.asked[0]
    assert (asked.id, asked.replaces_id, asked.decision) == (receipt.request_id, first, None)
    assert (asked.words.note, asked.reason) == ("I mixed up the scales", "Wrong button")


def test_accepted_it_replaces_and_says_who_let_it_in(
    trial: SmallTrial, clinic: SmallClinic
) -> None:
    first = first_answer(trial)
    asked = ask(trial, 3, first, note="Mixed up")
    outcome = decide(clinic, asked, accept=True)
    record = read(trial)
    found = record.days[TODAY]
    assert [entry.id for entry in found.versions] == [first, outcome.entry_id]
    entry = found.effective
    assert (entry.origin, entry.entered_by, entry.note) == (Origin.PATIENT, None, "Mixed up")
    assert (entry.entered_at, entry.received_at, entry.late) == (CLOSED, DECIDED, True)
    decision = record.asked[0].decision
    assert decision is not None
    assert (decision.entry_id, decision.by_name) == (outcome.entry_id, "Southend nurse")
    assert decision.reason == "Agreed on the phone"


def test_declined_it_changes_nothing(trial: SmallTrial, clinic: SmallClinic) -> None:
    first = first_answer(trial)
    outcome = decide(clinic, ask(trial, 3, first), accept=False)
    assert outcome == Outcome(None, conflicting=False)
    assert [entry.id for entry in read(trial).days[TODAY].entries] == [first]


def test_a_missing_day_is_asked_for_in_the_same_way(trial: SmallTrial, clinic: SmallClinic) -> None:
    decide(clinic, ask(trial, 4), accept=True)
    found = read(trial).days[TODAY]
    assert (len(found.versions), found.effective.late) == (1, True)


def test_a_day_that_staff_entered_meanwhile_gets_two_answers(
    trial: SmallTrial, clinic: SmallClinic
) -> None:
    asked = ask(trial, 4)
    paper = an_entry(trial, 6, origin=Origin.TRANSCRIBED, reason="On paper")
    record_day(entry=paper, by=clinic.nurse, at=CLOSED)
    assert decide(clinic, asked, accept=True).conflicting
    found = read(trial).days[TODAY]
    assert found.effective.id == paper.id
    assert len(found.conflicting) == 1


def test_a_day_that_was_corrected_meanwhile_gets_two_answers(
    trial: SmallTrial, clinic: SmallClinic
) -> None:
    first = first_answer(trial)
    asked = ask(trial, 3, first)
    paper = an_entry(trial, 6, origin=Origin.TELEPHONE, reason="Rang")
    amend_day(entry=paper, replaces=first, by=clinic.nurse, at=CLOSED)
    assert decide(clinic, asked, accept=True).conflicting
    assert read(trial).days[TODAY].effective.id == paper.id


def test_two_taps_are_one_request_and_one_decision(trial: SmallTrial, clinic: SmallClinic) -> None:
    entry = an_entry(trial, 3)
    asked = ask(trial, entry=entry)
    assert ask(trial, entry=entry) == asked
    first = decide(clinic, asked, accept=True)
    assert decide(clinic, asked, accept=True) == first
    with pytest.raises(SettledMeanwhile):
        decide(clinic, asked, accept=False)
    with pytest.raises(SettledMeanwhile):
        decide(clinic, asked, accept=True, by=clinic.consultant)
    with db.view() as session:
        for table in (CorrectionRequest, CorrectionSettlement):
            assert session.scalar(select(func.count(table.id))) == 1


def test_the_same_id_with_other_answers_is_refused(trial: SmallTrial) -> None:
    entry = an_entry(trial, 3)
    ask(trial, entry=entry)
    with pytest.raises(DifferentAnswersUnderSameId):
        ask(trial, entry=an_entry(trial, 4, entry_id=entry.id))


def test_one_request_at_a_time_and_another_once_it_is_settled(
    trial: SmallTrial, clinic: SmallClinic
) -> None:
    first = first_answer(trial)
    asked = ask(trial, 3, first)
    with pytest.raises(AlreadyAsked):
        ask(trial, 2, first)
    decide(clinic, asked, accept=False)
    ask(trial, 2, first)
    assert len(read(trial).asked) == 2


@pytest.mark.parametrize(
    ("day", "refusal"),
    [
        (date(2026, 3, 15), DayStillOpen),
        (date(2026, 3, 16), DayStillOpen),
        (date(2026, 3, 17), DayNotOpenYet),
        (date(2026, 3, 2), DayClosed),
    ],
)
def test_only_a_day_that_is_over_is_asked_for(
    trial: SmallTrial, day: date, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        ask(trial, 3, day=day)
    assert ask(trial, 3, day=date(2026, 3, 3)).day == date(2026, 3, 3)


def test_answers_that_cannot_be_are_refused_and_leave_nothing(trial: SmallTrial) -> None:
    with pytest.raises(AnswerOutOfRange):
        ask(trial, 11)
    with pytest.raises(NothingToReplace):
        ask(trial, 3, UUID(int=7))
    assert read(trial).asked == ()


def test_after_withdrawal_nothing_is_asked_or_let_in_but_it_can_be_declined(
    trial: SmallTrial, clinic: SmallClinic
) -> None:
    asked = ask(trial, 3)
    withdraw(trial_id=trial.trial_id, reason=None, by=trial.patient, at=CLOSED)
    with pytest.raises(HasWithdrawn):
        ask(trial, 3, day=TODAY - timedelta(days=1))
    with pytest.raises(HasWithdrawn):
        decide(clinic, asked, accept=True)
    assert read(trial).days == {}
    decide(clinic, asked, accept=False)


def test_a_decision_needs_a_reason(trial: SmallTrial, clinic: SmallClinic) -> None:
    asked = ask(trial, 3)
    with pytest.raises(ReasonMissing):
        settle_correction(
            request_id=asked.request_id, accept=True, reason="  ", by=clinic.nurse, at=DECIDED
        )
    assert read(trial).days == {}


def test_patients_ask_for_their_own_and_the_team_of_the_clinic_decides(
    trial: SmallTrial, clinic: SmallClinic
) -> None:
    asked = ask(trial, 3)
    stranger = another_clinic("Leeds")
    with pytest.raises(NotFound):
        decide(clinic, asked, accept=True, by=stranger.nurse)
    with pytest.raises(NotFound):
        settle_correction(
            request_id=UUID(int=1), accept=True, reason="x", by=clinic.nurse, at=DECIDED
        )
    for by in (trial.patient, clinic.representative):
        with pytest.raises(NotAllowed):
            decide(clinic, asked, accept=True, by=by)
    with pytest.raises(NotAllowed):
        ask_correction(asked=an_entry(trial), replaces=None, by=clinic.nurse, at=CLOSED)


def test_both_are_audited_without_their_words(trial: SmallTrial, clinic: SmallClinic) -> None:
    asked = ask(trial, 3, note="Mixed up", reason="Wrong button")
    decide(clinic, asked, accept=True)
    with db.view() as session:
        events = session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()[-3:]
    actions = [event.action for event in events]
    assert actions == ["ask_correction", "record_day", "settle_correction"]
    assert [event.reason_text_id is not None for event in events] == [True] * 3
    for event in events:
        for word in ("Mixed", "button", "Agreed"):
            assert word not in event.changes
