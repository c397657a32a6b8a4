"""A new patient with a trial: all of it or nothing, once, and nobody twice unasked."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from fractions import Fraction
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from tests.services.small_clinic import (
    MEDICINES,
    PLANNED_AT,
    SmallClinic,
    SmallTrial,
    at,
    small_clinic,
)
from trialtrack import db
from trialtrack.access import NotAllowed, NotFound, Refusal
from trialtrack.models import (
    Lead,
    Modality,
    Patient,
    PatientIdentity,
    Programme,
    Trial,
    TrialMedicine,
)
from trialtrack.services.add_patient import Identity
from trialtrack.services.add_staff import NotAnAddress
from trialtrack.services.cancel_trial import cancel_trial
from trialtrack.services.find_patient import RecordMerged
from trialtrack.services.leads import NoTarget, PlannedLead
from trialtrack.services.merge_patients import merge_patients
from trialtrack.services.plan_trial import SameMedicineTwice, TrialPlan
from trialtrack.services.programme_settings import ProgrammeSettings
from trialtrack.services.record_removal import record_removal
from trialtrack.services.refusals import NotAPhoneNumber
from trialtrack.services.start_trial import (
    DiariesOverlap,
    NewTrial,
    OtherTrialNotOver,
    PlannedProgramme,
    SavedWithOtherAnswers,
    SomebodyLikeThisIsHere,
    start_trial,
)
from trialtrack.store.goals import goal_of
from trialtrack.store.same_person import people_like

BEN = Identity("Okafor", "Ben", date(1970, 5, 9), "RQ 77-12", "01632 960111")


def new(identity: Identity | None = BEN, *, patient_id: UUID | None = None) -> NewTrial:
    plan = TrialPlan(
        patient_id=patient_id or uuid4(),
        modality=Modality.DRG,
        placed_on=date(2026, 4, 14),
        planned_removal_on=date(2026, 4, 21),
        sites=("Right foot", "Low back"),
        primary_site="Right foot",
        medicines=MEDICINES,
    )
    return NewTrial(
        trial_id=uuid4(),
        plan=plan,
        identity=identity,
        goal="Walk the dog",
        leads=(PlannedLead("Quad", level_from="L5"),),
        programmes=(PlannedProgramme("A", ProgrammeSettings(frequency_hz=Fraction(40))),),
    )


def counted() -> tuple[int, ...]:
    tables = (Patient, PatientIdentity, Trial, TrialMedicine, Programme, Lead)
    with db.view() as session:
        return tuple(session.scalar(select(func.count()).select_from(t)) or 0 for t in tables)


def test_everything_of_the_page_is_kept(clinic: SmallClinic) -> None:
    page = new()
    assert start_trial(new=page, by=clinic.nurse, at=PLANNED_AT) == page.trial_id
    assert counted() == (1, 1, 1, 2, 1, 1)
    with db.view() as session:
        assert goal_of(session, page.trial_id) == "Walk the dog"
        trial = session.get_one(Trial, page.trial_id)
        assert (trial.patient_id, trial.modality) == (page.plan.patient_id, Modality.DRG)


def test_a_second_tap_is_the_same_patient_and_trial(clinic: SmallClinic) -> None:
    page = new()
    start_trial(new=page, by=clinic.nurse, at=PLANNED_AT)
    assert start_trial(new=page, by=clinic.nurse, at=at(2)) == page.trial_id
    assert counted() == (1, 1, 1, 2, 1, 1)


def test_taps_at_the_same_moment_are_the_same_patient_and_trial(clinic: SmallClinic) -> None:
    page = new()

    def tap(_n: int) -> UUID:
        return start_trial(new=page, by=clinic.nurse, at=PLANNED_AT)

    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(tap, range(6))) == {page.trial_id}
    assert counted() == (1, 1, 1, 2, 1, 1)


def test_the_page_sent_again_with_something_else_is_not_called_saved(clinic: SmallClinic) -> None:
    page = new()
    start_trial(new=page, by=clinic.nurse, at=PLANNED_AT)
    with pytest.raises(SavedWithOtherAnswers):
        start_trial(new=replace(page, goal="Sleep"), by=clinic.nurse, at=PLANNED_AT)
    stranger = small_clinic("Elsewhere").nurse
    with pytest.raises(NotFound):
        start_trial(new=page, by=stranger, at=PLANNED_AT)


@pytest.mark.parametrize(
    ("page", "refusal"),
    [
        (replace(new(), leads=(PlannedLead("Quad"),)), NoTarget),
        (new(replace(BEN, phone="ring the bell")), NotAPhoneNumber),
        (new(replace(BEN, email="ben at home")), NotAnAddress),
        (
            replace(new(), plan=replace(new().plan, medicines=MEDICINES + MEDICINES[:1])),
            SameMedicineTwice,
        ),
    ],
)
def test_what_is_refused_leaves_nothing_behind(
    clinic: SmallClinic, page: NewTrial, refusal: type[Refusal]
) -> None:
    before = counted()
    with pytest.raises(refusal):
        start_trial(new=page, by=clinic.nurse, at=PLANNED_AT)
    assert counted() == before


@pytest.mark.parametrize(
    "like",
    [
        Identity("Demo", "Ann", date(1999, 1, 1), "1042231"),
        Identity("DEMO", "Änna", date(1961, 2, 4)),
        Identity("Anna", "Demo", date(1961, 2, 4), "another"),
        Identity("Demo", "Ana", date(1961, 2, 4), "104 2231X"),
    ],
)
def test_somebody_like_this_is_added_only_once_somebody_looked(
    clinic: SmallClinic, trial: SmallTrial, like: Identity
) -> None:
    there = trial.patient.patient_id
    assert there is not None
    with pytest.raises(SomebodyLikeThisIsHere):
        start_trial(new=new(like), by=clinic.nurse, at=PLANNED_AT)
    looked = replace(new(like), others=frozenset({there}))
    start_trial(new=looked, by=clinic.nurse, at=PLANNED_AT)
    assert counted()[0] == 2


def test_a_namesake_born_on_another_day_is_another_person(
    clinic: SmallClinic, trial: SmallTrial
) -> None:
    page = new(Identity("Demo", "Anna", date(1961, 2, 5), "104 2232"))
    start_trial(new=page, by=clinic.nurse, at=PLANNED_AT)


def test_nobody_of_another_clinic_is_like_anybody(clinic: SmallClinic, trial: SmallTrial) -> None:
    elsewhere = small_clinic("Elsewhere")
    same = Identity("Demo", "Anna", date(1961, 2, 4), "104 2231")
    start_trial(new=new(same), by=elsewhere.nurse, at=PLANNED_AT)


def test_a_patient_has_a_second_trial_once_the_first_is_over(
    clinic: SmallClinic, trial: SmallTrial
) -> None:
    again = new(None, patient_id=trial.patient.patient_id)
    with pytest.raises(OtherTrialNotOver):
        start_trial(new=again, by=clinic.nurse, at=at(15))
    record_removal(
        trial_id=trial.trial_id, removed_on=date(2026, 3, 18), by=clinic.nurse, at=at(18)
    )
    early = replace(again, plan=replace(again.plan, placed_on=date(2026, 3, 24)))
    with pytest.raises(DiariesOverlap):
        start_trial(new=early, by=clinic.nurse, at=at(18))
    assert start_trial(new=again, by=clinic.nurse, at=at(18)) == again.trial_id
    assert counted()[:3] == (1, 1, 2)


def test_a_cancelled_trial_is_in_nobodys_way(clinic: SmallClinic, trial: SmallTrial) -> None:
    cancel_trial(trial_id=trial.trial_id, reason="Postponed for good", by=clinic.nurse, at=at(11))
    again = new(None, patient_id=trial.patient.patient_id)
    start_trial(new=again, by=clinic.nurse, at=at(12))


def test_only_the_team_of_the_clinic_plans(clinic: SmallClinic, trial: SmallTrial) -> None:
    for person in (trial.patient, clinic.representative):
        with pytest.raises(NotAllowed):
            start_trial(new=new(), by=person, at=PLANNED_AT)
    stranger = small_clinic("Elsewhere").nurse
    with pytest.raises(NotFound):
        start_trial(new=new(None, patient_id=trial.patient.patient_id), by=stranger, at=PLANNED_AT)


def test_a_record_that_is_part_of_another_stands_for_that_one(
    clinic: SmallClinic, trial: SmallTrial
) -> None:
    there = trial.patient.patient_id
    assert there is not None
    doubled = new(Identity("Demo", "Anne", date(1961, 2, 4), "999"))
    doubled = replace(doubled, others=frozenset({there}))
    start_trial(new=doubled, by=clinic.nurse, at=PLANNED_AT)
    into, merged = trial.patient.patient_id, doubled.plan.patient_id
    assert into is not None
    cancel_trial(trial_id=doubled.trial_id, reason="Here twice", by=clinic.nurse, at=at(2))
    merge_patients(
        merged_id=merged,
        into_id=into,
        same_person=True,
        reason="Here twice",
        by=clinic.nurse,
        at=at(2),
    )
    with db.view() as session:
        (found,) = people_like(
            session,
            clinic.clinic_id,
            family_name="Someone",
            given_name="Else",
            born_on=date(1990, 1, 1),
            hospital_number="999",
        )
    assert found.patient_id == into
    with pytest.raises(RecordMerged):
        start_trial(new=new(None, patient_id=merged), by=clinic.nurse, at=at(3))
