"""Which entry of a day counts: the root, along its replacements and what the team settled."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID


class Link(NamedTuple):
    """An entry as far as its place among the others goes."""

    id: UUID
    replaces_id: UUID | None
    conflicting: bool


class Settling(NamedTuple):
    """Of an answer that counted and one that conflicted with it, which counts from then on."""

    standing_id: UUID
    conflicting_id: UUID
    winner_id: UUID


def counting(entries: Iterable[Link], settlements: Iterable[Settling]) -> UUID | None:
    """The id of the entry of one day that counts; None when the day has none.

    An entry that counts is left in one way at most: for the one entry that replaces it, or for
    the one that the team chose over it. The database holds the record to that, so no order of
    time is needed.
    """
    follows: dict[UUID | None, UUID] = {
        entry.replaces_id: entry.id for entry in entries if not entry.conflicting
    }
    for each in settlements:
        if each.winner_id == each.conflicting_id:
            follows[each.standing_id] = each.conflicting_id
    found = follows.get(None)
    while found in follows:
        found = follows[found]
    return found
