"""Cards and devices that five wrong dates of birth shut, for the list of what needs someone."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from trialtrack.access import Viewer
from trialtrack.models import Card, Device, SignInSession, Trial
from trialtrack.queries.matter import Matter, MatterKind, person_seen, phone_seen, taking_part
from trialtrack.store.devices import lasting_trial

CARD_WORDS = "The card is void: five wrong dates of birth were entered with it."


def void_cards(session: Session, viewer: Viewer) -> Iterator[Matter]:
    """Void cards, each until it is replaced or ended."""
    rows = session.execute(
        taking_part(viewer, Card)
        .join(Card, Card.trial_id == Trial.id)
        .where(Card.voided_at.is_not(None), Card.ended_at.is_(None))
    )
    for trial, clinic, identity, card in rows:
        person = person_seen(viewer, trial.patient_id, identity)
        yield Matter(
            MatterKind.CARD_VOID,
            trial.id,
            trial.id,
            person,
            card.voided_at,
            clinic.time_zone,
            CARD_WORDS,
            phone_seen(viewer, identity),
        )


def shut_devices(session: Session, viewer: Viewer) -> Iterator[Matter]:
    """Devices that were signed out by wrong dates, each until somebody has noted it."""
    rows = session.execute(
        taking_part(viewer, Device)
        .join(SignInSession, SignInSession.patient_id == Trial.patient_id)
        .join(Device, Device.session_id == SignInSession.id)
        .where(
            # A patient may come back for a second trial, and is one person still.
            Trial.id == lasting_trial(),
            Device.shut_at.is_not(None),
            Device.seen_at.is_(None),
        )
    )
    for trial, clinic, identity, device in rows:
        person = person_seen(viewer, trial.patient_id, identity)
        words = f"{device.name} signed out: five wrong dates of birth were entered on it."
        yield Matter(
            MatterKind.DEVICE_SHUT,
            trial.id,
            trial.id,
            person,
            device.shut_at,
            clinic.time_zone,
            words,
            phone_seen(viewer, identity),
        )
