"""Sign a patient's device in: the code of a card, and the full date of birth.

Whatever is done with a card first takes the lock on its trial, so that of a hundred tries at the
same moment each sees what the one before it left.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from trialtrack.access import Refusal, Viewer
from trialtrack.db import transactional
from trialtrack.models import Card, Device, PatientIdentity, SignInSession, Trial, UnknownCode
from trialtrack.models.card import MOST_WRONG_DATES
from trialtrack.services.audit import Done, write_audit
from trialtrack.services.sign_in_session import open_session
from trialtrack.services.withdraw import HasWithdrawn, has_withdrawn
from trialtrack.store.card_codes import card_with
from trialtrack.store.devices import devices_of
from trialtrack.store.digests import keyed_digest
from trialtrack.store.unknown_codes import (
    UNKNOWN_COUNT_FOR,
    address_digest,
    too_many_unknown,
)

MOST_DEVICES = 3


class CardNotGood(Refusal):
    """This card does not open a diary any more; ask the clinic for a new one."""


class TooManyUnknownCodes(Refusal):
    """Too many codes were tried that no card has; please wait a quarter of an hour."""


class TooManyDevices(Refusal):
    """Three devices are signed in with this card already.

    End one of them first: open the diary on it and choose “Devices that are signed in”. Or call the
    clinic, who can end one for you.
    """


class WrongBirthDate(Refusal):
    """That is not the date of birth that belongs to this card."""

    def __init__(self, left: int) -> None:
        super().__init__()
        self.left = left


@dataclass(frozen=True, slots=True)
class CardTry:
    """What someone sends with a card: from which network address, on which kind of device.

    `browser`: a mark that the browser had before, and loses when it is signed in; "" where it has
    none.
    """

    code: str
    born_on: date
    address: str
    device_name: str
    browser: str = ""


def sign_in_by_card(*, sent: CardTry, at: datetime) -> str:
    """Sign in; the token of a new session.

    CardNotGood when no card has the code, or it was ended, voided or is over; TooManyUnknownCodes
    after fifty such codes from one network address within 15 minutes; WrongBirthDate with the
    tries that are left, the fifth of which voids the card; HasWithdrawn; TooManyDevices.
    """
    outcome = _try(sent=sent, at=at)
    # Raised only now: inside, it would take the count of the wrong try back.
    if isinstance(outcome, Refusal):
        raise outcome
    return outcome


@transactional
def note_unknown_code(session: Session, *, address: str, at: datetime) -> None:
    """Count a code that no card has; what is older than a quarter of an hour is forgotten."""
    session.execute(delete(UnknownCode).where(UnknownCode.tried_at <= at - UNKNOWN_COUNT_FOR))
    digest = address_digest(session, address)
    session.add(UnknownCode(id=uuid4(), address_digest=digest, tried_at=at))


@transactional
def _try(session: Session, *, sent: CardTry, at: datetime) -> str | Refusal:
    if too_many_unknown(session, sent.address, at):
        return TooManyUnknownCodes()
    found = card_with(session, sent.code)
    if found is None:
        note_unknown_code(address=sent.address, at=at)
        return CardNotGood()
    card, trial = _held(session, *found)
    born_on = _born_on(session, trial)
    if card.ended_at or card.voided_at or card.is_over(trial, at) or born_on is None:
        return CardNotGood()
    if sent.born_on != born_on:
        return _count(session, card, trial, at)
    if has_withdrawn(session, trial.id):
        return HasWithdrawn()
    browser = keyed_digest(session, f"browser {sent.browser}") if sent.browser else None
    if browser is not None:
        _end_unheard_of(session, trial, browser, at)
    by_card = [device for device in devices_of(session, trial.patient_id, at) if device.takes_place]
    if len(by_card) >= MOST_DEVICES:
        return TooManyDevices()
    return open_session(
        session,
        staff_id=None,
        patient_id=trial.patient_id,
        action="sign_in_by_card",
        at=at,
        card_id=card.id,
        device_name=sent.device_name,
        browser_digest=browser,
    )


def _held(session: Session, card: Card, trial: Trial) -> tuple[Card, Trial]:
    """The card and its trial as they stand once nobody else can change them."""
    session.scalars(
        select(Trial.id).where(Trial.id == trial.id).with_for_update(key_share=True)
    ).one()
    # Read again: while this waited, somebody else may have changed them.
    session.refresh(trial)
    session.refresh(card)
    return card, trial


def _end_unheard_of(session: Session, trial: Trial, browser: str, at: datetime) -> None:
    """End what this browser was signed in to by the same form and never heard of.

    On a poor line the answer is lost and the form is sent again: that must not use up a second
    place, or three tries in a cellar would leave the patient outside.
    """
    unheard_of = session.scalars(
        select(SignInSession)
        .join(Device, Device.session_id == SignInSession.id)
        .where(
            SignInSession.patient_id == trial.patient_id,
            SignInSession.ended_at.is_(None),
            Device.browser_digest == browser,
        )
    )
    for opened in unheard_of.all():
        opened.ended_at = at
        session.flush()
        done = Done("end_device", "session", opened.id, trial.clinic_id, {"ended_at": (None, at)})
        write_audit(session, done, by=Viewer.system(trial.clinic_id), at=at)


def _born_on(session: Session, trial: Trial) -> date | None:
    """None once the identity is erased: then nobody can show that a card is theirs."""
    return session.scalar(
        select(PatientIdentity.born_on).where(PatientIdentity.patient_id == trial.patient_id)
    )


def _count(session: Session, card: Card, trial: Trial, at: datetime) -> Refusal:
    before = card.wrong_dates
    card.wrong_dates = before + 1
    changes: dict[str, tuple[object, object]] = {"wrong_dates": (before, card.wrong_dates)}
    left = MOST_WRONG_DATES - card.wrong_dates
    if left == 0:
        card.voided_at = at
        changes["voided_at"] = (None, at)
    session.flush()
    action = "card_refused" if left else "card_voided"
    done = Done(action, "card", card.id, trial.clinic_id, changes)
    write_audit(session, done, by=Viewer.system(trial.clinic_id), at=at)
    return WrongBirthDate(left)
