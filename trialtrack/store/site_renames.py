"""The names that pain sites of one trial had before, as frozen values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from trialtrack.models import SiteRename
from trialtrack.store.rows import Signed


@dataclass(frozen=True, slots=True)
class SiteRenamed:
    """A pain site got another name, before placement or after."""

    old: str
    new: str
    at: datetime


def sites_renamed(rows: Iterable[Signed[SiteRename]]) -> tuple[SiteRenamed, ...]:
    """Every new name of a site of one trial, in order."""
    return tuple(SiteRenamed(row.old_name, row.new_name, row.renamed_at) for row, *_ in rows)
