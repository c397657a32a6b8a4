"""A hundred tries of a card at the same moment: exactly three devices, exactly five wrong dates."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from sqlalchemy import func, select

from tests.services.cards import BORN, OTHER, audited, only_card, sign_in
from tests.services.small_clinic import EVENING, PLACED_AT, SmallClinic, SmallTrial
from trialtrack import db
from trialtrack.models import SignInSession, UnknownCode
from trialtrack.services.make_card import CardMadeMeanwhile, make_card
from trialtrack.services.sign_in_card import (
    CardNotGood,
    TooManyDevices,
    WrongBirthDate,
    note_unknown_code,
)

AT_ONCE = 100


@pytest.fixture
def code(clinic: SmallClinic, trial: SmallTrial) -> str:
    return make_card(trial_id=trial.trial_id, by=clinic.nurse, at=PLACED_AT)


def tries_at_once(code: str, dates: list[date]) -> Counter[str]:
    """What comes of many tries that start at the same moment."""
    start = Barrier(len(dates))

    def one(born_on: date) -> str:
        start.wait()
        try:
            sign_in(code, born_on)
        except (CardNotGood, TooManyDevices, WrongBirthDate) as refusal:
            return type(refusal).__name__
        return "in"

    with ThreadPoolExecutor(len(dates)) as pool:
        return Counter(pool.map(one, dates))


def test_of_cards_made_at_the_same_moment_one_is_made_and_good(
    clinic: SmallClinic, trial: SmallTrial
) -> None:
    start = Barrier(8)

    def make(_number: int) -> str | None:
        start.wait()
        try:
            return make_card(trial_id=trial.trial_id, by=clinic.nurse, at=EVENING)
        except CardMadeMeanwhile:
            return None

    with ThreadPoolExecutor(8) as pool:
        codes = [code for code in pool.map(make, range(8)) if code is not None]
    assert len(codes) == 1
    assert sign_in(codes[0])


def test_of_a_hundred_right_tries_at_once_three_come_in(code: str) -> None:
    assert tries_at_once(code, [BORN] * AT_ONCE) == {"in": 3, "TooManyDevices": AT_ONCE - 3}
    with db.view() as session:
        assert session.scalar(select(func.count(SignInSession.id))) == 3


def test_of_a_hundred_wrong_tries_at_once_five_count(code: str) -> None:
    found = tries_at_once(code, [OTHER] * AT_ONCE)
    assert found == {"WrongBirthDate": 5, "CardNotGood": AT_ONCE - 5}
    assert only_card().wrong_dates == 5
    assert (audited("card_refused"), audited("card_voided")) == (4, 1)


@pytest.mark.parametrize("round_", range(5))
def test_a_right_try_that_races_the_fifth_wrong_one_is_in_or_refused(
    code: str, round_: int
) -> None:
    for _ in range(4):
        with pytest.raises(WrongBirthDate):
            sign_in(code, OTHER)
    found = tries_at_once(code, [BORN, OTHER])
    assert found["WrongBirthDate"] == 1
    assert found["in"] + found["CardNotGood"] == 1
    with db.view() as session:
        assert session.scalar(select(func.count(SignInSession.id))) == found["in"]
    assert only_card().wrong_dates == 5


def test_a_hundred_unknown_codes_at_once_are_all_counted(database: db.Database) -> None:
    start = Barrier(AT_ONCE)

    def one(_number: int) -> None:
        start.wait()
        note_unknown_code(address="192.0.2.1", at=EVENING)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(one, range(AT_ONCE)))
    with db.view() as session:
        assert session.scalar(select(func.count(UnknownCode.id))) == AT_ONCE
