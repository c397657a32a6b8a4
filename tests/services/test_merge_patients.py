"""Two records of one person become one, are found by either, and can be taken apart again."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.services.cards import sign_in
from tests.services.small_clinic import (
    EVENING,
    PLANNED_AT,
    SmallClinic,
    SmallTrial,
    an_entry,
    kept_trial,
    small_clinic,
    small_trial,
)
from trialtrack import db
from trialtrack.access import NotAllowed, NotFound, Role, Viewer
from trialtrack.models import Modality, Origin, PatientIdentity, PersonalText, SignInSession
from trialtrack.queries.consent import consent_state
from trialtrack.queries.own_trial import own_trial
from trialtrack.queries.patient_list import patient_list
from trialtrack.queries.patient_page import patient_page
from trialtrack.queries.trial_page import trial_page
from trialtrack.services.add_patient import Identity, add_patient
from trialtrack.services.correct_identity import correct_identity
from trialtrack.services.find_patient import RecordMerged
from trialtrack.services.give_consent import give_consent
from trialtrack.services.hand_over import TwoAtOnce
from trialtrack.services.make_card import make_card
from trialtrack.services.merge_patients import (
    NotSaidToBeOne,
    OneRecordOnly,
    merge_patients,
    split_patients,
)
from trialtrack.services.plan_trial import TrialPlan, plan_trial
from trialtrack.services.record_day import record_day
from trialtrack.services.record_removal import record_removal
from trialtrack.services.refusals import ReasonMissing
from trialtrack.services.withdraw import HasWithdrawn, withdraw
from trialtrack.store.find_people import find_people
from trialtrack.store.righted import DeviationKind

AGAIN = Identity("Demmo", "Anna", date(1961, 2, 4), "RQ 500")
WHY = "Same face, same passport; she was put in twice."


@pytest.fixture
def twice(clinic: SmallClinic) -> UUID:
    return add_patient(clinic_id=clinic.clinic_id, identity=AGAIN, by=clinic.nurse, at=PLANNED_AT)


def merge(merged: UUID, into: UUID, by: Viewer, *, same: bool = True, reason: str = WHY) -> UUID:
    return merge_patients(
        merged_id=merged, into_id=into, same_person=same, reason=reason, by=by, at=EVENING
    )


def whose(trial: SmallTrial) -> UUID:
    assert trial.patient.patient_id is not None
    return trial.patient.patient_id


def test_the_trials_go_over_and_both_records_are_found(
    trial: SmallTrial, clinic: SmallClinic, twice: UUID
) -> None:
    record_day(entry=an_entry(trial, 3, note="slept badly"), by=trial.patient, at=EVENING)
    merge(whose(trial), twice, clinic.nurse)
    assert kept_trial(trial.trial_id).patient_id == twice
    rows = patient_list(viewer=clinic.nurse, typed="104 2231").found
    found = next(each for each in rows if each.person.id == whose(trial))
    assert found.merged_into is not None
    assert (found.merged_into.id, found.trials) == (twice, ())
    with db.view() as session:
        assert set(session.scalars(find_people(clinic.nurse, "1042231"))) == {whose(trial), twice}
        owner = select(PersonalText.patient_id).where(PersonalText.text == "slept badly")
        assert session.scalar(owner) == twice
    [deviation] = trial_page(
        viewer=clinic.nurse, trial_id=trial.trial_id, at=EVENING
    ).record.deviations
    assert (deviation.kind, deviation.reason) == (DeviationKind.PERSON, WHY)
    assert deviation.changes == (
        ("patient’s record", "one of two of the same person", "the one that stays"),
    )


def test_one_persons_consent_holds_and_so_does_their_leaving(
    trial: SmallTrial, clinic: SmallClinic, twice: UUID
) -> None:
    state = consent_state(viewer=trial.patient)
    assert state is not None
    give_consent(
        trial_id=trial.trial_id, notice_id=state.notice.id, by=trial.patient, at=PLANNED_AT
    )
    code = make_card(trial_id=trial.trial_id, by=clinic.nurse, at=PLANNED_AT)
    sign_in(code)
    merge(whose(trial), twice, clinic.nurse)
    patient = Viewer(Role.PATIENT, clinic.clinic_id, patient_id=twice)
    state = consent_state(viewer=patient)
    assert state is not None
    assert state.given_at == PLANNED_AT
    with db.view() as session:
        assert session.scalars(select(SignInSession.ended_at)).all() == [EVENING]
    sign_in(code)
    withdraw(trial_id=trial.trial_id, reason=None, by=patient, at=EVENING)
    third = add_patient(clinic_id=clinic.clinic_id, identity=AGAIN, by=clinic.nurse, at=EVENING)
    merge(twice, third, clinic.nurse)
    by_telephone = an_entry(trial, 3, origin=Origin.TELEPHONE, reason="She rang.")
    with pytest.raises(HasWithdrawn):
        record_day(entry=by_telephone, by=clinic.nurse, at=EVENING)


def test_no_record_is_merged_twice_or_in_a_circle(
    trial: SmallTrial, clinic: SmallClinic, twice: UUID
) -> None:
    third = add_patient(clinic_id=clinic.clinic_id, identity=AGAIN, by=clinic.nurse, at=PLANNED_AT)
    merge(whose(trial), twice, clinic.nurse)
    for merged, into in ((whose(trial), third), (twice, whose(trial)), (third, whose(trial))):
        with pytest.raises(RecordMerged):
            merge(merged, into, clinic.nurse)
    with pytest.raises(OneRecordOnly):
        merge(twice, twice, clinic.nurse)
    merge(twice, third, clinic.nurse)
    with db.view() as session:
        assert set(session.scalars(find_people(clinic.nurse, "1042231"))) == {
            whose(trial),
            twice,
            third,
        }


def test_of_two_merges_the_other_way_round_at_once_one_is_let_through(
    clinic: SmallClinic, twice: UUID
) -> None:
    other = add_patient(clinic_id=clinic.clinic_id, identity=AGAIN, by=clinic.nurse, at=PLANNED_AT)
    start = Barrier(2)

    def at_once(pair: tuple[UUID, UUID]) -> str:
        start.wait()
        try:
            merge(*pair, clinic.nurse)
        except RecordMerged:
            return "refused"
        return "merged"

    with ThreadPoolExecutor(2) as both:
        done = sorted(both.map(at_once, ((twice, other), (other, twice))))
    assert done == ["merged", "refused"]


def test_nothing_new_goes_under_a_merged_record(
    trial: SmallTrial, clinic: SmallClinic, twice: UUID
) -> None:
    merge(twice, whose(trial), clinic.nurse)
    plan = TrialPlan(
        patient_id=twice,
        modality=Modality.DRG,
        placed_on=date(2026, 5, 10),
        planned_removal_on=date(2026, 5, 18),
        sites=("Right foot",),
        primary_site="Right foot",
    )
    with pytest.raises(RecordMerged):
        plan_trial(plan=plan, by=clinic.nurse, at=EVENING)
    with pytest.raises(RecordMerged):
        correct_identity(
            patient_id=twice, identity=AGAIN, seen=0, reason=WHY, by=clinic.nurse, at=EVENING
        )


def test_it_is_said_by_hand_with_a_reason_and_by_the_clinics_own(
    trial: SmallTrial, clinic: SmallClinic, twice: UUID
) -> None:
    with pytest.raises(NotSaidToBeOne):
        merge(twice, whose(trial), clinic.nurse, same=False)
    with pytest.raises(ReasonMissing):
        merge(twice, whose(trial), clinic.nurse, reason=" ")
    with pytest.raises(NotAllowed):
        merge(twice, whose(trial), clinic.representative)
    with db.transaction():
        elsewhere = small_clinic("Elsewhere")
        theirs = small_trial(elsewhere)
    for merged, into, by in (
        (twice, whose(trial), elsewhere.nurse),
        (twice, whose(theirs), clinic.nurse),
    ):
        with pytest.raises(NotFound):
            merge(merged, into, by)
    assert patient_page(viewer=clinic.nurse, patient_id=twice).merged == ()


def test_two_trials_with_the_same_days_are_settled_first(
    trial: SmallTrial, clinic: SmallClinic
) -> None:
    with db.transaction():
        other = small_trial(clinic)
    with pytest.raises(TwoAtOnce):
        merge(whose(trial), whose(other), clinic.nurse)
    removed_on = date(2026, 3, 12)
    record_removal(trial_id=other.trial_id, removed_on=removed_on, by=clinic.nurse, at=EVENING)
    merge(whose(trial), whose(other), clinic.nurse)
    # The one whose leads are in is the one that the diary opens.
    assert own_trial(viewer=other.patient, at=EVENING).record.trial_id == trial.trial_id


def test_a_wrong_merge_is_taken_back_with_what_came_with_it(
    trial: SmallTrial, clinic: SmallClinic, twice: UUID
) -> None:
    merge_id = merge(whose(trial), twice, clinic.nurse)
    later = EVENING + timedelta(hours=1)
    went = split_patients(merge_id=merge_id, reason="Twins.", by=clinic.nurse, at=later)
    assert went == whose(trial)
    assert kept_trial(trial.trial_id).patient_id == whose(trial)
    record = trial_page(viewer=clinic.nurse, trial_id=trial.trial_id, at=later).record
    assert [(each.reason, each.changes[0][0]) for each in record.deviations] == [
        (WHY, "patient’s record"),
        ("Twins.", "patient"),
    ]
    page = patient_page(viewer=clinic.nurse, patient_id=twice)
    assert (page.part_of, page.trials) == (None, ())
    assert (page.merged[0].reason, page.merged[0].split_reason) == (WHY, "Twins.")
    # Once is enough, and they can turn out to be one person after all.
    split_patients(merge_id=merge_id, reason="Twins.", by=clinic.nurse, at=EVENING)
    merge(whose(trial), twice, clinic.nurse)
    assert kept_trial(trial.trial_id).patient_id == twice
    with db.transaction():
        elsewhere = small_clinic("Elsewhere")
    with pytest.raises(NotFound):
        split_patients(merge_id=merge_id, reason="x", by=elsewhere.nurse, at=EVENING)


def test_a_merged_identity_is_kept_and_can_be_erased(
    trial: SmallTrial, clinic: SmallClinic, twice: UUID
) -> None:
    merge(twice, whose(trial), clinic.nurse)
    with db.transaction() as session:
        row = session.get_one(PatientIdentity, twice)
        assert row.hospital_number == "RQ 500"
        session.delete(row)
    page = patient_page(viewer=clinic.nurse, patient_id=whose(trial))
    assert page.merged[0].other.family_name is None
