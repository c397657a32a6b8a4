"""How many codes that no card bears were tried from one network address."""

from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from trialtrack.models import UnknownCode
from trialtrack.store.digests import keyed_digest

MOST_UNKNOWN = 50
"""More than the typing errors of a ward behind one address, and nothing against 58 bits."""
UNKNOWN_COUNT_FOR = timedelta(minutes=15)
IPV6_ONE_HOUSEHOLD = 64


def address_digest(session: Session, address: str) -> str:
    """What is kept of a network address; of IPv6 the /64 that one household has."""
    try:
        known = ip_address(address)
    except ValueError:
        return keyed_digest(session, "address unknown")
    if known.version == 6:
        address = str(ip_network((known, IPV6_ONE_HOUSEHOLD), strict=False))
    return keyed_digest(session, f"address {address}")


def too_many_unknown(session: Session, address: str, at: datetime) -> bool:
    """Whether this address has to wait before it may ask about any code."""
    tried = session.scalar(
        select(func.count(UnknownCode.id)).where(
            UnknownCode.address_digest == address_digest(session, address),
            UnknownCode.tried_at > at - UNKNOWN_COUNT_FOR,
        )
    )
    return (tried or 0) >= MOST_UNKNOWN
