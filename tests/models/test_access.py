"""Role x action x ownership x state, from one table."""

from uuid import UUID

import pytest

from trialtrack.access import (
    GRANTS,
    STATES,
    Action,
    AlreadyPlaced,
    AlreadyRemoved,
    NotAllowed,
    NotCancelled,
    NotYetPlaced,
    NotYetRemoved,
    Owned,
    Refusal,
    Role,
    TrialCancelled,
    TrialState,
    Viewer,
    allowed,
    require,
)

HERE, ELSEWHERE = UUID(int=1), UUID(int=2)
ANNA, BEN = UUID(int=3), UUID(int=4)
MINE = Owned(HERE, ANNA)

STAFF = {"nurse", "consultant"}
EXPECTED = {
    "add_clinic": {"system"},
    "change_numbers": {"system"},
    "see_clinics": {"system"},
    "add_staff": {"system", "administrator"},
    "issue_password_link": {"system", "administrator"},
    "close_account": {"administrator"},
    "issue_sign_in_link": {"system"},
    "add_patient": STAFF | {"system"},
    "see_patients": STAFF,
    "correct_identity": STAFF,
    "move_trial": STAFF,
    "merge_patients": STAFF,
    "plan_trial": STAFF,
    "set_goal": STAFF,
    "amend_protocol": STAFF,
    "deviate_from_protocol": {"consultant"},
    "record_placement": STAFF,
    "record_removal": STAFF,
    "plan_removal": STAFF,
    "change_medicines": STAFF,
    "exclude_day": {"consultant"},
    "rename_site": STAFF,
    "postpone_placement": STAFF,
    "correct_placement": STAFF,
    "correct_removal": STAFF,
    "take_back_removal": STAFF,
    "cancel_trial": STAFF,
    "take_up_trial": STAFF,
    "record_clinic_rating": STAFF,
    "add_programme": STAFF | {"representative"},
    "switch_programme": STAFF | {"representative"},
    "amend_programme": STAFF,
    "correct_programmes": STAFF,
    "record_leads": STAFF,
    "record_end_answers": STAFF,
    "record_day": STAFF | {"patient"},
    "amend_day": STAFF | {"patient"},
    "enter_day": STAFF,
    "ask_correction": {"patient"},
    "settle_correction": STAFF,
    "settle_conflict": STAFF,
    "see_own_diary": {"patient"},
    "give_consent": {"patient"},
    "withdraw": {"patient", "nurse", "consultant"},
    "make_card": STAFF,
    "end_device": STAFF | {"patient"},
    "publish_notice": {"administrator"},
    "handle_waiting_form": STAFF | {"patient", "representative", "administrator"},
    "see_trials": STAFF | {"representative", "system"},
    "see_trial": STAFF | {"representative", "system"},
    "export_trial": STAFF,
    "see_identity": STAFF | {"administrator", "system"},
    "see_attention": STAFF,
    "put_aside": STAFF,
    "raise_flag": STAFF | {"patient"},
    "acknowledge_flag": STAFF,
    "see_flags": STAFF,
    "publish_advice": {"administrator"},
    "check_outcomes": {"system"},
    "repair_outcome": {"system"},
    "see_notes": STAFF | {"system"},
    "see_staff": {"administrator", "system"},
}


@pytest.mark.parametrize("action", Action)
def test_each_action_is_granted_to_these_roles_and_no_others(action: Action) -> None:
    granted = {role.value for role in Role if allowed(Viewer(role, HERE, patient_id=ANNA), action)}
    assert granted == EXPECTED[action]
    assert set(GRANTS) == set(Action)


@pytest.mark.parametrize("action", Action)
def test_nobody_but_the_system_reaches_another_clinic(action: Action) -> None:
    for role in set(Role) - {Role.SYSTEM}:
        assert not allowed(Viewer(role, ELSEWHERE, patient_id=ANNA), action, MINE)


@pytest.mark.parametrize(
    "action", [Action.RECORD_DAY, Action.AMEND_DAY, Action.ASK_CORRECTION, Action.SEE_OWN_DIARY]
)
def test_a_patient_reaches_their_own_and_nobody_elses(action: Action) -> None:
    assert allowed(Viewer(Role.PATIENT, HERE, patient_id=ANNA), action, MINE)
    assert not allowed(Viewer(Role.PATIENT, HERE, patient_id=BEN), action, MINE)
    assert not allowed(Viewer(Role.PATIENT, HERE), action, Owned(HERE))


def test_the_system_reaches_all_clinics() -> None:
    assert allowed(Viewer.system(), Action.SEE_TRIAL, MINE)


@pytest.mark.parametrize(
    ("action", "state", "refusal"),
    [
        (Action.AMEND_PROTOCOL, TrialState.PLANNED, None),
        (Action.AMEND_PROTOCOL, TrialState.PLACED, AlreadyPlaced),
        (Action.AMEND_PROTOCOL, TrialState.REMOVED, AlreadyRemoved),
        (Action.DEVIATE_FROM_PROTOCOL, TrialState.PLANNED, NotYetPlaced),
        (Action.DEVIATE_FROM_PROTOCOL, TrialState.PLACED, None),
        (Action.DEVIATE_FROM_PROTOCOL, TrialState.REMOVED, None),
        (Action.RECORD_PLACEMENT, TrialState.PLACED, AlreadyPlaced),
        (Action.RECORD_REMOVAL, TrialState.PLANNED, NotYetPlaced),
        (Action.RECORD_REMOVAL, TrialState.REMOVED, AlreadyRemoved),
        (Action.PLAN_REMOVAL, TrialState.PLANNED, None),
        (Action.PLAN_REMOVAL, TrialState.REMOVED, AlreadyRemoved),
        (Action.SWITCH_PROGRAMME, TrialState.PLANNED, NotYetPlaced),
        (Action.CORRECT_PROGRAMMES, TrialState.PLANNED, NotYetPlaced),
        (Action.CORRECT_PROGRAMMES, TrialState.REMOVED, None),
        (Action.RECORD_LEADS, TrialState.REMOVED, None),
        (Action.RECORD_END_ANSWERS, TrialState.PLACED, NotYetRemoved),
        (Action.SEE_TRIAL, TrialState.REMOVED, None),
        (Action.POSTPONE_PLACEMENT, TrialState.PLACED, AlreadyPlaced),
        (Action.CORRECT_PLACEMENT, TrialState.PLANNED, NotYetPlaced),
        (Action.CORRECT_REMOVAL, TrialState.PLACED, NotYetRemoved),
        (Action.TAKE_BACK_REMOVAL, TrialState.PLACED, NotYetRemoved),
        (Action.CANCEL_TRIAL, TrialState.PLACED, None),
        (Action.CANCEL_TRIAL, TrialState.REMOVED, AlreadyRemoved),
        (Action.CANCEL_TRIAL, TrialState.CANCELLED, TrialCancelled),
        (Action.TAKE_UP_TRIAL, TrialState.CANCELLED, None),
        (Action.TAKE_UP_TRIAL, TrialState.PLACED, NotCancelled),
        (Action.RECORD_PLACEMENT, TrialState.CANCELLED, TrialCancelled),
        (Action.DEVIATE_FROM_PROTOCOL, TrialState.CANCELLED, TrialCancelled),
        (Action.RAISE_FLAG, TrialState.CANCELLED, None),
        (Action.ACKNOWLEDGE_FLAG, TrialState.CANCELLED, None),
    ],
)
def test_a_state_refuses_in_its_own_words(
    action: Action, state: TrialState, refusal: type[Refusal] | None
) -> None:
    consultant = Viewer(Role.CONSULTANT, HERE)
    if refusal is None:
        require(consultant, action, MINE, state)
        return
    with pytest.raises(refusal):
        require(consultant, action, MINE, state)


def test_who_may_not_is_not_told_the_state() -> None:
    with pytest.raises(NotAllowed):
        require(Viewer(Role.NURSE, ELSEWHERE), Action.RECORD_PLACEMENT, MINE, TrialState.PLACED)
    assert set(STATES) <= set(Action)


def test_a_refusal_says_what_its_docstring_says() -> None:
    assert str(NotAllowed()) == "You are not allowed to do that."
