"""The stored result: in step with the trial, exact, and never in the way of somebody's answers."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from tests.services.outcomes import differences
from tests.services.small_clinic import SmallClinic, SmallTrial, an_entry, at
from trialtrack import db
from trialtrack.access import NotAllowed, Viewer
from trialtrack.clinical.results import Certainty, LegState, Stage, Verdict
from trialtrack.models import AuditEvent, DiaryEntry, TrialOutcome, Withdrawal
from trialtrack.queries.check_outcomes import check_outcomes, outcomes_to_fill
from trialtrack.services import keep_outcome as keeping
from trialtrack.services.keep_outcome import keep_outcome
from trialtrack.services.programmes import add_programme, switch_programme
from trialtrack.services.record_day import record_day
from trialtrack.services.record_removal import record_removal
from trialtrack.services.repair_outcome import repair_outcome
from trialtrack.store.outcomes import Outcome, read_outcomes

PLACED, REMOVED = date(2026, 3, 10), date(2026, 3, 18)
SYSTEM = Viewer.system()


def logged(trial: SmallTrial, scores: str, first: date) -> None:
    """One score a day from the first on; a full stop is a day without."""
    for n, score in enumerate(scores.split()):
        day = first + timedelta(days=n)
        if score != ".":
            record_day(entry=an_entry(trial, score, day=day), by=trial.patient, at=at(day.day))


def stored(trial: SmallTrial) -> Outcome | None:
    with db.view() as session:
        return read_outcomes(session, [trial.trial_id]).get(trial.trial_id)


@pytest.fixture
def ended(trial: SmallTrial, clinic: SmallClinic) -> SmallTrial:
    """Seven baseline days of 26/7, six of seven treatment days; the leads are out."""
    logged(trial, "8 7 7 8 7 8 7", PLACED - timedelta(days=7))
    logged(trial, "3 3 . 4 3 2 4", PLACED + timedelta(days=1))
    record_removal(trial_id=trial.trial_id, removed_on=REMOVED, by=clinic.nurse, at=at(18))
    return trial


def test_a_finished_trial_is_stored_with_its_exact_reduction(ended: SmallTrial) -> None:
    found = stored(ended)
    assert found is not None
    # Baseline 52/7, trial 19/6: 100 (1 - 133/312) = 17900/312.
    assert (found.reduction_percent, found.display) == (Fraction(4475, 78), "57.3%")
    assert (found.stage, found.verdict, found.as_of) == (Stage.FINAL, Verdict.MET, REMOVED)
    assert (found.certainty, found.baseline_grade) == (Certainty.TOO_CLOSE, "A")
    assert (found.recorded_days, found.expected_days) == (6, 7)
    assert (found.relief, found.satisfaction) == (LegState.HOLDS, LegState.UNKNOWN)
    assert (found.supported, found.reasons, found.method) == (None, "", "1")
    with db.view() as session:
        kept_as = session.connection().exec_driver_sql(
            "SELECT reduction_percent FROM trial_outcome"
        )
        assert kept_as.scalar() == "4475/78"


def test_a_running_trial_is_stored_as_it_stood_when_it_was_written(trial: SmallTrial) -> None:
    planned = stored(trial)
    assert planned is not None
    assert (planned.verdict, planned.as_of) == (Verdict.PENDING, PLACED)
    logged(trial, "8 7 7 8 7 8 7", PLACED - timedelta(days=7))
    logged(trial, "3 3", PLACED + timedelta(days=1))
    found = stored(trial)
    assert found is not None
    assert (found.stage, found.verdict, found.as_of) == (
        Stage.INTERIM,
        Verdict.PENDING,
        date(2026, 3, 12),
    )
    assert found.display == "59.6%"


def test_a_result_that_cannot_be_worked_out_costs_nobody_a_day(
    ended: SmallTrial, clinic: SmallClinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    missed = an_entry(ended, 9, day=date(2026, 3, 13))

    def breaks(*_: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr(keeping, "expected_outcome", breaks)
        record_day(entry=missed, by=ended.patient, at=at(15, 1))
    with db.view() as session:
        assert session.get(DiaryEntry, missed.id) is not None
    assert stored(ended) is None, "an old result would pass for the present one"
    assert outcomes_to_fill(viewer=SYSTEM) == (ended.trial_id,)
    (missing,) = differences()
    assert (missing.trial_id, missing.field, missing.stored) == (ended.trial_id, "result", "none")
    assert repair_outcome(trial_id=ended.trial_id, by=SYSTEM, at=at(20))
    found = stored(ended)
    assert found is not None
    assert found.recorded_days == 7
    with pytest.raises(NotAllowed):
        repair_outcome(trial_id=ended.trial_id, by=clinic.consultant, at=at(20))


def test_the_check_names_the_trial_and_the_field_and_a_repair_is_audited(
    ended: SmallTrial, clinic: SmallClinic
) -> None:
    with db.transaction() as session:
        session.execute(update(TrialOutcome).values(display="99.9%", verdict=Verdict.NOT_MET))
    found = check_outcomes(viewer=SYSTEM, at=at(20))
    assert found.trials == 1
    assert {(each.field, each.stored, each.expected) for each in found.differences} == {
        ("display", "99.9%", "57.3%"),
        ("verdict", "not_met", "met"),
    }
    assert repair_outcome(trial_id=ended.trial_id, by=SYSTEM, at=at(20))
    with db.view() as session:
        written = session.scalar(
            select(AuditEvent.changes).where(AuditEvent.action == "repair_outcome")
        )
    assert written == '{"display":["99.9%","57.3%"],"verdict":["not_met","met"]}'
    with pytest.raises(NotAllowed):
        check_outcomes(viewer=clinic.consultant, at=at(20))


def test_an_answer_that_came_past_the_services_is_found_by_its_inputs(ended: SmallTrial) -> None:
    with db.transaction() as session:
        row = session.scalars(select(DiaryEntry).limit(1)).one()
        copied = {each.key: getattr(row, each.key) for each in DiaryEntry.__table__.columns}
        answers = copied["answers"].replace(str(row.day), "2026-03-13")
        made = an_entry(ended).id
        session.add(
            DiaryEntry(**{**copied, "id": made, "day": date(2026, 3, 13), "answers": answers})
        )
    assert {"inputs_digest", "recorded_days"} <= {each.field for each in differences()}
    repair_outcome(trial_id=ended.trial_id, by=SYSTEM, at=at(20))


def test_results_of_an_earlier_method_are_worked_out_again(ended: SmallTrial) -> None:
    with db.transaction() as session:
        session.execute(update(TrialOutcome).values(method="0"))
    assert outcomes_to_fill(viewer=SYSTEM) == (ended.trial_id,)
    with db.transaction() as session:
        session.execute(delete(TrialOutcome))
    assert outcomes_to_fill(viewer=SYSTEM) == (ended.trial_id,)
    repair_outcome(trial_id=ended.trial_id, by=SYSTEM, at=at(20))
    assert outcomes_to_fill(viewer=SYSTEM) == ()


def test_a_switch_recorded_later_changes_what_a_day_was_on(
    trial: SmallTrial, clinic: SmallClinic
) -> None:
    logged(trial, "3 3", PLACED + timedelta(days=1))
    first, by = stored(trial), clinic.nurse
    programme = add_programme(trial_id=trial.trial_id, name="A", by=by, at=at(13))
    switch_programme(
        trial_id=trial.trial_id, programme_id=programme, by=by, at=at(13), since=at(11, 1)
    )
    second = stored(trial)
    assert first is not None
    assert second is not None
    assert first.inputs_digest != second.inputs_digest


def test_what_the_service_itself_cannot_save_is_not_passed_over(trial: SmallTrial) -> None:
    def save() -> None:
        with db.transaction() as session:
            session.add(Withdrawal(trial_id=trial.trial_id, withdrawn_at=at(12)))
            keep_outcome(session, trial.trial_id, at=at(12))

    with pytest.raises(IntegrityError):
        save()
