"""Past answers close when a device is left alone, and open by the date of birth."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select

from tests.services.small_clinic import EVENING, SmallClinic, SmallTrial, small_clinic
from trialtrack import db
from trialtrack.access import NotAllowed, Viewer
from trialtrack.models import AuditEvent, Device
from trialtrack.queries.attention import attention
from trialtrack.queries.card_page import card_page
from trialtrack.queries.matter import MatterKind
from trialtrack.queries.past_answers import asks_birth_date
from trialtrack.services.confirm_birth_date import (
    DeviceShut,
    NotYourBirthDate,
    confirm_birth_date,
)
from trialtrack.services.end_device import note_shut_device
from trialtrack.services.make_card import end_card, make_card
from trialtrack.services.sign_in_card import CardTry, WrongBirthDate, sign_in_by_card
from trialtrack.services.sign_in_session import resolve_session

BORN, OTHER = date(1961, 2, 4), date(1961, 4, 2)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def code(clinic: SmallClinic, trial: SmallTrial) -> str:
    return make_card(trial_id=trial.trial_id, by=clinic.nurse, at=EVENING)


@pytest.fixture
def token(code: str) -> str:
    return sign_in_by_card(sent=CardTry(code, BORN, "192.0.2.1", "iPhone"), at=EVENING)


def used(token: str, after: timedelta) -> Viewer:
    """A request so long after signing in, whatever page it is for."""
    viewer = resolve_session(token=token, at=EVENING + after, idle=30 * MINUTE)
    assert viewer is not None
    return viewer


def asks(token: str, after: timedelta) -> bool:
    return asks_birth_date(viewer=used(token, after))


def confirm(viewer: Viewer, born_on: date, at: datetime = EVENING) -> None:
    confirm_birth_date(born_on=born_on, by=viewer, at=at)


def test_a_device_in_use_never_asks(token: str) -> None:
    for minute in range(0, 290, 29):
        assert not asks(token, minute * MINUTE)


def test_half_an_hour_alone_asks_and_goes_on_asking(token: str) -> None:
    assert not asks(token, 29 * MINUTE)
    assert asks(token, 59 * MINUTE)
    assert asks(token, 60 * MINUTE)
    assert asks(token, 61 * MINUTE)


def test_entering_another_page_first_does_not_open_them(token: str) -> None:
    used(token, 30 * MINUTE)
    assert asks(token, 30 * MINUTE + timedelta(seconds=1))


def test_a_touch_is_noted_to_the_minute_so_it_asks_rather_a_minute_early(token: str) -> None:
    used(token, timedelta(seconds=59))
    assert asks(token, 30 * MINUTE)


def test_the_right_date_opens_them_until_it_is_left_alone_again(token: str) -> None:
    viewer = used(token, 40 * MINUTE)
    for left in (4, 3, 2, 1):
        with pytest.raises(NotYourBirthDate) as wrong:
            confirm(viewer, OTHER)
        assert wrong.value.left == left
    confirm(viewer, BORN)
    assert not asks(token, 69 * MINUTE)
    assert asks(token, 99 * MINUTE)
    with pytest.raises(NotYourBirthDate) as wrong:
        confirm(viewer, OTHER)
    assert wrong.value.left == 4


def test_five_wrong_dates_end_this_devices_session_and_no_other(token: str, code: str) -> None:
    other = sign_in_by_card(sent=CardTry(code, BORN, "192.0.2.1", "iPad"), at=EVENING)
    viewer = used(token, 40 * MINUTE)
    for _ in range(4):
        with pytest.raises(NotYourBirthDate):
            confirm(viewer, OTHER)
    with pytest.raises(DeviceShut):
        confirm(viewer, OTHER)
    with pytest.raises(DeviceShut):
        confirm(viewer, BORN)
    assert resolve_session(token=token, at=EVENING + 41 * MINUTE, idle=30 * MINUTE) is None
    assert resolve_session(token=other, at=EVENING + 41 * MINUTE, idle=30 * MINUTE) is not None


def test_of_a_hundred_wrong_dates_at_once_five_count(token: str) -> None:
    viewer, start = used(token, 40 * MINUTE), Barrier(100)

    def one(_number: int) -> str:
        start.wait()
        try:
            confirm(viewer, OTHER)
        except (NotYourBirthDate, DeviceShut) as refusal:
            return type(refusal).__name__
        return "open"

    with ThreadPoolExecutor(100) as pool:
        found = Counter(pool.map(one, range(100)))
    assert found == {"NotYourBirthDate": 4, "DeviceShut": 96}
    with db.view() as session:
        assert session.scalars(select(Device.wrong_dates)).one() == 5
        shut = select(func.count(AuditEvent.id)).where(AuditEvent.action == "device_shut")
        assert session.scalar(shut) == 1


def test_two_requests_after_a_pause_ask_once(token: str) -> None:
    start = Barrier(8)

    def one(_number: int) -> None:
        start.wait()
        used(token, 40 * MINUTE)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one, range(8)))
    viewer = used(token, 40 * MINUTE)
    assert asks_birth_date(viewer=viewer)
    confirm(viewer, BORN)
    assert not asks(token, 41 * MINUTE)


def test_staff_have_no_past_answers_to_open(clinic: SmallClinic, trial: SmallTrial) -> None:
    for nobody in (clinic.nurse, trial.patient):
        with pytest.raises(NotAllowed):
            confirm(nobody, BORN)


def kinds(viewer: Viewer) -> list[MatterKind]:
    return [matter.kind for matter in attention(viewer=viewer)]


def test_a_void_card_needs_someone_until_it_is_replaced_or_ended(
    code: str, clinic: SmallClinic, trial: SmallTrial
) -> None:
    assert kinds(clinic.nurse) == []
    for _ in range(5):
        with pytest.raises(WrongBirthDate):
            sign_in_by_card(sent=CardTry(code, OTHER, "192.0.2.1", "iPhone"), at=EVENING)
    [matter] = attention(viewer=clinic.nurse)
    assert (matter.kind, matter.trial_id, matter.since) == (
        MatterKind.CARD_VOID,
        trial.trial_id,
        EVENING,
    )
    with db.transaction():
        stranger = small_clinic("Elsewhere")
    assert kinds(stranger.nurse) == []
    end_card(trial_id=trial.trial_id, by=clinic.nurse, at=EVENING)
    assert kinds(clinic.nurse) == []


def test_a_device_that_was_shut_needs_someone_until_it_is_noted(
    token: str, clinic: SmallClinic, trial: SmallTrial
) -> None:
    viewer = used(token, 40 * MINUTE)
    for _ in range(5):
        with pytest.raises((NotYourBirthDate, DeviceShut)):
            confirm(viewer, OTHER)
    assert kinds(clinic.nurse) == [MatterKind.DEVICE_SHUT]
    page = card_page(viewer=clinic.nurse, trial_id=trial.trial_id, at=EVENING)
    assert (page.devices, [device.name for device in page.shut]) == ((), ["iPhone"])
    assert viewer.session_id is not None
    assert trial.patient.patient_id is not None
    for _ in range(2):
        note_shut_device(
            session_id=viewer.session_id,
            patient_id=trial.patient.patient_id,
            by=clinic.nurse,
            at=EVENING,
        )
    assert kinds(clinic.nurse) == []
    page = card_page(viewer=clinic.nurse, trial_id=trial.trial_id, at=EVENING)
    assert page.shut == ()
