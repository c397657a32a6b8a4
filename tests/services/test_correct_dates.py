"""Days of a trial are moved and put right: nothing recorded goes, and it is said what was."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.services.small_clinic import (
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
from trialtrack.access import NotAllowed, NotFound, Refusal, TrialState, Viewer
from trialtrack.clinical.protocol import Protocol
from trialtrack.models import (
    AuditEvent,
    ClinicRating,
    DateCorrection,
    DiaryEntry,
    ProgrammeInterval,
)
from trialtrack.queries.own_trial import own_trial
from trialtrack.queries.trial_page import trial_page
from trialtrack.services.correct_dates import (
    correct_placement,
    correct_removal,
    take_back_removal,
)
from trialtrack.services.date_corrections import Days, DaysChangedMeanwhile, SameDay
from trialtrack.services.plan_removal import plan_removal
from trialtrack.services.plan_trial import RemovalBeforePlacement
from trialtrack.services.postpone_placement import postpone_placement
from trialtrack.services.programmes import add_programme, switch_programme
from trialtrack.services.protocol_versions import ProtocolDoesNotFit
from trialtrack.services.record_clinic_rating import record_clinic_rating
from trialtrack.services.record_day import record_day
from trialtrack.services.record_removal import record_removal
from trialtrack.services.refusals import NotYet, ReasonMissing
from trialtrack.services.sensible_days import DayTooFar
from trialtrack.store.records import TrialRecord
from trialtrack.store.righted import DeviationKind

AFTER = datetime(2026, 3, 19, 9, tzinfo=UTC)


@pytest.fixture
def planned(clinic: SmallClinic) -> SmallTrial:
    with db.transaction():
        return small_trial(clinic, placed=False)


@pytest.fixture
def ended(clinic: SmallClinic, trial: SmallTrial) -> SmallTrial:
    """Seven baseline days at 8, the trial's at 3, a rating, a programme, the leads out."""
    with db.transaction():
        for day in range(3, 18):
            entry = an_entry(trial, 8 if day < 10 else 3, day=date(2026, 3, day))
            record_day(entry=entry, by=trial.patient, at=at(day))
        about = {"trial_id": trial.trial_id, "by": clinic.nurse}
        rated = {"site": "Lower back", "score": 7, "rated_on": date(2026, 3, 10)}
        record_clinic_rating(**about, **rated, at=at(10))  # type: ignore[arg-type]
        on = add_programme(**about, name="Burst", at=at(10))  # type: ignore[arg-type]
        switch_programme(**about, programme_id=on, at=at(10, 21))  # type: ignore[arg-type]
        removal = {"removed_on": date(2026, 3, 18), "at": at(18, 12)}
        record_removal(**about, **removal)  # type: ignore[arg-type]
    return trial


def read(trial: SmallTrial, clinic: SmallClinic, when: datetime = AFTER) -> TrialRecord:
    return trial_page(viewer=clinic.consultant, trial_id=trial.trial_id, at=when).record


def everything_recorded() -> dict[str, list[tuple[object, ...]]]:
    """Every entry, rating and interval, whole; an interval's end may be taken back by name."""
    with db.view() as session:
        return {
            kind.__tablename__: sorted(
                (tuple(row) for row in session.execute(select(*kind.__table__.columns))), key=str
            )
            for kind in (DiaryEntry, ClinicRating, ProgrammeInterval)
        }


@pytest.fixture
def nothing_goes(ended: SmallTrial) -> Iterator[None]:
    """Whatever was recorded before is there after, unchanged."""
    del ended
    before = everything_recorded()
    yield
    after = everything_recorded()
    assert before["diary_entry"], "nothing was recorded to begin with"
    for kind in ("diary_entry", "clinic_rating"):
        assert before[kind] == after[kind]
    assert len(before["programme_interval"]) == len(after["programme_interval"])


def test_a_placement_is_postponed_and_the_removal_and_the_baseline_move_along(
    clinic: SmallClinic, planned: SmallTrial
) -> None:
    record_day(entry=an_entry(planned, 8, day=date(2026, 3, 4)), by=planned.patient, at=at(4))
    about = {"trial_id": planned.trial_id, "by": clinic.nurse, "at": at(8)}
    postpone_placement(**about, placed_on=date(2026, 3, 24), reason="No theatre")  # type: ignore[arg-type]
    record = read(planned, clinic)
    assert (record.diary.placed_on, record.planned_removal_on) == (
        date(2026, 3, 24),
        date(2026, 4, 1),
    )
    assert record.diary_days.first == date(2026, 3, 17)
    assert date(2026, 3, 4) in record.days
    assert [(moved.kind, moved.reason) for moved in record.dates_moved] == [
        ("planned_placement", "No theatre"),
        ("planned_removal", "No theatre"),
    ]
    assert record.deviations == ()


def test_the_baseline_may_stay_where_it_was_recorded(
    clinic: SmallClinic, planned: SmallTrial
) -> None:
    about = {"trial_id": planned.trial_id, "by": clinic.nurse, "reason": "No theatre"}
    stays = {"baseline_stays": True, "planned_removal_on": date(2026, 4, 10)}
    moved = {**about, **stays, "at": at(8)}
    postpone_placement(**moved, placed_on=date(2026, 3, 24))  # type: ignore[arg-type]
    record = read(planned, clinic)
    assert record.protocol.baseline_ends_on == date(2026, 3, 10)
    assert record.planned_removal_on == date(2026, 4, 10)
    with pytest.raises(ProtocolDoesNotFit):
        postpone_placement(**moved, placed_on=date(2026, 4, 8))  # type: ignore[arg-type]
    # 29 days after the day on which the baseline ends; and moved along it fits again.
    again = {**about, "at": at(9)}
    postpone_placement(**again, placed_on=date(2026, 4, 8))  # type: ignore[arg-type]
    assert read(planned, clinic).protocol.baseline_ends_on == date(2026, 3, 25)


def test_a_planned_removal_moves_with_its_reason(clinic: SmallClinic, planned: SmallTrial) -> None:
    plan_removal(
        trial_id=planned.trial_id,
        planned_removal_on=date(2026, 3, 20),
        reason="Holiday",
        by=clinic.nurse,
        at=at(8),
    )
    [moved] = read(planned, clinic).dates_moved
    assert (moved.old_on, moved.new_on, moved.reason) == (
        date(2026, 3, 18),
        date(2026, 3, 20),
        "Holiday",
    )


@pytest.mark.usefixtures("nothing_goes")
def test_a_wrong_placement_day_is_put_right_as_a_deviation(
    clinic: SmallClinic, ended: SmallTrial
) -> None:
    about = {"trial_id": ended.trial_id, "by": clinic.nurse, "at": AFTER, "reason": "Misread"}
    correct_placement(**about, placed_on=date(2026, 3, 12))  # type: ignore[arg-type]
    record = read(ended, clinic)
    assert record.diary.placed_on == date(2026, 3, 12)
    [deviation] = record.deviations
    assert (deviation.kind, deviation.reason) == (DeviationKind.PLACEMENT_WAS_WRONG, "Misread")
    assert deviation.changes == (("placed_on", "2026-03-10", "2026-03-12"),)
    # The day recorded under the old first day lies before the diary now, and is kept.
    assert record.diary_days.first == date(2026, 3, 5)
    assert date(2026, 3, 3) in record.days


@pytest.mark.usefixtures("nothing_goes")
def test_a_wrong_removal_day_is_put_right_and_later_days_stay_readable(
    clinic: SmallClinic, ended: SmallTrial
) -> None:
    about = {"trial_id": ended.trial_id, "by": clinic.nurse, "at": AFTER, "reason": "Misread"}
    correct_removal(**about, removed_on=date(2026, 3, 16))  # type: ignore[arg-type]
    found = trial_page(viewer=clinic.consultant, trial_id=ended.trial_id, at=AFTER)
    assert found.assessment.as_of == date(2026, 3, 16)
    assert date(2026, 3, 17) in found.record.days
    assert date(2026, 3, 17) not in found.assessment.primary.evaluation.recorded
    assert [each.kind for each in found.record.deviations] == [DeviationKind.REMOVAL_WAS_WRONG]


@pytest.mark.usefixtures("nothing_goes")
def test_a_removal_recorded_by_mistake_is_taken_back_and_all_goes_on(
    clinic: SmallClinic, ended: SmallTrial
) -> None:
    about = {"trial_id": ended.trial_id, "by": clinic.nurse, "reason": "Wrong patient"}
    take_back_removal(**about, at=at(18, 13))  # type: ignore[arg-type]
    record = read(ended, clinic)
    assert (record.state, record.diary.removed_on) == (TrialState.PLACED, None)
    assert [interval.ends_at for interval in record.intervals] == [None]
    assert record.deviations[-1].changes == (("removed_on", "2026-03-18", "not removed"),)
    assert date(2026, 3, 18) in own_trial(viewer=ended.patient, at=at(18, 20)).open_days
    record_removal(
        trial_id=ended.trial_id, removed_on=date(2026, 3, 19), by=clinic.nurse, at=at(19, 12)
    )
    assert read(ended, clinic).state is TrialState.REMOVED


@pytest.mark.usefixtures("nothing_goes")
def test_what_was_on_follows_a_removal_that_was_written_down_days_later(
    clinic: SmallClinic, ended: SmallTrial
) -> None:
    about = {"trial_id": ended.trial_id, "by": clinic.nurse, "reason": "Misread"}
    take_back_removal(**about, at=at(18, 13))  # type: ignore[arg-type]
    record_removal(
        trial_id=ended.trial_id, removed_on=date(2026, 3, 18), by=clinic.nurse, at=at(20, 12)
    )
    assert [each.ends_at for each in read(ended, clinic).intervals] == [at(19, 4)]
    correct_removal(**about, at=at(21, 9), removed_on=date(2026, 3, 17))  # type: ignore[arg-type]
    assert [each.ends_at for each in read(ended, clinic).intervals] == [at(18, 4)]
    take_back_removal(**about, at=at(21, 10))  # type: ignore[arg-type]
    assert [each.ends_at for each in read(ended, clinic).intervals] == [None]


def test_what_cannot_be_is_refused_and_changes_nothing(
    clinic: SmallClinic, ended: SmallTrial, planned: SmallTrial
) -> None:
    refusals: list[tuple[type[Refusal], Callable[..., None], dict[str, object]]] = [
        (ReasonMissing, correct_placement, {"placed_on": date(2026, 3, 11), "reason": " "}),
        (SameDay, correct_placement, {"placed_on": date(2026, 3, 10)}),
        (NotYet, correct_placement, {"placed_on": date(2026, 3, 21)}),
        (RemovalBeforePlacement, correct_placement, {"placed_on": date(2026, 3, 19)}),
        (SameDay, correct_removal, {"removed_on": date(2026, 3, 18)}),
        (NotYet, correct_removal, {"removed_on": date(2026, 3, 21)}),
        (RemovalBeforePlacement, correct_removal, {"removed_on": date(2026, 3, 9)}),
        (ReasonMissing, take_back_removal, {"reason": ""}),
    ]
    about = {"trial_id": ended.trial_id, "by": clinic.nurse, "at": AFTER, "reason": "Why"}
    for refusal, service, wanted in refusals:
        with pytest.raises(refusal):
            service(**{**about, **wanted})
    about["trial_id"] = planned.trial_id
    plans: tuple[tuple[type[Refusal], dict[str, object]], ...] = (
        (SameDay, {"placed_on": date(2026, 3, 10)}),
        (
            RemovalBeforePlacement,
            {"placed_on": date(2026, 3, 12), "planned_removal_on": date(2026, 3, 11)},
        ),
    )
    for refusal, wanted in plans:
        with pytest.raises(refusal):
            postpone_placement(**{**about, **wanted})  # type: ignore[arg-type]
    with db.view() as session:
        assert session.scalars(select(DateCorrection)).all() == []
    assert kept_trial(ended.trial_id).placed_on == date(2026, 3, 10)


def test_a_baseline_that_cannot_belong_to_the_day_refuses_it(clinic: SmallClinic) -> None:
    with db.transaction():
        trial = small_trial(clinic, protocol=Protocol(baseline_ends_on=date(2026, 3, 10)))
    about = {"trial_id": trial.trial_id, "by": clinic.nurse, "at": AFTER, "reason": "Why"}
    with pytest.raises(ProtocolDoesNotFit):
        correct_placement(**about, placed_on=date(2026, 3, 9))  # type: ignore[arg-type]


def test_only_the_clinics_own_team_puts_days_right(clinic: SmallClinic, ended: SmallTrial) -> None:
    with db.transaction():
        stranger = small_clinic("Leeds").nurse
    day = date(2026, 3, 11)
    viewers: tuple[tuple[Viewer, type[Refusal]], ...] = (
        (stranger, NotFound),
        (ended.patient, NotAllowed),
        (clinic.representative, NotAllowed),
    )
    for by, refusal in viewers:
        about = {"trial_id": ended.trial_id, "by": by, "at": AFTER, "reason": "Mine"}
        with pytest.raises(refusal):
            correct_placement(**about, placed_on=day)  # type: ignore[arg-type]
        with pytest.raises(refusal):
            correct_removal(**about, removed_on=day)  # type: ignore[arg-type]
        with pytest.raises(refusal):
            take_back_removal(**about)  # type: ignore[arg-type]


def test_the_audit_says_the_days_and_keeps_the_reason_apart(
    clinic: SmallClinic, ended: SmallTrial
) -> None:
    about = {"trial_id": ended.trial_id, "by": clinic.nurse, "reason": "Misread"}
    at_once = {**about, "at": AFTER + timedelta(minutes=1)}
    correct_placement(**at_once, placed_on=date(2026, 3, 11))  # type: ignore[arg-type]
    with db.view() as session:
        wanted = select(AuditEvent).where(AuditEvent.action == "correct_placement")
        row = session.scalars(wanted).one()
    assert row.changes == '{"placed_on":["2026-03-10","2026-03-11"]}'
    assert row.reason_digest is not None
    assert row.happened_at > PLANNED_AT


def test_a_slip_in_the_year_of_a_corrected_day_is_refused_in_words(
    clinic: SmallClinic, ended: SmallTrial
) -> None:
    about = {"trial_id": ended.trial_id, "by": clinic.nurse, "reason": "A slip", "at": AFTER}
    with pytest.raises(DayTooFar, match=r"365 days before the day that is recorded\. Check the"):
        correct_placement(**about, placed_on=date(2025, 3, 10))  # type: ignore[arg-type]
    assert read(ended, clinic).diary.placed_on == date(2026, 3, 10)
    in_2028 = {**about, "removed_on": date(2028, 3, 18), "at": datetime(2028, 4, 1, tzinfo=UTC)}
    with pytest.raises(DayTooFar, match="in for 739 days"):
        correct_removal(**in_2028)  # type: ignore[arg-type]


def test_a_slip_in_the_year_of_a_postponed_day_is_refused_in_words(
    clinic: SmallClinic, planned: SmallTrial
) -> None:
    about = {"trial_id": planned.trial_id, "by": clinic.nurse, "reason": "No theatre", "at": at(8)}
    with pytest.raises(DayTooFar, match=r"2,178 days before today\. Check the"):
        postpone_placement(**about, placed_on=date(2020, 3, 21))  # type: ignore[arg-type]
    assert kept_trial(planned.trial_id).placed_on == date(2026, 3, 10)


def test_days_that_a_colleague_changed_meanwhile_are_looked_at_first(
    clinic: SmallClinic, planned: SmallTrial
) -> None:
    about = {"trial_id": planned.trial_id, "by": clinic.nurse, "reason": "No theatre", "at": at(8)}
    seen = Days(date(2026, 3, 10), date(2026, 3, 18), None).mark
    postpone_placement(**about, placed_on=date(2026, 3, 12), seen=seen)  # type: ignore[arg-type]
    stale = {**about, "seen": seen}
    now = r"placement is on Thursday 12 March 2026 now, .* planned for Friday 20 March 2026"
    with pytest.raises(DaysChangedMeanwhile, match=now):
        postpone_placement(**stale, placed_on=date(2026, 3, 13))  # type: ignore[arg-type]
    with pytest.raises(DaysChangedMeanwhile, match=now):
        plan_removal(**stale, planned_removal_on=date(2026, 3, 19))  # type: ignore[arg-type]
    record = read(planned, clinic)
    assert (record.diary.placed_on, record.planned_removal_on) == (
        date(2026, 3, 12),
        date(2026, 3, 20),
    )


def test_recorded_days_that_a_colleague_changed_meanwhile_are_looked_at_first(
    clinic: SmallClinic, ended: SmallTrial
) -> None:
    about = {"trial_id": ended.trial_id, "by": clinic.nurse, "reason": "A slip", "at": AFTER}
    seen = Days(date(2026, 3, 10), date(2026, 3, 18), date(2026, 3, 18)).mark
    correct_removal(**about, removed_on=date(2026, 3, 17), seen=seen)  # type: ignore[arg-type]
    stale = {**about, "seen": seen}
    changes: tuple[tuple[Callable[..., None], dict[str, date]], ...] = (
        (correct_placement, {"placed_on": date(2026, 3, 11)}),
        (correct_removal, {"removed_on": date(2026, 3, 16)}),
        (take_back_removal, {}),
    )
    for service, day in changes:
        with pytest.raises(DaysChangedMeanwhile, match="came out on Tuesday 17 March 2026"):
            service(**stale, **day)
    assert read(ended, clinic).diary.removed_on == date(2026, 3, 17)
