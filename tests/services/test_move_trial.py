"""A trial under the wrong person goes to the right one: all of it, and nothing to anybody else."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from tests.services.cards import only_card, sign_in
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
from trialtrack.access import Account, NotAllowed, NotFound, Role, Viewer
from trialtrack.clinical.signs import Sign
from trialtrack.models import (
    AuditEvent,
    Base,
    PatientIdentity,
    PersonalText,
    SignInSession,
    WaitingForm,
)
from trialtrack.queries.consent import consent_state
from trialtrack.queries.own_trial import own_trial
from trialtrack.queries.patient_page import patient_page
from trialtrack.queries.trial_page import trial_page
from trialtrack.services.add_patient import Identity, add_patient
from trialtrack.services.correct_identity import NumberTaken
from trialtrack.services.find_patient import RecordMerged
from trialtrack.services.give_consent import give_consent
from trialtrack.services.hand_over import TwoAtOnce
from trialtrack.services.keep_waiting_form import keep_waiting_form
from trialtrack.services.make_card import make_card
from trialtrack.services.merge_patients import merge_patients
from trialtrack.services.move_trial import (
    MovedMeanwhile,
    SamePerson,
    move_trial,
    move_trial_to_new,
)
from trialtrack.services.raise_flag import Report, raise_flag
from trialtrack.services.record_day import record_day
from trialtrack.services.refusals import ReasonMissing
from trialtrack.services.sign_in_card import CardNotGood
from trialtrack.services.withdraw import withdraw
from trialtrack.store.righted import DeviationKind
from trialtrack.store.texts_of_trial import texts_of_trial
from trialtrack.store.typed_forms import TypedForm

BEN = Identity("Demo", "Ben", date(1958, 7, 30), "104 2232")
WHY = "Two people called Demo: the wrong one was clicked."


@pytest.fixture
def right(clinic: SmallClinic) -> Viewer:
    patient_id = add_patient(
        clinic_id=clinic.clinic_id, identity=BEN, by=clinic.nurse, at=PLANNED_AT
    )
    return Viewer(Role.PATIENT, clinic.clinic_id, patient_id=patient_id)


def whose(patient: Viewer) -> UUID:
    assert patient.patient_id is not None
    return patient.patient_id


def move(trial: SmallTrial, to: Viewer, by: Viewer, reason: str = WHY) -> None:
    move_trial(
        trial_id=trial.trial_id,
        from_id=whose(trial.patient),
        to_id=whose(to),
        reason=reason,
        by=by,
        at=EVENING,
    )


def agree(trial_id: UUID, patient: Viewer) -> None:
    state = consent_state(viewer=patient)
    assert state is not None
    give_consent(trial_id=trial_id, notice_id=state.notice.id, by=patient, at=EVENING)


def test_the_days_go_along_and_after_placement_it_is_a_deviation(
    trial: SmallTrial, clinic: SmallClinic, right: Viewer
) -> None:
    record_day(entry=an_entry(trial, 3, note="slept badly"), by=trial.patient, at=EVENING)
    move(trial, right, clinic.nurse)
    found = own_trial(viewer=right, at=EVENING)
    assert [day.isoformat() for day in found.record.days] == ["2026-03-12"]
    with pytest.raises(NotFound):
        own_trial(viewer=trial.patient, at=EVENING)
    (deviation,) = trial_page(
        viewer=clinic.consultant, trial_id=trial.trial_id, at=EVENING
    ).record.deviations
    assert (deviation.kind, deviation.reason) == (DeviationKind.PERSON, WHY)
    seen = trial_page(viewer=clinic.representative, trial_id=trial.trial_id, at=EVENING).record
    assert not {"Demo", "Anna", "Ben"} & set(str(seen.deviations).split())


def test_before_placement_it_is_a_correction(clinic: SmallClinic, right: Viewer) -> None:
    with db.transaction():
        planned = small_trial(clinic, placed=False)
    move(planned, right, clinic.nurse)
    found = trial_page(viewer=clinic.nurse, trial_id=planned.trial_id, at=EVENING).record
    assert (found.deviations, found.patient.given_name) == ((), "Ben")
    (came,) = patient_page(viewer=clinic.nurse, patient_id=whose(right)).moved
    assert (came.came, came.other.given_name, came.reason) == (True, "Anna", WHY)


def test_card_and_devices_of_the_wrong_person_end_at_once(
    trial: SmallTrial, clinic: SmallClinic, right: Viewer
) -> None:
    code = make_card(trial_id=trial.trial_id, by=clinic.nurse, at=PLANNED_AT)
    sign_in(code)
    move(trial, right, clinic.nurse)
    with db.view() as session:
        assert session.scalars(select(SignInSession.ended_at)).all() == [EVENING]
    assert only_card().ended_at == EVENING
    with pytest.raises(CardNotGood):
        sign_in(code)


def test_what_the_wrong_person_typed_and_did_not_send_is_shown_to_nobody(
    trial: SmallTrial, clinic: SmallClinic, right: Viewer
) -> None:
    typed = TypedForm("/diary/2026-03-12", (("note", "my own words"),))
    wrong = Account(patient_id=whose(trial.patient))
    keep_waiting_form(typed=typed, account=wrong, at=EVENING)
    move(trial, right, clinic.nurse)
    with db.view() as session:
        assert session.scalars(select(WaitingForm)).all() == []


def test_the_right_person_is_asked_anew_and_not_bound_by_the_other(
    trial: SmallTrial, clinic: SmallClinic, right: Viewer
) -> None:
    agree(trial.trial_id, trial.patient)
    withdraw(trial_id=trial.trial_id, reason=None, by=trial.patient, at=EVENING)
    move(trial, right, clinic.nurse)
    state = consent_state(viewer=right)
    assert state is not None
    assert state.given_at is None
    agree(trial.trial_id, right)
    record_day(entry=an_entry(trial, 3), by=right, at=EVENING)
    assert own_trial(viewer=right, at=EVENING).record.withdrawn_at is None


def test_every_text_of_the_trial_goes_to_the_right_person(
    trial: SmallTrial, clinic: SmallClinic, right: Viewer
) -> None:
    record_day(entry=an_entry(trial, 3, note="slept badly"), by=trial.patient, at=EVENING)
    report = Report(uuid4(), trial.trial_id, (Sign.WOUND,), "red and hot")
    raise_flag(report=report, by=trial.patient, at=EVENING)
    withdraw(trial_id=trial.trial_id, reason="too much", by=clinic.nurse, at=EVENING)
    move(trial, right, clinic.nurse)
    with db.view() as session:
        owners = dict(session.execute(select(PersonalText.text, PersonalText.patient_id)).all())
    assert set(owners) == {"slept badly", "red and hot", "too much", WHY}
    assert set(owners.values()) == {whose(right)}


NOT_OF_A_TRIAL = {"identity_correction", "patient_merge", "patient_split"}


def test_no_table_keeps_a_text_that_would_be_left_behind() -> None:
    keeping = {
        table.name
        for table in Base.metadata.tables.values()
        if any(key.column.table.name == "personal_text" for key in table.foreign_keys)
    }
    asked = " ".join(str(select_) for select_ in texts_of_trial(uuid4()))
    assert {name for name in keeping if f"FROM {name} " not in asked.replace("\n", " ")} == (
        NOT_OF_A_TRIAL
    )


def test_the_rows_of_the_record_stay_and_the_audit_says_why(
    trial: SmallTrial, clinic: SmallClinic, right: Viewer
) -> None:
    record_day(entry=an_entry(trial, 3), by=trial.patient, at=EVENING)
    move(trial, right, clinic.nurse)
    with db.view() as session:
        events = session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()
    entered = next(each for each in events if each.action == "record_day")
    moved = events[-1]
    assert entered.actor_patient_id == whose(trial.patient)
    assert (moved.action, moved.subject_id) == ("move_trial", trial.trial_id)
    assert str(whose(right)) in moved.changes
    assert moved.reason_digest is not None


def test_it_goes_to_somebody_new_in_one_step_or_not_at_all(
    trial: SmallTrial, clinic: SmallClinic
) -> None:
    taken = Identity("Demo", "Cleo", date(1970, 1, 1), "1042231")

    def to_new(identity: Identity, reason: str = WHY) -> UUID:
        return move_trial_to_new(
            trial_id=trial.trial_id,
            from_id=whose(trial.patient),
            identity=identity,
            reason=reason,
            by=clinic.nurse,
            at=EVENING,
        )

    with pytest.raises(NumberTaken):
        to_new(taken)
    with pytest.raises(ReasonMissing):
        to_new(BEN, " ")
    with db.view() as session:
        assert session.scalars(select(PatientIdentity.given_name)).all() == ["Anna"]
    to_id = to_new(BEN)
    assert kept_trial(trial.trial_id).patient_id == to_id


def test_what_cannot_be_is_refused(trial: SmallTrial, clinic: SmallClinic, right: Viewer) -> None:
    with pytest.raises(ReasonMissing):
        move(trial, right, clinic.nurse, " ")
    with pytest.raises(SamePerson):
        move(trial, trial.patient, clinic.nurse)
    with pytest.raises(NotAllowed):
        move(trial, right, clinic.representative)
    with db.transaction():
        elsewhere = small_clinic("Elsewhere")
        theirs = small_trial(elsewhere)
    for by, to in ((elsewhere.nurse, right), (clinic.nurse, theirs.patient)):
        with pytest.raises(NotFound):
            move(trial, to, by)
    assert kept_trial(trial.trial_id).patient_id == whose(trial.patient)
    move(trial, right, clinic.nurse)
    with pytest.raises(MovedMeanwhile):
        move_trial(
            trial_id=trial.trial_id,
            from_id=whose(trial.patient),
            to_id=add_patient(
                clinic_id=clinic.clinic_id, identity=BEN, by=clinic.nurse, at=EVENING
            ),
            reason=WHY,
            by=clinic.nurse,
            at=EVENING,
        )


def test_nobody_gets_two_trials_with_the_same_days(trial: SmallTrial, clinic: SmallClinic) -> None:
    with db.transaction():
        other = small_trial(clinic)
    with pytest.raises(TwoAtOnce):
        move(trial, other.patient, clinic.nurse)


def test_nothing_goes_under_a_record_that_is_part_of_another(
    trial: SmallTrial, clinic: SmallClinic, right: Viewer
) -> None:
    merged = add_patient(clinic_id=clinic.clinic_id, identity=BEN, by=clinic.nurse, at=PLANNED_AT)
    merge_patients(
        merged_id=merged,
        into_id=whose(right),
        same_person=True,
        reason=WHY,
        by=clinic.nurse,
        at=at(11),
    )
    with pytest.raises(RecordMerged):
        move(trial, Viewer(Role.PATIENT, clinic.clinic_id, patient_id=merged), clinic.nurse)
