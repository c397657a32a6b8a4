"""Addresses that sign in: one for everyone of the demonstration, once, for ten minutes."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.demo.conftest import AT
from trialtrack import db
from trialtrack.access import Role, TrialState, Viewer
from trialtrack.demo.clinic_there import demonstration_clinic
from trialtrack.demo.links import NoDemonstration, card_of_someone, links, one_link_a_role
from trialtrack.demo.staff import STAFF
from trialtrack.models import Card
from trialtrack.services.sign_in_card import CardNotGood, CardTry, sign_in_by_card
from trialtrack.services.sign_in_link import LinkNotUsable, sign_in_by_link
from trialtrack.services.sign_in_session import resolve_session
from trialtrack.store.card_codes import read_code

ADDRESS = "http://127.0.0.1:8123"
IDLE = timedelta(minutes=30)


def token(url: str) -> str:
    start = f"{ADDRESS}/sign-in/link/"
    assert url.startswith(start)
    return url.removeprefix(start)


def signed_in(url: str, minutes: float = 0) -> Viewer:
    at = AT + timedelta(minutes=minutes)
    viewer = resolve_session(token=sign_in_by_link(token=token(url), at=at), at=at, idle=IDLE)
    assert viewer is not None
    return viewer


@pytest.mark.usefixtures("demonstration_database")
def test_everyone_gets_a_link_that_signs_in_as_them() -> None:
    issued = links(address=ADDRESS, at=AT)
    assert {role: len(found) for role, found in issued.items()} == {
        **dict.fromkeys(STAFF, 1),
        Role.PATIENT: 25,
    }
    seen = set()
    for role, found in issued.items():
        for link in found:
            viewer = signed_in(link.url)
            assert (viewer.role, viewer.clinic_id) == (role, demonstration_clinic())
            seen.add(viewer.patient_id or viewer.staff_id)
    assert len(seen) == 29


@pytest.mark.usefixtures("demonstration_database")
def test_patients_whose_leads_are_in_come_first() -> None:
    from tests.demo.test_load import stored

    states = {
        f"{record.patient.given_name} {record.patient.family_name}": record.state
        for record in stored().values()
    }
    order = [states[link.name] for link in links(address=ADDRESS, at=AT)[Role.PATIENT]]
    not_in = [TrialState.PLANNED, TrialState.CANCELLED]
    assert order == [TrialState.PLACED] * 7 + not_in + [TrialState.REMOVED] * 16


@pytest.mark.usefixtures("demonstration_database")
def test_a_link_works_once() -> None:
    url = links(address=ADDRESS, at=AT)[Role.NURSE][0].url
    signed_in(url)
    with pytest.raises(LinkNotUsable):
        signed_in(url)


@pytest.mark.usefixtures("demonstration_database")
def test_a_link_works_for_ten_minutes() -> None:
    first, second = (links(address=ADDRESS, at=AT)[Role.NURSE][0].url for _ in range(2))
    signed_in(first, minutes=9.9)
    with pytest.raises(LinkNotUsable):
        signed_in(second, minutes=10)


@pytest.mark.usefixtures("demonstration_database")
def test_one_link_a_role_names_every_role_once() -> None:
    issued = one_link_a_role(address=ADDRESS, at=AT)
    assert {role: len(found) for role, found in issued.items()} == {
        Role.CONSULTANT: 1,
        Role.NURSE: 1,
        Role.ADMINISTRATOR: 1,
        Role.REPRESENTATIVE: 1,
        Role.PATIENT: 1,
    }


@pytest.mark.usefixtures("empty_database")
def test_without_a_demonstration_clinic_there_are_no_links() -> None:
    with pytest.raises(NoDemonstration, match="no demonstration clinic"):
        links(address=ADDRESS, at=AT)


@pytest.mark.usefixtures("demonstration_database")
def test_one_card_works_and_each_start_makes_another() -> None:
    first, second = (card_of_someone(address=ADDRESS, at=AT) for _ in range(2))
    assert first.name == second.name
    assert first.url.startswith(f"{ADDRESS}/c/")
    tries = [
        CardTry(read_code(card.url.rpartition("/")[2]) or "", card.born_on, "127.0.0.1", "iPhone")
        for card in (first, second)
    ]
    with pytest.raises(CardNotGood):
        sign_in_by_card(sent=tries[0], at=AT)
    viewer = resolve_session(token=sign_in_by_card(sent=tries[1], at=AT), at=AT, idle=IDLE)
    assert viewer is not None
    assert viewer.role is Role.PATIENT


def test_every_patient_has_a_card_and_one_is_void(
    demonstration_database: db.Database,
) -> None:
    with db.view() as session:
        cards = session.scalars(select(Card)).all()
    assert len(cards) == 25
    assert [card.wrong_dates for card in cards if card.voided_at is not None] == [5]
