"""What needs someone, on top of the list of trials: how much, and what cannot wait."""

from dataclasses import dataclass

from trialtrack.access import Action, Viewer, allowed
from trialtrack.clock import now_utc
from trialtrack.queries.today import today
from trialtrack.web.clinic.deals import URGENT
from trialtrack.web.clinic.today_words import PersonRow, person_row, things


@dataclass(frozen=True, slots=True)
class MattersLine:
    """One line for everything; `urgent`: warning signs that stand out on their own."""

    count: int
    words: str
    urgent: tuple[PersonRow, ...]


def matters_for(viewer: Viewer) -> MattersLine | None:
    """The clinic's matters for its team; None for those who have nothing to do with them."""
    if not allowed(viewer, Action.SEE_ATTENTION):
        return None
    found = today(viewer=viewer, at=now_utc())
    matters = found.matters
    urgent = tuple(person_row([matter], found.at) for matter in matters if matter.kind in URGENT)
    return MattersLine(len(matters), things(len(matters)), urgent)
