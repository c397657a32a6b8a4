"""Signing in by password: the same words and work for every refusal, and a wait after five."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from tests.services.small_clinic import CHEAP, EVENING, PASSWORD, SmallClinic, SmallTrial
from trialtrack import db
from trialtrack.access import NotAllowed, Role, Viewer
from trialtrack.models import AuditEvent, SignInAttempt, SignInSession, Staff
from trialtrack.services.add_staff import AddressTaken, NotAnAddress, NotAStaffRole, add_staff
from trialtrack.services.passwords import ARGON2ID
from trialtrack.services.sign_in_session import end_session, resolve_session
from trialtrack.services.sign_in_staff import SignInRefused, TooManyAttempts, sign_in_staff

IDLE = timedelta(minutes=30)
MINUTE = timedelta(minutes=1)


def sign_in(email: str, password: str = PASSWORD, after: timedelta = timedelta(0)) -> str:
    return sign_in_staff(email=email, password=password, at=EVENING + after, hasher=CHEAP)


def test_a_consultant_signs_in_and_is_known_by_the_token(clinic: SmallClinic) -> None:
    token = sign_in(f"  {clinic.email.upper()} ")
    viewer = resolve_session(token=token, at=EVENING + MINUTE, idle=IDLE)
    assert viewer is not None
    assert (viewer.role, viewer.clinic_id) == (Role.CONSULTANT, clinic.clinic_id)
    assert viewer.staff_id == clinic.consultant.staff_id
    with db.view() as session:
        kept = session.scalars(select(SignInSession)).one()
    assert viewer.session_id == kept.id
    assert token not in (kept.token_hash, str(kept.id))


def test_every_refusal_has_the_same_words(clinic: SmallClinic) -> None:
    said = set()
    for email, password in (
        (clinic.email, "another password"),
        ("nobody@southend.example", PASSWORD),
        (clinic.email, PASSWORD + "x" * 200),
        (clinic.email, ""),
    ):
        with pytest.raises(SignInRefused) as refused:
            sign_in(email, password)
        said.add(str(refused.value))
    assert said == {"The e-mail address or the password is not right."}


def test_an_unknown_address_costs_as_much_as_a_known_one(
    clinic: SmallClinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    verified: list[str] = []

    class Counting:
        def hash(self, password: str) -> str:
            return CHEAP.hash(password)

        def verify(self, hashed: str, password: str) -> bool:
            verified.append(hashed)
            return CHEAP.verify(hashed, password)

    counting: object = Counting()
    for email in (clinic.email, "nobody@southend.example"):
        with pytest.raises(SignInRefused):
            sign_in_staff(
                email=email,
                password="wrong password!",
                at=EVENING,
                hasher=counting,  # type: ignore[arg-type]
            )
    assert len(verified) == 2
    parameters = {hashed.split("$")[3] for hashed in verified}
    assert parameters == {"m=8,t=1,p=1"}


def test_a_closed_account_is_refused_and_its_sessions_end(clinic: SmallClinic) -> None:
    token = sign_in(clinic.email)
    with db.transaction() as session:
        session.execute(
            update(Staff)
            .where(Staff.email == clinic.email)
            .values(disabled_at=EVENING, disabled_by_id=clinic.nurse.staff_id)
        )
    assert resolve_session(token=token, at=EVENING + MINUTE, idle=IDLE) is None
    with pytest.raises(SignInRefused):
        sign_in(clinic.email)


@pytest.mark.parametrize("known", [True, False])
def test_after_five_failures_there_is_a_wait(clinic: SmallClinic, known: bool) -> None:
    email = clinic.email if known else "nobody@southend.example"
    for minute in range(5):
        with pytest.raises(SignInRefused):
            sign_in(email, "wrong password!", minute * MINUTE)
    with pytest.raises(TooManyAttempts):
        sign_in(email, PASSWORD, 14 * MINUTE)
    if known:
        assert sign_in(email, PASSWORD, 15 * MINUTE)
    else:
        with pytest.raises(SignInRefused):
            sign_in(email, PASSWORD, 15 * MINUTE)


def test_another_account_does_not_wait_and_a_success_clears_the_count(clinic: SmallClinic) -> None:
    for _ in range(4):
        with pytest.raises(SignInRefused):
            sign_in(clinic.email, "wrong password!")
    assert sign_in("nurse@southend.example")
    assert sign_in(clinic.email)
    with db.view() as session:
        assert session.scalar(select(func.count(SignInAttempt.id))) == 0


def test_refused_attempts_are_audited_without_the_address(clinic: SmallClinic) -> None:
    with pytest.raises(SignInRefused):
        sign_in(clinic.email, "wrong password!")
    with db.view() as session:
        event = session.scalars(
            select(AuditEvent).where(AuditEvent.action == "sign_in_refused")
        ).one()
    assert event.subject_id == clinic.consultant.staff_id
    assert "digest:" in event.changes
    assert clinic.email not in event.changes


def test_a_session_ends_by_sign_out_idleness_and_age(clinic: SmallClinic) -> None:
    token = sign_in(clinic.email)
    assert resolve_session(token=token, at=EVENING + 29 * MINUTE, idle=IDLE)
    assert resolve_session(token=token, at=EVENING + 58 * MINUTE, idle=IDLE)
    assert resolve_session(token=token, at=EVENING + 88 * MINUTE, idle=IDLE) is None
    assert resolve_session(token="other", at=EVENING, idle=IDLE) is None
    long = timedelta(days=9)
    assert resolve_session(token=token, at=EVENING + timedelta(hours=11), idle=long)
    assert resolve_session(token=token, at=EVENING + timedelta(hours=12), idle=long) is None
    end_session(token=token, at=EVENING + 90 * MINUTE)
    end_session(token=token, at=EVENING + 91 * MINUTE)
    assert resolve_session(token=token, at=EVENING + 91 * MINUTE, idle=long) is None
    with db.view() as session:
        ended = select(func.count(AuditEvent.id)).where(AuditEvent.action == "sign_out")
        assert session.scalar(ended) == 1


def test_a_page_read_is_not_a_write(clinic: SmallClinic) -> None:
    token = sign_in(clinic.email)
    seen = select(SignInSession.last_seen_at)
    for seconds, expected in ((59, 0), (60, 60), (100, 60)):
        at = EVENING + timedelta(seconds=seconds)
        resolve_session(token=token, at=at, idle=IDLE)
        with db.view() as session:
            assert session.scalar(seen) == EVENING + timedelta(seconds=expected)


def test_passwords_are_hashed_with_argon2id_and_the_parameters_laid_down() -> None:
    assert ARGON2ID.hash("a long enough password").startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_staff_need_an_address_of_their_own_and_a_role(clinic: SmallClinic) -> None:
    def add(email: str = "new@southend.example", role: Role = Role.NURSE) -> None:
        add_staff(
            clinic_id=clinic.clinic_id,
            role=role,
            name="New",
            email=email,
            password=None,
            by=Viewer.system(),
            at=EVENING,
        )

    with pytest.raises(AddressTaken):
        add(clinic.email.upper())
    with pytest.raises(NotAnAddress):
        add("new")
    for role in (Role.PATIENT, Role.SYSTEM):
        with pytest.raises(NotAStaffRole):
            add(role=role)
    add()
    with pytest.raises(SignInRefused):
        sign_in("new@southend.example")


def test_a_patient_adds_no_staff(trial: SmallTrial, clinic: SmallClinic) -> None:
    for viewer in (trial.patient, clinic.consultant):
        with pytest.raises(NotAllowed):
            add_staff(
                clinic_id=clinic.clinic_id,
                role=Role.NURSE,
                name="New",
                email="new@southend.example",
                password=None,
                by=viewer,
                at=EVENING,
            )
