"""Text that is kept for a while and read by one person only: sealed while it lies in the tables.

A copy of the database alone, such as a backup, does not open it. The key is derived from the
installation's digest key and not from the secret key: a new secret key signs everybody out, and
what they typed must still be there when they come back.
"""

from base64 import urlsafe_b64encode
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy.orm import Session

_PURPOSE = b"trialtrack: what was typed and not sent"


def seal(session: Session, text: str) -> str:
    """The text, encrypted and authenticated."""
    return _sealer(session.info["digest_key"]).encrypt(text.encode()).decode()


def unseal(session: Session, sealed: str) -> str | None:
    """The text; None when it was altered or sealed with another key."""
    try:
        return _sealer(session.info["digest_key"]).decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


@lru_cache(maxsize=2)
def _sealer(digest_key: str) -> Fernet:
    key = HKDF(SHA256(), length=32, salt=None, info=_PURPOSE).derive(digest_key.encode())
    return Fernet(urlsafe_b64encode(key))
