"""What was typed and not sent: sealed, for its account alone, for a while."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import select, update

from tests.services.small_clinic import EVENING, SmallClinic, SmallTrial, small_clinic
from trialtrack import db
from trialtrack.access import Account, NotAllowed, Viewer
from trialtrack.models import AuditEvent, Staff, WaitingForm
from trialtrack.queries.waiting_forms import Waiting, something_waits, waiting_forms
from trialtrack.services.end_waiting_form import Ending, end_waiting_form
from trialtrack.services.keep_waiting_form import (
    MOST_CHARACTERS,
    MOST_FORMS,
    Kept,
    NoSuchAccount,
    TooMuchWaiting,
    keep_waiting_form,
)
from trialtrack.services.sign_in_session import open_session
from trialtrack.services.withdraw import HasWithdrawn, withdraw
from trialtrack.store.typed_forms import TypedForm

WORDS = "Grüße – she said “no”"
DAY = timedelta(days=1)


def typed(words: str = WORDS, address: str = "/trials/1/withdrawal") -> TypedForm:
    return TypedForm(address, (("reason", words), ("side", "left"), ("side", "right")))


def keep(person: Viewer, form: TypedForm | None = None, after: timedelta = DAY * 0) -> Kept:
    return keep_waiting_form(typed=form or typed(), account=person.account, at=EVENING + after)


def seen(person: Viewer, after: timedelta = DAY * 0) -> tuple[Waiting, ...]:
    found = waiting_forms(viewer=person, at=EVENING + after)
    assert something_waits(viewer=person, at=EVENING + after) == bool(found)
    return found


def rows() -> list[WaitingForm]:
    with db.view() as session:
        return list(session.scalars(select(WaitingForm)))


def test_its_account_finds_it_word_for_word_and_nobody_else_does(
    clinic: SmallClinic, trial: SmallTrial
) -> None:
    with db.transaction():
        other = small_clinic("Leeds")
    keep(clinic.nurse)
    assert [waiting.typed for waiting in seen(clinic.nurse)] == [typed()]
    for stranger in (clinic.consultant, clinic.representative, trial.patient, other.nurse):
        assert seen(stranger) == ()
    keep(trial.patient, typed("mine", "/diary/2026-03-14"))
    assert [waiting.typed.fields[0][1] for waiting in seen(trial.patient)] == ["mine"]
    assert len(seen(clinic.nurse)) == 1


def test_a_job_has_no_forms_and_is_refused(clinic: SmallClinic) -> None:
    keep(clinic.nurse)
    job = Viewer.system(clinic.clinic_id)
    assert not something_waits(viewer=job, at=EVENING)
    with pytest.raises(NotAllowed):
        waiting_forms(viewer=job, at=EVENING)
    with pytest.raises(NotAllowed):
        end_waiting_form(form_id=rows()[0].id, ending=Ending.SENT, by=job, at=EVENING)


def test_the_tables_hold_it_sealed_and_the_audit_says_nothing_of_it(clinic: SmallClinic) -> None:
    keep(clinic.nurse)
    [row] = rows()
    assert "said" not in row.sealed
    with db.view() as session:
        done = select(AuditEvent).where(AuditEvent.action == "keep_waiting_form")
        event = session.scalars(done).one()
    assert event.subject_id == row.id
    assert "said" not in event.changes


def test_a_sealed_form_that_was_altered_is_not_shown(clinic: SmallClinic) -> None:
    keep(clinic.nurse)
    with db.transaction() as session:
        altered = rows()[0].sealed[:-8] + "AAAAAAA="
        session.execute(update(WaitingForm).values(sealed=altered))
    assert waiting_forms(viewer=clinic.nurse, at=EVENING) == ()


def test_patients_find_it_for_seven_days_and_staff_for_one(
    clinic: SmallClinic, trial: SmallTrial
) -> None:
    second = timedelta(seconds=1)
    for person, lasts in ((trial.patient, 7 * DAY), (clinic.nurse, DAY)):
        assert keep(person).until == EVENING + lasts
        assert len(seen(person, lasts - second)) == 1
        assert seen(person, lasts) == ()


def test_what_is_over_is_deleted_at_the_next_sign_in_of_anybody(
    clinic: SmallClinic, trial: SmallTrial
) -> None:
    keep(clinic.nurse)
    keep(trial.patient)
    with db.transaction() as session:
        open_session(
            session,
            staff_id=clinic.consultant.staff_id,
            patient_id=None,
            action="sign_in",
            at=EVENING + DAY,
        )
    assert [row.patient_id for row in rows()] == [trial.patient.patient_id]


def test_the_same_form_again_is_kept_once_and_for_longer(clinic: SmallClinic) -> None:
    keep(clinic.nurse)
    hour = timedelta(hours=1)
    assert keep(clinic.nurse, after=hour).until == EVENING + DAY + hour
    [row] = rows()
    assert (row.kept_at, row.expires_at) == (EVENING, EVENING + DAY + hour)


def test_a_form_takes_the_place_of_ones_of_its_own_account_alone(
    clinic: SmallClinic, trial: SmallTrial
) -> None:
    keep(clinic.nurse)
    keep(trial.patient)
    every = [row.id for row in rows()]
    later = typed("the last words")
    account = trial.patient.account
    keep_waiting_form(typed=later, account=account, at=EVENING + DAY / 2, instead_of=every)
    assert [waiting.typed for waiting in seen(trial.patient, DAY / 2)] == [later]
    assert [waiting.typed for waiting in seen(clinic.nurse, DAY / 2)] == [typed()]
    with db.view() as session:
        ended = select(AuditEvent).where(AuditEvent.action == "handle_waiting_form")
        assert session.scalars(ended).one().changes == '{"ending":[null,"replaced"]}'
    with pytest.raises(TooMuchWaiting):
        keep_waiting_form(
            typed=typed("x" * MOST_CHARACTERS),
            account=account,
            at=EVENING + DAY / 2,
            instead_of=[row.id for row in rows()],
        )
    assert [waiting.typed for waiting in seen(trial.patient, DAY / 2)] == [later]


def test_twenty_taps_at_once_are_one_form(clinic: SmallClinic) -> None:
    start = Barrier(20)

    def tap(_: int) -> Kept:
        start.wait()
        return keep(clinic.nurse)

    with ThreadPoolExecutor(20) as pool:
        assert len(set(pool.map(tap, range(20)))) == 1
    assert len(rows()) == 1


def test_the_eleventh_form_and_a_huge_one_are_refused_and_the_others_stay(
    clinic: SmallClinic,
) -> None:
    with pytest.raises(TooMuchWaiting):
        keep(clinic.nurse, typed("x" * MOST_CHARACTERS))
    for number in range(MOST_FORMS):
        keep(clinic.nurse, typed(str(number)))
    with pytest.raises(TooMuchWaiting):
        keep(clinic.nurse)
    assert len(rows()) == MOST_FORMS
    keep(clinic.consultant)


def test_only_its_owner_ends_it(clinic: SmallClinic, trial: SmallTrial) -> None:
    keep(clinic.nurse)
    form_id = rows()[0].id
    for other in (clinic.consultant, trial.patient):
        end_waiting_form(form_id=form_id, ending=Ending.THROWN_AWAY, by=other, at=EVENING)
    assert len(rows()) == 1
    for _ in range(2):
        end_waiting_form(form_id=form_id, ending=Ending.SENT, by=clinic.nurse, at=EVENING)
    assert rows() == []
    with db.view() as session:
        done = select(AuditEvent).where(AuditEvent.action == "handle_waiting_form")
        assert session.scalars(done).one().changes == '{"ending":[null,"sent"]}'


def test_nothing_is_kept_for_a_closed_account(clinic: SmallClinic) -> None:
    with db.transaction() as session:
        session.execute(
            update(Staff)
            .where(Staff.id == clinic.nurse.staff_id)
            .values(disabled_at=EVENING, disabled_by_id=clinic.consultant.staff_id)
        )
    for account in (clinic.nurse.account, Account(), Account(patient_id=clinic.nurse.staff_id)):
        with pytest.raises(NoSuchAccount):
            keep_waiting_form(typed=typed(), account=account, at=EVENING)
    assert rows() == []


def test_withdrawal_deletes_what_waits_and_ends_keeping(
    clinic: SmallClinic, trial: SmallTrial
) -> None:
    keep(trial.patient)
    keep(clinic.nurse)
    withdraw(trial_id=trial.trial_id, reason=None, by=trial.patient, at=EVENING)
    assert [row.staff_id for row in rows()] == [clinic.nurse.staff_id]
    with pytest.raises(HasWithdrawn):
        keep(trial.patient)
