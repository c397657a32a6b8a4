"""What is loaded went through the services, and comes back as it was meant."""

from collections import Counter
from datetime import timedelta
from fractions import Fraction

import pytest
from sqlalchemy import func, select

from tests.demo.conftest import AT, use
from tests.demo.plan_as_diary import assessed
from tests.services.outcomes import differences
from trialtrack import db
from trialtrack.access import Refusal, Role, TrialState, Viewer
from trialtrack.clinical.assessment import assess, default_as_of
from trialtrack.clinical.opioids import OpioidTable
from trialtrack.clinical.results import Leg, LegState
from trialtrack.clock import diary_day
from trialtrack.demo.clinic_there import demonstration_clinic
from trialtrack.demo.generate import demonstration
from trialtrack.demo.load import load
from trialtrack.demo.plan import TrialPlan
from trialtrack.demo.staff import STAFF_PASSWORD
from trialtrack.demo.times import TIME_ZONE
from trialtrack.models import (
    AuditEvent,
    Clinic,
    DateKind,
    DiaryEntry,
    ExclusionCause,
    Origin,
    PatientIdentity,
    PatientMerge,
    Trial,
)
from trialtrack.services.add_clinic import add_clinic
from trialtrack.services.sign_in_staff import sign_in_staff
from trialtrack.store.diaries import read_diaries
from trialtrack.store.find_people import find_people
from trialtrack.store.records import TrialRecord
from trialtrack.store.scope import trials_within

TODAY = diary_day(AT, TIME_ZONE)


def test_every_result_that_was_stored_on_the_way_is_right(
    demonstration_database: db.Database,
) -> None:
    assert differences() == ()


def stored() -> dict[str, TrialRecord]:
    """The stored trials by the hospital number of the patient."""
    with db.view() as session:
        ids = session.scalars(trials_within(Viewer.system())).all()
        records = read_diaries(session, ids)
    return {str(record.patient.hospital_number): record for record in records.values()}


def plans() -> dict[str, TrialPlan]:
    return {plan.person.hospital_number: plan for plan in demonstration(TODAY).trials}


def test_it_is_loaded_on_both_databases(migrated_database_url: str) -> None:
    opened = use(migrated_database_url)
    try:
        load(at=AT)
        records = stored()
        assert len(records) == 25
        assert sum(len(record.days) for record in records.values()) > 300
    finally:
        db.use(None)
        opened.close()


@pytest.mark.usefixtures("demonstration_database")
def test_every_stored_trial_is_assessed_as_its_plan_is() -> None:
    records = stored()
    for number, plan in plans().items():
        record = records[number]
        as_of = default_as_of(record.diary.removed_on, TODAY)
        found = assess(record.diary, record.protocol, as_of)
        meant = assessed(plan, TODAY)
        assert found.primary == meant.primary, plan.scenario
        assert found.legs == meant.legs, plan.scenario
        assert found.programmes == meant.programmes, plan.scenario
        assert found.primary.verdict is plan.meant.verdict, plan.scenario


@pytest.mark.usefixtures("demonstration_database")
def test_one_stored_trial_lies_exactly_on_the_threshold() -> None:
    exactly = [plan for plan in plans().values() if plan.meant.reduction_percent is not None]
    record = stored()[exactly[0].person.hospital_number]
    removed_on = record.diary.removed_on
    assert removed_on is not None
    result = assess(record.diary, record.protocol, removed_on)
    assert result.primary.reduction_percent == Fraction(50)


@pytest.mark.usefixtures("demonstration_database")
def test_trials_stand_where_they_are_meant_to_stand() -> None:
    states = Counter(record.state for record in stored().values())
    assert states == {
        TrialState.PLANNED: 1,
        TrialState.PLACED: 7,
        TrialState.REMOVED: 16,
        TrialState.CANCELLED: 1,
    }


@pytest.mark.usefixtures("demonstration_database")
def test_what_was_put_right_is_told() -> None:
    records = stored().values()
    moved = [(each.kind, each.new_on) for record in records for each in record.dates_moved]
    kinds = Counter(kind for kind, _ in moved)
    assert kinds == {
        DateKind.PLANNED_PLACEMENT: 2,
        DateKind.PLANNED_REMOVAL: 2,
        DateKind.REMOVAL: 1,
    }
    assert [found.cause for record in records for found in record.excluded.values()] == [
        ExclusionCause.ILLNESS
    ]
    assert [record.cancelled is not None for record in records].count(True) == 1


@pytest.mark.usefixtures("demonstration_database")
def test_the_first_answer_of_a_corrected_day_stays() -> None:
    corrected = [
        day for record in stored().values() for day in record.days.values() if day.corrected
    ]
    assert len(corrected) == 3
    assert all(len(day.versions) == 2 for day in corrected)


@pytest.mark.usefixtures("demonstration_database")
def test_days_came_on_paper_and_by_telephone_too() -> None:
    with db.view() as session:
        entries = session.scalars(select(DiaryEntry)).all()
    assert Counter(entry.origin for entry in entries if not entry.conflicting) == {
        Origin.PATIENT: len(entries) - 4,
        Origin.TRANSCRIBED: 1,
        Origin.TELEPHONE: 1,
    }


@pytest.mark.usefixtures("demonstration_database")
def test_one_day_has_two_answers_one_was_settled_and_a_correction_is_asked_for() -> None:
    records = stored().values()
    days = [day for record in records for day in record.days.values()]
    assert sum(len(day.conflicting) for day in days) == 1
    settled = [each for day in days for each in day.settled]
    assert [each.by_name for each in settled] == ["Owen Demo-Pritchard"]
    asked = [each for record in records for each in record.asked]
    assert [each.decision for each in asked] == [None]


def test_the_audit_tells_everything_in_the_order_in_which_it_happened(
    demonstration_database: db.Database,
) -> None:
    with db.view() as session:
        events = session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()
        entries = session.scalar(select(func.count()).select_from(DiaryEntry))
    times = [event.happened_at for event in events]
    assert times == sorted(times)
    assert max(times) < AT
    by_action = Counter(event.action for event in events)
    assert by_action["record_day"] + by_action["amend_day"] == entries
    assert by_action["record_placement"] == 23
    assert {event.actor_role for event in events} >= {
        Role.PATIENT,
        Role.NURSE,
        Role.CONSULTANT,
        Role.REPRESENTATIVE,
    }


def test_a_second_load_adds_nothing_and_moves_nothing(demonstration_database: db.Database) -> None:
    before = stored()
    load(at=AT + timedelta(days=7))
    assert stored() == before
    with db.view() as session:
        assert session.scalar(select(func.count()).select_from(Clinic)) == 1


@pytest.mark.usefixtures("demonstration_database")
def test_staff_sign_in_with_the_printed_password() -> None:
    assert sign_in_staff(email="consultant@demo.example", password=STAFF_PASSWORD, at=AT)


@pytest.mark.usefixtures("empty_database")
def test_it_is_refused_beside_a_real_clinic_and_leaves_nothing_behind() -> None:
    add_clinic(
        name="A real clinic",
        time_zone=TIME_ZONE,
        phone="999",
        emergency_phone="999",
        is_demonstration=False,
        opioid_table=OpioidTable.FPM_2020,
        by=Viewer.system(),
        at=AT,
    )
    with pytest.raises(Refusal, match="never kept in one database"):
        load(at=AT)
    assert demonstration_clinic() is None
    with db.view() as session:
        assert session.scalar(select(func.count()).select_from(Trial)) == 0


@pytest.mark.usefixtures("demonstration_database")
def test_the_four_legs_hold_fail_and_are_unknown_and_the_ends_were_asked_about() -> None:
    ended = [record for record in stored().values() if record.state is TrialState.REMOVED]
    legs = [
        assess(record.diary, record.protocol, record.diary.removed_on or TODAY).legs
        for record in ended
    ]
    assert {each.supported for each in legs} == {True, False, None}
    assert {each.states[Leg.SATISFACTION] for each in legs} == set(LegState)
    assert sorted(len(record.end_answers) for record in ended) == [0] * 2 + [1] * 13 + [2]


@pytest.mark.usefixtures("demonstration_database")
def test_leads_were_changed_and_stimulation_was_off_for_some_hours() -> None:
    records = stored().values()
    assert max(len(record.leads) for record in records) == 3
    off = [each for record in records for each in record.intervals if each.programme == "off"]
    assert timedelta(hours=6) in {each.ends_at - each.starts_at for each in off if each.ends_at}
    assert any(each.settings.amplitude_v for record in records for each in record.programmes)


@pytest.mark.usefixtures("demonstration_database")
def test_one_person_was_put_in_twice_and_is_found_under_either_number() -> None:
    with db.view() as session:
        merge = session.scalars(select(PatientMerge)).one()
        number = session.get_one(PatientIdentity, merge.merged_id).hospital_number or ""
        ids = set(session.scalars(find_people(Viewer.system(), number)))
    assert ids == {merge.merged_id, merge.into_id}
