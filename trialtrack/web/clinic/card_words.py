"""The page of a card, in words."""

from dataclasses import dataclass
from uuid import UUID

from trialtrack.queries.card_page import CardFacts, CardPage
from trialtrack.web.clinic.naming import NO_NAME
from trialtrack.web.devices import DeviceRow, device_rows
from trialtrack.web.words import at_words, count, date_words


@dataclass(frozen=True, slots=True)
class CardWords:
    """What the page says. Who it is is for the screen and is never printed.

    `state`: how the card stands, in a sentence; `trouble`: what needs someone, where something
    does. `end_words`: the button that ends it; None: there is no card.
    """

    trial_id: UUID
    name: str
    born: str
    hospital_number: str
    patient_id: UUID | None
    card_id: UUID | None
    can_make: bool
    end_words: str | None
    reference: str
    state: str
    facts: tuple[str, ...]
    trouble: str | None
    phone: str
    emergency_phone: str
    devices: tuple[DeviceRow, ...]
    shut: tuple[DeviceRow, ...]


def card_words(page: CardPage) -> CardWords:
    """The page for what the query found."""
    card = page.card
    return CardWords(
        trial_id=page.trial_id,
        name=NO_NAME if page.family_name is None else f"{page.family_name}, {page.given_name}",
        born="–" if page.born_on is None else date_words(page.born_on),
        hospital_number=page.hospital_number or "–",
        patient_id=None if page.family_name is None else page.patient_id,
        card_id=card.id if card else None,
        can_make=_can_make(page),
        end_words=None if card is None else _end_words(card),
        reference=card.reference if card else "",
        state=_state(page),
        facts=_facts(card, page.time_zone) if card else (),
        trouble=_trouble(card, page.time_zone) if card else None,
        phone=page.phone,
        emergency_phone=page.emergency_phone,
        devices=device_rows(page.devices, page.time_zone),
        shut=device_rows(page.shut, page.time_zone),
    )


def _can_make(page: CardPage) -> bool:
    shut = page.withdrawn or page.cancelled or page.diary_is_over
    return not shut and page.born_on is not None


def _state(page: CardPage) -> str:
    if page.withdrawn:
        return "The patient has stopped taking part, so no card opens the diary."
    if page.cancelled:
        return (
            "The trial is cancelled, so no new card is made. With an unused one the patient can "
            "still read what they wrote and report a warning sign."
        )
    if page.diary_is_over:
        return "The leads have been out for more than 30 days, so a card would open nothing."
    if page.born_on is None:
        return "There is no date of birth, so nobody could sign in with a card."
    card = page.card
    if card is None:
        return "There is no card."
    if card.voided_at is not None:
        return "The card is void."
    if card.is_over:
        return "The card is over. For another device, make a new one."
    if card.used_at is None:
        return "The card is not used yet."
    return "The card is in use."


def _end_words(card: CardFacts) -> str:
    """A void card opens nothing any more: to end it takes it off the list of what needs someone."""
    return "End this card" if card.voided_at is None else "No new card is needed"


def _facts(card: CardFacts, zone: str) -> tuple[str, ...]:
    facts = [
        f"Card {card.reference}, made {at_words(card.issued_at, zone)} by {card.by_name}.",
    ]
    if card.voided_at is None:
        facts.append(f"Good until the end of {date_words(card.last_day)}.")
    if card.used_at is not None:
        facts.append(f"First used {at_words(card.used_at, zone)}.")
    if card.wrong_dates and card.voided_at is None:
        facts.append(
            f"{count(card.wrong_dates, 'wrong date', 'wrong dates')} of birth so far; "
            "the fifth makes it void."
        )
    return tuple(facts)


def _trouble(card: CardFacts, zone: str) -> str | None:
    if card.voided_at is None:
        return None
    return (
        f"Five wrong dates of birth were entered with it, the last on "
        f"{at_words(card.voided_at, zone)}. Ask the patient whether they have the card: it may be "
        "in other hands, or the date of birth here may be wrong. Then make a new one."
    )
