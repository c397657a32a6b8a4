"""Make a patient's card, or end it. A new one ends the one before, in the same transaction."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from trialtrack.access import Action, Refusal, TrialCancelled, Viewer
from trialtrack.clock import diary_day
from trialtrack.db import transactional
from trialtrack.models import Card, Trial
from trialtrack.services.audit import Done, created, write_audit
from trialtrack.services.day_entry import reference_of
from trialtrack.services.find_trial import trial_for
from trialtrack.services.refusals import staff_of
from trialtrack.services.withdraw import HasWithdrawn, has_withdrawn
from trialtrack.store.card_codes import code_digest, new_code

REFERENCE_CHARACTERS = 4


class DiaryIsOver(Refusal):
    """The leads have been out for more than 30 days, so a card would open nothing."""


class CardMadeMeanwhile(Refusal):
    """A card was made or ended meanwhile, so no new one was made.

    If one was printed just now, it is good: compare the letters on it with those on this page.
    """


@transactional
def make_card(
    session: Session, *, trial_id: UUID, by: Viewer, at: datetime, replaces: UUID | None = None
) -> str:
    """Make a card; its code, which nobody can read again afterwards.

    `replaces`: the card that has not ended, None where there is none; CardMadeMeanwhile unless it
    is. A page that is loaded again must not end the card that was just printed from it. Devices
    that are signed in stay so: whoever reprints a card has not lost a telephone.
    """
    trial = trial_for(session, trial_id, by, Action.MAKE_CARD)
    if has_withdrawn(session, trial.id):
        raise HasWithdrawn
    if trial.cancelled_at is not None:
        raise TrialCancelled
    if diary_day(at, trial.time_zone) > trial.diary_ends_on:
        raise DiaryIsOver
    before = _current(session, trial)
    if (before.id if before is not None else None) != replaces:
        raise CardMadeMeanwhile
    _end(session, trial, by=by, at=at)
    code, card_id = new_code(), uuid4()
    card = Card(
        id=card_id,
        trial_id=trial.id,
        code_digest=code_digest(session, code),
        reference=reference_of(card_id)[:REFERENCE_CHARACTERS],
        issued_at=at,
        issued_by_id=staff_of(by),
        wrong_dates=0,
    )
    session.add(card)
    session.flush()
    changes = created(trial_id=trial.id, reference=card.reference)
    write_audit(session, Done("make_card", "card", card.id, trial.clinic_id, changes), by=by, at=at)
    return code


@transactional
def end_card(session: Session, *, trial_id: UUID, by: Viewer, at: datetime) -> None:
    """End the card without a new one, as when it was found in the street; once is enough."""
    trial = trial_for(session, trial_id, by, Action.MAKE_CARD)
    _end(session, trial, by=by, at=at)


def _current(session: Session, trial: Trial) -> Card | None:
    return session.scalar(select(Card).where(Card.trial_id == trial.id, Card.ended_at.is_(None)))


def _end(session: Session, trial: Trial, *, by: Viewer, at: datetime) -> None:
    card = _current(session, trial)
    if card is None:
        return
    card.ended_at, card.ended_by_id = at, staff_of(by)
    session.flush()
    done = Done("end_card", "card", card.id, trial.clinic_id, {"ended_at": (None, at)})
    write_audit(session, done, by=by, at=at)
