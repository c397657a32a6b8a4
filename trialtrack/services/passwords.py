"""Passwords: argon2id, and what one must be like."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from argon2.low_level import Type

from trialtrack.access import Refusal

LEAST_PASSWORD_CHARACTERS = 12
MOST_PASSWORD_CHARACTERS = 128

ARGON2ID = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1, type=Type.ID)
"""OWASP's parameters; tests take cheaper ones."""


class PasswordTooShort(Refusal):
    """Choose a password of at least 12 characters."""


class PasswordTooLong(Refusal):
    """Choose a password of at most 128 characters."""


class PasswordIsTheAddress(Refusal):
    """Choose a password that is not your e-mail address."""


class PasswordIsAName(Refusal):
    """Choose a password that is more than a name or a common word with a number or sign."""


class PasswordIsARow(Refusal):
    """Choose a password that does not repeat itself or run along the alphabet or the keyboard."""


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose password it is: what someone who knows the person would try first."""

    email: str
    name: str
    clinic_name: str


LEAST_LETTERS_BESIDE_A_NAME = 4
LEAST_STEPS_OFF_A_ROW = 4
LEAST_WORD = 3
_COMMON = (
    "password",
    "passwort",
    "trialtrack",
    "welcome",
    "letmein",
    "changeme",
    "secret",
    "admin",
)
_ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_ROWS_BOTH_WAYS = (*_ROWS, *(row[::-1] for row in _ROWS))


def password_hash(password: str, *, of: Whose, hasher: PasswordHasher) -> str:
    """The hash of an acceptable password; the refusal says what is wrong with another one."""
    if len(password) < LEAST_PASSWORD_CHARACTERS:
        raise PasswordTooShort
    if len(password) > MOST_PASSWORD_CHARACTERS:
        raise PasswordTooLong
    said = password.strip().casefold()
    if said == of.email:
        raise PasswordIsTheAddress
    if _repeats(said) or _steps_off_a_row(said) < LEAST_STEPS_OFF_A_ROW:
        raise PasswordIsARow
    if _is_a_name(said, of):
        raise PasswordIsAName
    return hasher.hash(password)


def _repeats(said: str) -> bool:
    """Whether one piece is written twice or more, as in abcabcabcabc and aaaaaaaaaaaa."""
    return any(said[piece:] == said[:-piece] for piece in range(1, len(said) // 2 + 1))


def _steps_off_a_row(said: str) -> int:
    """How often a character is neither the one before it nor its neighbour in a row."""
    return sum(
        one != other and not any(one + other in row for row in _ROWS_BOTH_WAYS)
        for one, other in pairwise(said)
    )


def _is_a_name(said: str, of: Whose) -> bool:
    """Whether fewer than four letters are left beside names and common words."""
    known = re.findall(r"[^\W\d_]+", f"{of.email} {of.name} {of.clinic_name}".casefold())
    words = {word for word in (*known, *_COMMON) if len(word) >= LEAST_WORD}
    letters = "".join(filter(str.isalpha, said))
    left = letters
    for word in sorted(words, key=len, reverse=True):
        left = left.replace(word, "")
    return left != letters and len(left) < LEAST_LETTERS_BESIDE_A_NAME


def password_fits(password: str, hashed: str | None, *, hasher: PasswordHasher) -> bool:
    """Whether the password is right; as much work where there is no account as where there is."""
    try:
        fits = hasher.verify(hashed or _nobodys(hasher), password[:MOST_PASSWORD_CHARACTERS])
    except VerificationError:
        return False
    return fits and hashed is not None and len(password) <= MOST_PASSWORD_CHARACTERS


@lru_cache(maxsize=4)
def _nobodys(hasher: PasswordHasher) -> str:
    return hasher.hash("nobody has this password")
