"""A trial is cancelled and taken up again: nothing goes, the diary closes, and it is said."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from tests.services.small_clinic import (
    EVENING,
    PLANNED_AT,
    SmallClinic,
    SmallTrial,
    an_entry,
    at,
    kept_trial,
    small_clinic,
    small_trial,
)
from trialtrack import db
from trialtrack.access import (
    AlreadyRemoved,
    NotAllowed,
    NotCancelled,
    NotFound,
    TrialCancelled,
    TrialState,
)
from trialtrack.clinical.results import Verdict
from trialtrack.clinical.signs import Sign
from trialtrack.models import AuditEvent, DiaryEntry, Trial, TrialCancellation
from trialtrack.queries.own_trial import own_trial
from trialtrack.queries.trial_page import trial_page
from trialtrack.services.ask_correction import ask_correction
from trialtrack.services.cancel_trial import cancel_trial, take_up_trial
from trialtrack.services.make_card import make_card
from trialtrack.services.raise_flag import Report, raise_flag
from trialtrack.services.record_day import record_day
from trialtrack.services.record_removal import record_removal
from trialtrack.services.refusals import ReasonMissing
from trialtrack.store.open_days import Closed
from trialtrack.store.righted import DeviationKind

LATER = EVENING + timedelta(minutes=10)


def cancel(trial: SmallTrial, clinic: SmallClinic, when: datetime = EVENING) -> None:
    cancel_trial(trial_id=trial.trial_id, reason=" Fell ill ", by=clinic.nurse, at=when)


def entries() -> int:
    with db.view() as session:
        return session.scalar(select(func.count(DiaryEntry.id))) or 0


def test_nothing_more_is_entered_and_what_was_entered_stays(
    clinic: SmallClinic, trial: SmallTrial
) -> None:
    record_day(entry=an_entry(trial, 7, day=date(2026, 3, 11)), by=trial.patient, at=at(11))
    cancel(trial, clinic)
    with pytest.raises(TrialCancelled):
        record_day(entry=an_entry(trial), by=trial.patient, at=LATER)
    closed_day = an_entry(trial, 5, day=date(2026, 3, 5))
    with pytest.raises(TrialCancelled):
        ask_correction(asked=closed_day, replaces=None, by=trial.patient, at=LATER)
    own = own_trial(viewer=trial.patient, at=at(14))
    assert (own.open_days, list(own.record.days)) == ((), [date(2026, 3, 11)])
    assert own.record.diary_days.closed(date(2026, 3, 13), at(13)) is Closed.CANCELLED
    assert own.last_day == date(2026, 3, 11)
    assert entries() == 1


def test_a_day_that_was_entered_on_a_device_before_is_taken_whenever_it_arrives(
    clinic: SmallClinic, trial: SmallTrial
) -> None:
    typed = an_entry(trial, entered_at=EVENING - timedelta(minutes=1))
    cancel(trial, clinic)
    record_day(entry=typed, by=trial.patient, at=LATER)
    assert entries() == 1


def test_it_gets_no_verdict_and_no_day_is_missing_after_it(
    clinic: SmallClinic, trial: SmallTrial
) -> None:
    cancel(trial, clinic)
    found = trial_page(viewer=clinic.consultant, trial_id=trial.trial_id, at=at(30))
    assert found.record.state is TrialState.CANCELLED
    assert found.assessment.primary.verdict is Verdict.PENDING
    assert found.assessment.as_of == date(2026, 3, 12)
    cancelled = found.record.cancelled
    assert cancelled is not None
    assert (cancelled.at, cancelled.by_name, cancelled.reason) == (
        EVENING,
        "Southend nurse",
        "Fell ill",
    )


def test_after_placement_it_is_a_deviation_and_before_it_is_none(
    clinic: SmallClinic, trial: SmallTrial
) -> None:
    with db.transaction():
        planned = small_trial(clinic, placed=False)
    for each in (trial, planned):
        cancel(each, clinic)
        take_up_trial(trial_id=each.trial_id, reason="Well again", by=clinic.nurse, at=LATER)
    placed, before = (
        trial_page(viewer=clinic.nurse, trial_id=each.trial_id, at=LATER).record
        for each in (trial, planned)
    )
    assert [(found.kind, found.changes, found.reason) for found in placed.deviations] == [
        (DeviationKind.CANCELLING, (("trial", "going on", "cancelled"),), "Fell ill"),
        (DeviationKind.CANCELLING, (("trial", "cancelled", "going on"),), "Well again"),
    ]
    assert before.deviations == ()
    assert [found.cancelled for found in before.cancellings] == [True, False]
    assert (placed.state, before.state) == (TrialState.PLACED, TrialState.PLANNED)
    assert placed.cancelled is None


def test_taken_up_again_the_diary_opens(clinic: SmallClinic, trial: SmallTrial) -> None:
    cancel(trial, clinic)
    take_up_trial(trial_id=trial.trial_id, reason="Well again", by=clinic.nurse, at=LATER)
    record_day(entry=an_entry(trial), by=trial.patient, at=LATER)
    kept = kept_trial(trial.trial_id)
    assert (kept.cancelled_at, kept.cancelled_by_id) == (None, None)


def test_a_card_is_not_made_and_a_warning_sign_is_still_reported(
    clinic: SmallClinic, trial: SmallTrial
) -> None:
    cancel(trial, clinic)
    with pytest.raises(TrialCancelled):
        make_card(trial_id=trial.trial_id, by=clinic.nurse, at=LATER)
    report = Report(uuid4(), trial.trial_id, (Sign.WOUND,))
    assert raise_flag(report=report, by=trial.patient, at=LATER).raised_at == LATER


def test_a_second_trial_is_the_patients_diary_whatever_was_planned_for_the_cancelled_one(
    clinic: SmallClinic,
) -> None:
    with db.transaction() as session:
        first, second = small_trial(clinic, placed=False), small_trial(clinic, placed=False)
        moved = session.get_one(Trial, first.trial_id)
        moved.patient_id = session.get_one(Trial, second.trial_id).patient_id
        moved.planned_removal_on, moved.placed_on = date(2026, 4, 9), date(2026, 4, 1)
    own = own_trial(viewer=second.patient, at=PLANNED_AT)
    assert own.record.trial_id == first.trial_id
    cancel(first, clinic, PLANNED_AT)
    own = own_trial(viewer=second.patient, at=PLANNED_AT)
    assert own.record.trial_id == second.trial_id


def test_it_is_refused_without_a_reason_and_twice_and_once_the_leads_are_out(
    clinic: SmallClinic, trial: SmallTrial
) -> None:
    about = {"trial_id": trial.trial_id, "by": clinic.nurse, "at": EVENING}
    with pytest.raises(ReasonMissing):
        cancel_trial(**about, reason="  ")  # type: ignore[arg-type]
    with pytest.raises(NotCancelled):
        take_up_trial(**about, reason="No")  # type: ignore[arg-type]
    cancel(trial, clinic)
    with pytest.raises(TrialCancelled):
        cancel(trial, clinic, LATER)
    with pytest.raises(TrialCancelled):
        record_removal(**about, removed_on=date(2026, 3, 12))  # type: ignore[arg-type]
    take_up_trial(**about, reason="Yes")  # type: ignore[arg-type]
    record_removal(**about, removed_on=date(2026, 3, 12))  # type: ignore[arg-type]
    with pytest.raises(AlreadyRemoved):
        cancel(trial, clinic, LATER)


def test_only_the_clinics_own_team_cancels(clinic: SmallClinic, trial: SmallTrial) -> None:
    with db.transaction():
        stranger = small_clinic("Leeds").nurse
    about = {"trial_id": trial.trial_id, "reason": "Mine", "at": EVENING}
    for by, refusal in (
        (stranger, NotFound),
        (trial.patient, NotAllowed),
        (clinic.representative, NotAllowed),
    ):
        for service in (cancel_trial, take_up_trial):
            with pytest.raises(refusal):
                service(**about, by=by)  # type: ignore[arg-type]


def test_the_row_of_the_trial_says_what_the_newest_decision_says_and_it_is_audited(
    clinic: SmallClinic, trial: SmallTrial
) -> None:
    cancel(trial, clinic)
    with db.view() as session:
        decided = session.scalars(select(TrialCancellation)).one()
        audited = session.scalars(
            select(AuditEvent).where(AuditEvent.action == "cancel_trial")
        ).one()
    kept = kept_trial(trial.trial_id)
    assert (kept.cancelled_at, kept.cancelled_by_id) == (decided.decided_at, decided.decided_by_id)
    assert audited.reason_text_id == decided.reason_text_id
    assert "Fell ill" not in audited.changes
