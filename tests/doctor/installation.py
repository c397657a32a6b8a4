"""An installation that is in order, to break one thing in at a time."""

import secrets
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from config import Settings
from trialtrack.doctor.finding import Finding, Level

AT_HOME = "http://127.0.0.1:8000"


def settings(database_url: str, **changes: Any) -> Settings:
    made = Settings(
        database_url=database_url,
        secret_key=secrets.token_urlsafe(32),
        digest_key=secrets.token_urlsafe(32),
        backup_key=secrets.token_urlsafe(32),
        public_url=AT_HOME,
    )
    return replace(made, **changes)


def sqlite(file: Path, **changes: Any) -> Settings:
    return settings(f"sqlite:///{file}", **changes)


def levels(found: Iterable[Finding]) -> list[tuple[str, Level]]:
    return [(each.matter, each.level) for each in found]


def only(found: Iterable[Finding], level: Level, *words: str) -> Finding:
    """The one finding, which is at this level, says these words and names a remedy if wrong."""
    (finding,) = found
    assert finding.level is level, finding.line
    for word in words:
        assert word in finding.line
    if level is Level.WRONG:
        assert finding.remedy
    return finding
