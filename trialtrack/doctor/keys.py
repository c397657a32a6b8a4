"""The keys of an installation: that they look random; length and difference are settings' rules."""

from collections.abc import Iterator

from config import PREFIX, Settings
from trialtrack.doctor.finding import Finding, fine, wrong

LEAST_DIFFERENT = 12
"""Of 32 random letters and digits fewer than 12 are different once in millions of keys."""
HOW_TO_MAKE = "Make one: python3 -c 'import secrets; print(secrets.token_urlsafe(32))'"


def keys(settings: Settings) -> Iterator[Finding]:
    """One line, or one for each key that looks typed."""
    given = {
        "SECRET_KEY": settings.secret_key,
        "DIGEST_KEY": settings.digest_key,
        "BACKUP_KEY": settings.backup_key,
    }
    typed = [name for name, key in given.items() if key and len(set(key)) < LEAST_DIFFERENT]
    for name in typed:
        remedy = HOW_TO_MAKE
        if name == "DIGEST_KEY":
            remedy += " - before the first patient; afterwards this key must stay as it is."
        yield wrong("keys", f"{PREFIX}{name} is not random: somebody can guess it.", remedy)
    if not typed:
        yield fine("keys", "long, random, and each another one.")
