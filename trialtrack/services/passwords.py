"""Passwords: argon2id, and what one must be like."""

from functools import lru_cache

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


def password_hash(password: str, *, email: str, hasher: PasswordHasher) -> str:
    """The hash of an acceptable password."""
    if len(password) < LEAST_PASSWORD_CHARACTERS:
        raise PasswordTooShort
    if len(password) > MOST_PASSWORD_CHARACTERS:
        raise PasswordTooLong
    if password.strip().lower() == email:
        raise PasswordIsTheAddress
    return hasher.hash(password)


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
