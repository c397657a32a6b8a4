"""What a card is good for, before anyone has shown that it is theirs."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from trialtrack.db import reading
from trialtrack.models import Clinic
from trialtrack.store.card_codes import card_with
from trialtrack.store.unknown_codes import too_many_unknown


class CardState(StrEnum):
    """What is said about a code."""

    GOOD = "good"
    NOT_GOOD = "not_good"
    UNKNOWN = "unknown"
    WAIT = "wait"


@dataclass(frozen=True, slots=True)
class OpenedCard:
    """A code that someone opened.

    `patient_id` is for comparing with who is signed in, and never shown. `phone` is the clinic's,
    which stands on the card; None for a code that no card has.
    """

    state: CardState
    patient_id: UUID | None = None
    phone: str | None = None


@reading
def opened_card(session: Session, *, code: str, address: str, at: datetime) -> OpenedCard:
    """In three SELECTs at most, and nothing is written: a scanner of mail may open it as it likes.

    An ended, a void and an expired card are told apart for nobody: which it is would tell a
    finder whether to go on. After too many unknown codes from one network address nothing is said
    about any.
    """
    if too_many_unknown(session, address, at):
        return OpenedCard(CardState.WAIT)
    found = card_with(session, code)
    if found is None:
        return OpenedCard(CardState.UNKNOWN)
    card, trial = found
    phone = session.scalar(select(Clinic.phone).where(Clinic.id == trial.clinic_id))
    over = card.ended_at or card.voided_at or card.is_over(trial, at)
    state = CardState.NOT_GOOD if over else CardState.GOOD
    return OpenedCard(state, trial.patient_id, phone)
