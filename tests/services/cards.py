"""Using a card in tests."""

from datetime import date, datetime

from sqlalchemy import func, select

from tests.services.small_clinic import EVENING
from trialtrack import db
from trialtrack.models import AuditEvent, Card
from trialtrack.services.sign_in_card import CardTry, sign_in_by_card

BORN = date(1961, 2, 4)
OTHER = date(1961, 4, 2)


def sign_in(code: str, born_on: date = BORN, when: datetime = EVENING) -> str:
    sent = CardTry(code, born_on, "192.0.2.1", "Android phone")
    return sign_in_by_card(sent=sent, at=when)


def only_card() -> Card:
    with db.view() as session:
        return session.scalars(select(Card)).one()


def audited(action: str) -> int:
    with db.view() as session:
        events = select(func.count(AuditEvent.id)).where(AuditEvent.action == action)
        return session.scalar(events) or 0
