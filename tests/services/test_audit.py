"""Everything that is done leaves its audit row, in the same transaction and without names."""

import json
from datetime import date, timedelta
from fractions import Fraction
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.services.small_clinic import EVENING, SmallClinic, SmallTrial, an_entry, at
from trialtrack import db
from trialtrack.access import Viewer
from trialtrack.clinical.protocol import Protocol
from trialtrack.models import AuditEvent, DiaryEntry, PersonalText
from trialtrack.services.amend_day import amend_day
from trialtrack.services.amend_protocol import amend_protocol
from trialtrack.services.audit import Done, write_audit
from trialtrack.services.plan_removal import plan_removal
from trialtrack.services.programmes import add_programme, switch_programme
from trialtrack.services.record_clinic_rating import record_clinic_rating
from trialtrack.services.record_day import record_day
from trialtrack.services.record_removal import record_removal

WHOLE_COURSE = [
    "add_clinic",
    "publish_notice",
    "publish_advice",
    "add_staff",
    "add_staff",
    "add_staff",
    "add_patient",
    "plan_trial",
    "record_placement",
    "record_clinic_rating",
    "add_programme",
    "switch_programme",
    "record_day",
    "amend_day",
    "plan_removal",
    "deviate_from_protocol",
    "record_removal",
]


def events() -> list[AuditEvent]:
    with db.view() as session:
        return list(session.scalars(select(AuditEvent).order_by(AuditEvent.id)))


def whole_course(clinic: SmallClinic, trial: SmallTrial) -> None:
    trial_id, nurse = trial.trial_id, clinic.nurse
    rated = {"site": "Lower back", "score": Fraction(7), "rated_on": date(2026, 3, 10)}
    record_clinic_rating(trial_id=trial_id, **rated, by=nurse, at=at(10))  # type: ignore[arg-type]
    programme = add_programme(trial_id=trial_id, name="Burst", by=nurse, at=at(10))
    switch_programme(trial_id=trial_id, programme_id=programme, by=nurse, at=at(10))
    first = record_day(entry=an_entry(trial, note="Secret"), by=trial.patient, at=EVENING)
    amend_day(
        entry=an_entry(trial, 4, note="Hidden"),
        replaces=first.entry_id,
        by=trial.patient,
        at=EVENING,
    )
    plan_removal(
        trial_id=trial_id,
        planned_removal_on=date(2026, 3, 17),
        reason="Anna asked",
        by=nurse,
        at=EVENING,
    )
    amend_protocol(
        trial_id=trial_id,
        protocol=Protocol(threshold_percent=Fraction(30)),
        deviation_reason="Anna's form was wrong",
        by=clinic.consultant,
        at=EVENING,
    )
    record_removal(trial_id=trial_id, removed_on=date(2026, 3, 17), by=nurse, at=at(17))


def test_every_step_of_a_trial_leaves_one_row(clinic: SmallClinic, trial: SmallTrial) -> None:
    whole_course(clinic, trial)
    assert [event.action for event in events()] == WHOLE_COURSE


def test_no_row_holds_a_name_a_note_or_a_reason(clinic: SmallClinic, trial: SmallTrial) -> None:
    whole_course(clinic, trial)
    said = " ".join(event.changes for event in events())
    for personal in ("Anna", "Demo", "1961-02", "104 2231", "Secret", "Hidden", clinic.email):
        assert personal not in said


def test_a_row_says_who_when_what_and_why(clinic: SmallClinic, trial: SmallTrial) -> None:
    whole_course(clinic, trial)
    moved = next(event for event in events() if event.action == "plan_removal")
    assert (moved.actor_staff_id, moved.happened_at) == (clinic.nurse.staff_id, EVENING)
    assert (moved.subject_kind, moved.subject_id) == ("trial", trial.trial_id)
    assert json.loads(moved.changes) == {"planned_removal_on": ["2026-03-18", "2026-03-17"]}
    with db.view() as session:
        assert session.get_one(PersonalText, moved.reason_text_id).text == "Anna asked"
    amended = next(event for event in events() if event.action == "deviate_from_protocol")
    assert json.loads(amended.changes) == {"threshold_percent": ["50", "30"]}


def test_equal_personal_values_have_equal_digests(clinic: SmallClinic, trial: SmallTrial) -> None:
    added = next(event for event in events() if event.action == "add_patient")
    changes = json.loads(added.changes)
    assert changes["family_name"][0] is None
    assert changes["family_name"][1].startswith("digest:")
    assert changes["family_name"][1] != changes["given_name"][1]
    assert changes["email"] == [None, None]


def test_the_row_goes_when_the_change_goes(clinic: SmallClinic, trial: SmallTrial) -> None:
    before = len(events())
    with pytest.raises(LookupError):
        _record_and_fail(trial)
    with db.view() as session:
        assert session.scalar(select(func.count(AuditEvent.id))) == before


@db.transactional
def _record_and_fail(session: Session, trial: SmallTrial) -> None:
    record_day(entry=an_entry(trial), by=trial.patient, at=EVENING)
    assert session.scalar(select(func.count(DiaryEntry.id))) == 1
    raise LookupError


def test_a_value_is_written_as_a_person_would(clinic: SmallClinic) -> None:
    changes = {
        "share": (Fraction(57, 100), None),
        "day": (None, date(2026, 3, 1)),
        "at": (EVENING, EVENING + timedelta(hours=1)),
        "counts": (True, 3),
        "id": (None, UUID(int=1)),
    }
    done = Done("try", "clinic", clinic.clinic_id, clinic.clinic_id, changes)
    with db.transaction() as session:
        write_audit(session, done, by=Viewer.system(clinic.clinic_id), at=EVENING)
    assert json.loads(events()[-1].changes) == {
        "share": ["0.57", None],
        "day": [None, "2026-03-01"],
        "at": ["2026-03-12T20:00:00+00:00", "2026-03-12T21:00:00+00:00"],
        "counts": [True, 3],
        "id": [None, "00000000-0000-0000-0000-000000000001"],
    }
