"""The code of a card: twelve characters that can be typed on any telephone.

29 characters, none of which looks like another (no 0 O, 1 I L, U V) and with which hardly a word
can be written: 58 bits. Who tries a thousand codes a second for a year, of a hospital with a
hundred cards, finds one with a chance of 1 in 100,000; and is stopped long before.
"""

from secrets import choice

from sqlalchemy import select
from sqlalchemy.orm import Session

from trialtrack.models import Card, Trial
from trialtrack.store.digests import keyed_digest

ALPHABET = "23456789BCDEFGHJKMNPQRSTVWXYZ"
CHARACTERS = 12
_GROUP = 4


def new_code() -> str:
    """A code that cannot be guessed, as it is kept: without hyphens."""
    return "".join(choice(ALPHABET) for _ in range(CHARACTERS))


def read_code(typed: str) -> str | None:
    """The code that someone typed, whatever the case, hyphens and blanks; None when it is none.

    >>> read_code(" bcdf-ghjk mnpq ")
    'BCDFGHJKMNPQ'
    """
    code = "".join(typed.split()).replace("-", "").replace("–", "").upper()
    if len(code) != CHARACTERS or not set(code) <= set(ALPHABET):
        return None
    return code


def written(code: str) -> str:
    """A code as it is printed.

    >>> written("BCDFGHJKMNPQ")
    'BCDF-GHJK-MNPQ'
    """
    return "-".join(code[at : at + _GROUP] for at in range(0, CHARACTERS, _GROUP))


def code_digest(session: Session, code: str) -> str:
    """What is kept of a code: without the installation's key nobody can search for it."""
    return keyed_digest(session, f"card {code}")


def card_with(session: Session, code: str) -> tuple[Card, Trial] | None:
    """The card that bears a code, with its trial; None when no card does."""
    row = session.execute(
        select(Card, Trial)
        .join(Trial, Trial.id == Card.trial_id)
        .where(Card.code_digest == code_digest(session, code))
    ).first()
    return None if row is None else (row[0], row[1])
