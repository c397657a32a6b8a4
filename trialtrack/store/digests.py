"""Keyed digests: what stands in for a text that must not be read from the database."""

import hmac

from sqlalchemy.orm import Session


def keyed_digest(session: Session, value: str) -> str:
    """HMAC-SHA256 under the installation's digest key: equal texts can be told, none guessed."""
    key: str = session.info["digest_key"]
    return hmac.new(key.encode(), value.encode(), "sha256").hexdigest()
