"""What needs someone, in words: on top of the list of trials, each with its one action."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import url_for

from trialtrack.access import Action, Viewer, allowed
from trialtrack.queries.attention import attention
from trialtrack.queries.matter import Matter, MatterKind
from trialtrack.web.clinic.naming import born_words, person_name
from trialtrack.web.words import at_words


@dataclass(frozen=True, slots=True)
class Deal:
    """Where a kind of matter is dealt with: an endpoint that takes the subject's id."""

    endpoint: str
    parameter: str
    words: str


_SIGN = Deal("flags.one", "flag_id", "See what to do")
DEALS: Mapping[MatterKind, Deal] = {
    MatterKind.EMERGENCY_SIGN: _SIGN,
    MatterKind.SIGN_NOT_SAID: _SIGN,
    MatterKind.SIGN_TODAY: _SIGN,
    MatterKind.CONFLICT: Deal("settle.one_of_two", "entry_id", "Compare and settle"),
    MatterKind.CORRECTION_ASKED: Deal("settle.asked", "request_id", "Compare and settle"),
    MatterKind.CARD_VOID: Deal("cards.show", "trial_id", "See the card"),
    MatterKind.DEVICE_SHUT: Deal("cards.show", "trial_id", "See the devices"),
    MatterKind.SIGN_NEXT_TIME: _SIGN,
}
"""By kind; a kind without a page of its own is dealt with on the trial's page."""

URGENT = frozenset({MatterKind.EMERGENCY_SIGN, MatterKind.SIGN_NOT_SAID})


@dataclass(frozen=True, slots=True)
class MatterRow:
    """One line of the list. `urgent`: it is shown as a warning sign that cannot wait."""

    name: str
    born: str
    hospital_number: str
    words: str
    since: str
    urgent: bool
    href: str
    action: str


def matters_for(viewer: Viewer) -> tuple[MatterRow, ...] | None:
    """The clinic's matters for its team; None for those who have nothing to do with them."""
    if not allowed(viewer, Action.SEE_ATTENTION):
        return None
    return matter_rows(attention(viewer=viewer))


def matter_rows(matters: Iterable[Matter]) -> tuple[MatterRow, ...]:
    """The same in the same order, as lines to print."""
    return tuple(map(_row, matters))


def _row(matter: Matter) -> MatterRow:
    deal = DEALS.get(matter.kind)
    return MatterRow(
        name=person_name(matter.person),
        born=born_words(matter.person),
        hospital_number=matter.person.hospital_number or "–",
        words=matter.words,
        since=at_words(matter.since, matter.time_zone),
        urgent=matter.kind in URGENT,
        href=_address("clinic.trial", "trial_id", matter.trial_id)
        if deal is None
        else _address(deal.endpoint, deal.parameter, matter.subject_id),
        action="See the trial" if deal is None else deal.words,
    )


def _address(endpoint: str, parameter: str, subject_id: UUID) -> str:
    ids: dict[str, Any] = {parameter: subject_id}
    return url_for(endpoint, **ids)
