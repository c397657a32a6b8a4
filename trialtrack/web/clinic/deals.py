"""What one does about each kind of matter: under which heading it stands, and where it is done."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask import url_for

from trialtrack.models.aside import SIGN_KINDS
from trialtrack.queries.matter import Matter, MatterKind, Silence


class Heading(StrEnum):
    """What one does with the things of a group, in the order of the page."""

    SIGNS = "Warning signs"
    CALL = "Call"
    RECORD = "Record"
    CARDS = "Cards and devices"
    SETTLE = "Settle"


@dataclass(frozen=True, slots=True)
class Deal:
    """Where a matter is dealt with: an endpoint that takes one id, the subject's."""

    endpoint: str
    parameter: str
    words: str

    def href(self, matter: Matter) -> str:
        """The address for one matter; the day goes along where the endpoint is about one."""
        ids: dict[str, Any] = {self.parameter: matter.subject_id}
        if self.endpoint == "enter.day" and isinstance(matter.facts, Silence):
            ids["day"] = matter.facts.days[-1].isoformat()
        return url_for(self.endpoint, **ids)


@dataclass(frozen=True, slots=True)
class Way:
    """Under which heading a kind stands, its one action, and what else may help."""

    heading: Heading
    deal: Deal
    also: tuple[Deal, ...] = ()


_SIGN = Way(Heading.SIGNS, Deal("flags.one", "flag_id", "See what to do"))
_ENTER = Deal("enter.which", "trial_id", "Enter a day")
_CARD = Deal("cards.show", "trial_id", "Print a new card")
_MOVE = Deal("dates.show", "trial_id", "Move the day")

WAYS: Mapping[MatterKind, Way] = {
    MatterKind.EMERGENCY_SIGN: _SIGN,
    MatterKind.SIGN_NOT_SAID: _SIGN,
    MatterKind.SIGN_TODAY: _SIGN,
    MatterKind.SIGN_NEXT_TIME: _SIGN,
    MatterKind.WINDOW_THIN: Way(Heading.CALL, _ENTER),
    MatterKind.WINDOW_LOST: Way(Heading.CALL, _ENTER, (_MOVE,)),
    MatterKind.SILENT: Way(
        Heading.CALL, Deal("enter.day", "trial_id", "Enter by telephone"), (_ENTER,)
    ),
    MatterKind.BASELINE_SHORT: Way(Heading.CALL, _ENTER),
    MatterKind.BASELINE_LOST: Way(
        Heading.CALL, Deal("ratings.record", "trial_id", "Rating in clinic"), (_ENTER, _MOVE)
    ),
    MatterKind.REMOVAL_DUE: Way(
        Heading.RECORD, Deal("removal.record", "trial_id", "Record the removal"), (_MOVE,)
    ),
    MatterKind.PLACEMENT_DUE: Way(
        Heading.RECORD, Deal("placement.record", "trial_id", "Record the placement"), (_MOVE,)
    ),
    MatterKind.CARD_VOID: Way(Heading.CARDS, Deal("cards.show", "trial_id", "See the card")),
    MatterKind.CARD_MISSING: Way(Heading.CARDS, Deal("cards.show", "trial_id", "Make the card")),
    MatterKind.CARD_UNUSED: Way(Heading.CARDS, _CARD),
    MatterKind.DEVICE_SHUT: Way(Heading.CARDS, Deal("cards.show", "trial_id", "See the devices")),
    MatterKind.END_QUESTIONS: Way(
        Heading.CALL, Deal("ending.answers", "trial_id", "Ask the last questions")
    ),
    MatterKind.CONFLICT: Way(
        Heading.SETTLE, Deal("settle.one_of_two", "entry_id", "Compare and settle")
    ),
    MatterKind.CORRECTION_ASKED: Way(
        Heading.SETTLE, Deal("settle.asked", "request_id", "Compare and settle")
    ),
}
"""Every kind: a matter without its one action would only be a worry."""

SIGNS = SIGN_KINDS
URGENT = frozenset({MatterKind.EMERGENCY_SIGN, MatterKind.SIGN_NOT_SAID})
