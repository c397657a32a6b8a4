"""Consent and withdrawal: which version, kept; and nothing is collected afterwards."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from tests.services.small_clinic import (
    EVENING,
    SmallClinic,
    SmallTrial,
    an_entry,
    at,
    small_clinic,
    small_trial,
)
from trialtrack import db
from trialtrack.access import NotAllowed, NotFound, Role, Viewer
from trialtrack.models import AuditEvent, Base, Consent, Withdrawal
from trialtrack.queries.consent import consent_state, notices
from trialtrack.services.consent_notice import NoticeMissing, NoticeTooLong, publish_notice
from trialtrack.services.end_answers import EndOfTrial, record_end_answers
from trialtrack.services.give_consent import give_consent
from trialtrack.services.record_clinic_rating import record_clinic_rating
from trialtrack.services.record_day import record_day
from trialtrack.services.record_placement import record_placement
from trialtrack.services.record_removal import record_removal
from trialtrack.services.refusals import ReasonMissing
from trialtrack.services.sign_in_session import open_session, resolve_session
from trialtrack.services.withdraw import HasWithdrawn, WithdrawnAlready, withdraw


@pytest.fixture
def administrator(clinic: SmallClinic) -> Viewer:
    # The clinic's nurse signs for the administrator: who publishes is a row of staff.
    return Viewer(Role.ADMINISTRATOR, clinic.clinic_id, staff_id=clinic.nurse.staff_id)


def rows(kind: type[Base]) -> int:
    with db.view() as session:
        return session.scalar(select(func.count()).select_from(kind)) or 0


def agree(trial: SmallTrial) -> None:
    state = consent_state(viewer=trial.patient)
    assert state is not None
    notice_id = state.notice.id
    give_consent(trial_id=trial.trial_id, notice_id=notice_id, by=trial.patient, at=EVENING)


def test_a_clinic_has_a_notice_from_the_start(administrator: Viewer) -> None:
    found = notices(viewer=administrator)
    assert [notice.version for notice in found] == [1]
    assert "You can stop at any time" in found[0].body


def test_agreeing_is_kept_once_with_its_version(trial: SmallTrial) -> None:
    agree(trial)
    agree(trial)
    state = consent_state(viewer=trial.patient)
    assert state is not None
    assert (state.notice.version, state.given_at) == (1, EVENING)
    assert rows(Consent) == 1


def test_a_new_version_is_asked_for_and_the_old_consent_stays(
    trial: SmallTrial, administrator: Viewer
) -> None:
    agree(trial)
    assert publish_notice(body="New words.", by=administrator, at=EVENING) == 2
    state = consent_state(viewer=trial.patient)
    assert state is not None
    assert (state.notice.version, state.notice.body, state.given_at) == (2, "New words.", None)
    agree(trial)
    assert rows(Consent) == 2


@pytest.mark.parametrize(
    ("body", "refusal"), [("  \n ", NoticeMissing), ("x" * 20_001, NoticeTooLong)]
)
def test_a_notice_that_cannot_be_read_is_refused(
    administrator: Viewer, body: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        publish_notice(body=body, by=administrator, at=EVENING)
    assert len(notices(viewer=administrator)) == 1


def test_only_the_administrator_publishes(clinic: SmallClinic) -> None:
    with pytest.raises(NotAllowed):
        publish_notice(body="Mine.", by=clinic.nurse, at=EVENING)


def test_the_notice_of_another_clinic_cannot_be_agreed_to(
    trial: SmallTrial, administrator: Viewer
) -> None:
    del administrator
    with db.transaction():
        other = small_clinic("Elsewhere")
    strange = Viewer(Role.ADMINISTRATOR, other.clinic_id, staff_id=other.nurse.staff_id)
    notice_id = notices(viewer=strange)[0].id
    with pytest.raises(NotFound):
        give_consent(trial_id=trial.trial_id, notice_id=notice_id, by=trial.patient, at=EVENING)


def test_withdrawal_ends_collection_and_every_session(trial: SmallTrial) -> None:
    with db.transaction() as session:
        tokens = [_sign_in(session, trial) for _ in range(2)]
    withdraw(trial_id=trial.trial_id, reason=None, by=trial.patient, at=EVENING)
    soon, idle = EVENING + timedelta(minutes=1), timedelta(minutes=30)
    assert [resolve_session(token=token, at=soon, idle=idle) for token in tokens] == [None, None]
    with pytest.raises(HasWithdrawn):
        record_day(entry=an_entry(trial), by=trial.patient, at=soon)
    with db.transaction() as session, pytest.raises(HasWithdrawn):
        _sign_in(session, trial)


def _sign_in(session: object, trial: SmallTrial) -> str:
    return open_session(
        session,  # type: ignore[arg-type]
        staff_id=None,
        patient_id=trial.patient.patient_id,
        action="sign_in",
        at=EVENING,
    )


def test_withdrawing_twice_is_withdrawing_once(trial: SmallTrial, clinic: SmallClinic) -> None:
    withdraw(trial_id=trial.trial_id, reason="too tired", by=trial.patient, at=EVENING)
    for reason, by in ((None, trial.patient), ("too tired", clinic.nurse)):
        withdraw(trial_id=trial.trial_id, reason=reason, by=by, at=EVENING)
    # Words of somebody else are not dropped in silence.
    with pytest.raises(WithdrawnAlready):
        withdraw(trial_id=trial.trial_id, reason="told us", by=clinic.nurse, at=EVENING)
    assert rows(Withdrawal) == 1


def test_staff_say_how_they_know_and_the_words_are_not_in_the_record(
    trial: SmallTrial, clinic: SmallClinic
) -> None:
    with pytest.raises(ReasonMissing):
        withdraw(trial_id=trial.trial_id, reason=" ", by=clinic.nurse, at=EVENING)
    withdraw(trial_id=trial.trial_id, reason="Rang us on Monday", by=clinic.nurse, at=EVENING)
    with db.view() as session:
        event = session.scalars(select(AuditEvent).where(AuditEvent.action == "withdraw")).one()
        assert "Monday" not in event.changes
        assert event.reason_text_id is not None


def test_a_representative_cannot_end_a_diary(trial: SmallTrial, clinic: SmallClinic) -> None:
    with pytest.raises(NotAllowed):
        withdraw(trial_id=trial.trial_id, reason="x", by=clinic.representative, at=EVENING)


def test_nothing_more_is_asked_of_who_left_but_the_leads_come_out(
    trial: SmallTrial, clinic: SmallClinic
) -> None:
    planned = small_trial(clinic, placed=False)
    for each in (trial, planned):
        withdraw(trial_id=each.trial_id, reason="Rang us", by=clinic.nurse, at=EVENING)
    asked = {"site": "Lower back", "score": 7, "rated_on": date(2026, 3, 10)}
    by_nurse = {"by": clinic.nurse, "at": at(18)}
    with pytest.raises(HasWithdrawn):
        record_clinic_rating(trial_id=planned.trial_id, **asked, **by_nurse)  # type: ignore[arg-type]
    with pytest.raises(HasWithdrawn):
        record_placement(trial_id=planned.trial_id, placed_on=date(2026, 3, 10), **by_nurse)  # type: ignore[arg-type]
    out = {"trial_id": trial.trial_id, "removed_on": date(2026, 3, 18), **by_nurse}
    record_removal(**out)  # type: ignore[arg-type]
    answers = EndOfTrial(uuid4(), date(2026, 3, 18), impression_of_change=2)
    with pytest.raises(HasWithdrawn):
        record_end_answers(trial_id=trial.trial_id, answers=answers, **by_nurse)  # type: ignore[arg-type]
