"""The card: what it opens, for how long, on how many devices, and what five wrong dates do."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from tests.services.cards import BORN, OTHER, audited, only_card, sign_in
from tests.services.small_clinic import (
    EVENING,
    PLACED_AT,
    PLANNED_AT,
    SmallClinic,
    SmallTrial,
    at,
    small_clinic,
    small_trial,
)
from trialtrack import db
from trialtrack.access import NotAllowed, NotFound, Role, Viewer
from trialtrack.models import (
    Card,
    Device,
    PatientIdentity,
)
from trialtrack.services.end_device import end_device
from trialtrack.services.make_card import CardMadeMeanwhile, DiaryIsOver, end_card, make_card
from trialtrack.services.plan_removal import plan_removal
from trialtrack.services.record_placement import record_placement
from trialtrack.services.sign_in_card import (
    CardNotGood,
    CardTry,
    TooManyDevices,
    TooManyUnknownCodes,
    WrongBirthDate,
    note_unknown_code,
    sign_in_by_card,
)
from trialtrack.services.sign_in_session import end_session, resolve_session
from trialtrack.services.withdraw import HasWithdrawn, withdraw
from trialtrack.store.card_codes import ALPHABET, CHARACTERS, new_code, read_code, written

IDLE = timedelta(minutes=30)


@pytest.fixture
def code(clinic: SmallClinic, trial: SmallTrial) -> str:
    return make_card(trial_id=trial.trial_id, by=clinic.nurse, at=PLACED_AT)


def who(token: str, when: datetime = EVENING) -> Viewer | None:
    return resolve_session(token=token, at=when, idle=IDLE)


def replaced(clinic: SmallClinic, trial: SmallTrial) -> str:
    """A new card in place of the one that has not ended."""
    with db.view() as session:
        of_trial = select(Card.id).where(Card.trial_id == trial.trial_id, Card.ended_at.is_(None))
        current = session.scalar(of_trial)
    return make_card(trial_id=trial.trial_id, replaces=current, by=clinic.nurse, at=EVENING)


def test_a_card_and_the_date_of_birth_sign_the_patient_in(code: str, trial: SmallTrial) -> None:
    viewer = who(sign_in(code))
    assert viewer is not None
    assert (viewer.role, viewer.patient_id) == (Role.PATIENT, trial.patient.patient_id)
    with db.view() as session:
        device = session.scalars(select(Device)).one()
    assert (device.name, device.card_id, device.session_id) == (
        "Android phone",
        only_card().id,
        viewer.session_id,
    )
    assert audited("sign_in_by_card") == audited("make_card") == 1


def test_the_code_is_in_no_table(code: str, database: db.Database) -> None:
    sign_in(code)
    with db.view() as session:
        for table in ("card", "session", "device", "audit_event"):
            rows = session.connection().exec_driver_sql(f"SELECT * FROM {table}").all()
            assert rows
            assert code not in str(rows)
            assert written(code) not in str(rows)


def test_a_code_has_58_bits_and_is_read_however_it_is_typed() -> None:
    assert len(ALPHABET) ** CHARACTERS > 2**58
    assert not set("01AILOU") & set(ALPHABET)
    codes = {new_code() for _ in range(1000)}
    assert len(codes) == 1000
    for code in codes:
        assert read_code(written(code)) == code
        assert read_code(f"  {written(code).lower().replace('-', ' ')} ") == code
    for wrong in ("", "BCDF", "BCDF-GHJK-MNP0", "BCDF-GHJK-MNPQ-R", "ßCDF-GHJK-MNPQ"):
        assert read_code(wrong) is None


def test_five_wrong_dates_void_the_card(code: str) -> None:
    left = []
    for _ in range(5):
        with pytest.raises(WrongBirthDate) as wrong:
            sign_in(code, OTHER)
        left.append(wrong.value.left)
    assert left == [4, 3, 2, 1, 0]
    with pytest.raises(CardNotGood):
        sign_in(code)
    card = only_card()
    assert (card.wrong_dates, card.voided_at) == (5, EVENING)
    assert (audited("card_refused"), audited("card_voided")) == (4, 1)


def test_a_right_date_gives_no_wrong_try_back(code: str) -> None:
    for _ in range(4):
        with pytest.raises(WrongBirthDate):
            sign_in(code, OTHER)
    assert sign_in(code)
    with pytest.raises(WrongBirthDate):
        sign_in(code, OTHER)
    assert only_card().voided_at == EVENING


def test_a_new_card_ends_the_one_before_and_leaves_the_devices(
    code: str, clinic: SmallClinic, trial: SmallTrial
) -> None:
    token = sign_in(code)
    newer = replaced(clinic, trial)
    with pytest.raises(CardNotGood):
        sign_in(code)
    assert who(token) is not None
    assert sign_in(newer)
    end_card(trial_id=trial.trial_id, by=clinic.nurse, at=EVENING)
    end_card(trial_id=trial.trial_id, by=clinic.nurse, at=EVENING)
    with pytest.raises(CardNotGood):
        sign_in(newer)
    assert audited("end_card") == 2


def test_a_page_sent_again_does_not_end_the_card_that_was_printed_from_it(
    code: str, clinic: SmallClinic, trial: SmallTrial
) -> None:
    for replaces in (None, uuid4()):
        with pytest.raises(CardMadeMeanwhile):
            make_card(trial_id=trial.trial_id, replaces=replaces, by=clinic.nurse, at=EVENING)
    assert sign_in(code)


@pytest.mark.parametrize(("day", "hour", "good"), [(17, 12, True), (18, 3, True), (18, 4, False)])
def test_a_card_is_good_for_a_week_after_placement(
    code: str, day: int, hour: int, good: bool
) -> None:
    if good:
        assert sign_in(code, when=at(day, hour))
        return
    with pytest.raises(CardNotGood):
        sign_in(code, when=at(day, hour))


def test_before_placement_the_planned_day_counts_and_the_card_moves_along(
    clinic: SmallClinic, database: db.Database
) -> None:
    with db.transaction():
        trial = small_trial(clinic, placed=False)
    code = make_card(trial_id=trial.trial_id, by=clinic.nurse, at=PLANNED_AT)
    with pytest.raises(CardNotGood):
        sign_in(code, when=at(18, 12))
    record_placement(
        trial_id=trial.trial_id, placed_on=date(2026, 3, 12), by=clinic.nurse, at=EVENING
    )
    assert sign_in(code, when=at(18, 12))


def test_a_card_made_when_the_week_is_over_is_good_for_a_week_from_then(
    clinic: SmallClinic, trial: SmallTrial
) -> None:
    code = make_card(trial_id=trial.trial_id, by=clinic.nurse, at=at(25, 12))
    assert sign_in(code, when=at(1, 12, month=4))
    with pytest.raises(CardNotGood):
        sign_in(code, when=at(2, 12, month=4))


def test_a_card_is_never_good_for_longer_than_the_diary_is_open(
    clinic: SmallClinic, trial: SmallTrial
) -> None:
    code = make_card(trial_id=trial.trial_id, by=clinic.nurse, at=at(16, 12, month=4))
    assert sign_in(code, when=at(17, 12, month=4))
    with pytest.raises(CardNotGood):
        sign_in(code, when=at(18, 12, month=4))
    with pytest.raises(DiaryIsOver):
        make_card(trial_id=trial.trial_id, by=clinic.nurse, at=at(18, 12, month=4))


def test_a_fourth_device_is_refused_until_one_is_ended(code: str, clinic: SmallClinic) -> None:
    tokens = [sign_in(code) for _ in range(3)]
    with pytest.raises(TooManyDevices):
        sign_in(code)
    end_session(token=tokens[0], at=EVENING)
    assert sign_in(code)
    with pytest.raises(TooManyDevices):
        sign_in(code)
    second = who(tokens[1])
    assert second is not None
    assert second.session_id is not None
    end_device(session_id=second.session_id, by=clinic.nurse, at=EVENING)
    assert who(tokens[1]) is None
    assert sign_in(code)


def test_a_form_sent_again_from_the_same_browser_takes_one_place(
    code: str, clinic: SmallClinic
) -> None:
    def send(browser: str) -> str:
        sent = CardTry(code, BORN, "192.0.2.1", "Android phone", browser)
        return sign_in_by_card(sent=sent, at=EVENING)

    tokens = [send("mark of one") for _ in range(5)]
    assert [who(token) is not None for token in tokens] == [False] * 4 + [True]
    assert audited("end_device") == 4
    others = [send(""), send("mark of another")]
    assert all(who(token) is not None for token in (tokens[-1], *others))
    with pytest.raises(TooManyDevices):
        send("")
    assert send("mark of one")


def test_the_devices_of_an_old_card_count_for_the_new_one(
    code: str, clinic: SmallClinic, trial: SmallTrial
) -> None:
    for _ in range(3):
        sign_in(code)
    newer = replaced(clinic, trial)
    with pytest.raises(TooManyDevices):
        sign_in(newer)


def test_whoever_has_withdrawn_is_told_so_and_gets_no_card(
    code: str, clinic: SmallClinic, trial: SmallTrial
) -> None:
    token = sign_in(code)
    withdraw(trial_id=trial.trial_id, reason=None, by=trial.patient, at=EVENING)
    assert who(token) is None
    with pytest.raises(HasWithdrawn):
        sign_in(code)
    with pytest.raises(HasWithdrawn):
        make_card(trial_id=trial.trial_id, by=clinic.nurse, at=EVENING)


def test_an_erased_identity_opens_nothing(code: str, trial: SmallTrial) -> None:
    with db.transaction() as session:
        session.delete(session.get_one(PatientIdentity, trial.patient.patient_id))
    with pytest.raises(CardNotGood):
        sign_in(code)


def test_unknown_codes_make_their_address_wait_and_no_other(code: str) -> None:
    for _ in range(49):
        note_unknown_code(address="192.0.2.1", at=EVENING)
    with pytest.raises(CardNotGood):
        sign_in(new_code())
    with pytest.raises(TooManyUnknownCodes):
        sign_in(code)
    elsewhere = CardTry(code, BORN, "192.0.2.2", "iPhone")
    assert sign_in_by_card(sent=elsewhere, at=EVENING)
    assert sign_in(code, when=EVENING + timedelta(minutes=15))


def test_of_ipv6_a_household_waits_together(code: str) -> None:
    for n in range(50):
        note_unknown_code(address=f"2001:db8:1:2::{n:x}", at=EVENING)
    for address, waits in (("2001:db8:1:2:ffff::1", True), ("2001:db8:1:3::1", False)):
        sent = CardTry(code, BORN, address, "iPhone")
        if waits:
            with pytest.raises(TooManyUnknownCodes):
                sign_in_by_card(sent=sent, at=EVENING)
        else:
            assert sign_in_by_card(sent=sent, at=EVENING)


def test_only_the_team_of_the_clinic_makes_cards(
    clinic: SmallClinic, trial: SmallTrial, code: str
) -> None:
    with db.transaction():
        stranger = small_clinic("Elsewhere")
    with pytest.raises(NotFound):
        make_card(trial_id=trial.trial_id, by=stranger.nurse, at=EVENING)
    for nobody in (clinic.representative, trial.patient):
        with pytest.raises(NotAllowed):
            make_card(trial_id=trial.trial_id, by=nobody, at=EVENING)
    assert sign_in(code)


def test_devices_are_ended_by_their_patient_and_the_team_alone(
    clinic: SmallClinic, trial: SmallTrial, code: str
) -> None:
    with db.transaction():
        other, stranger = small_trial(clinic), small_clinic("Elsewhere")
    token = sign_in(code)
    mine = who(token)
    assert mine is not None
    assert mine.session_id is not None
    for nobody in (other.patient, stranger.nurse):
        with pytest.raises(NotFound):
            end_device(session_id=mine.session_id, by=nobody, at=EVENING)
    with pytest.raises(NotAllowed):
        end_device(session_id=mine.session_id, by=clinic.representative, at=EVENING)
    assert who(token) is not None
    end_device(session_id=mine.session_id, by=trial.patient, at=EVENING)
    end_device(session_id=mine.session_id, by=trial.patient, at=EVENING)
    assert who(token) is None
    assert audited("end_device") == 1


def test_a_session_follows_the_removal_in_both_directions(
    code: str, clinic: SmallClinic, trial: SmallTrial
) -> None:
    token = sign_in(code)
    assert who(token, at(17, 12, month=4)) is not None
    assert who(token, at(18, 12, month=4)) is None
    plan_removal(
        trial_id=trial.trial_id,
        planned_removal_on=date(2026, 3, 25),
        by=clinic.nurse,
        at=EVENING,
        reason="The theatre is closed",
    )
    assert who(token, at(24, 12, month=4)) is not None
    assert who(token, at(25, 12, month=4)) is None
    plan_removal(
        trial_id=trial.trial_id,
        planned_removal_on=date(2026, 3, 15),
        by=clinic.nurse,
        at=EVENING,
        reason="It opens after all",
    )
    assert who(token, at(14, 12, month=4)) is not None
    assert who(token, at(15, 12, month=4)) is None


def test_the_check_of_the_database_holds_without_the_service(code: str) -> None:
    with pytest.raises(Exception, match="void_at_five"), db.transaction() as session:
        session.execute(update(Card).values(wrong_dates=5))
