"""Pages of the list of trials by key: the place of a trial, and the page after or before it.

No page is counted from the start, so a trial that comes in between moves none to or off a page.
"""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, or_

from trialtrack.models import Trial
from trialtrack.queries.list_filters import HAS_ENDED, IS_PLANNED, IS_RUNNING


class Rank(IntEnum):
    """What is needed soonest comes first."""

    RUNNING = 0
    PLANNED = 1
    ENDED = 2
    CANCELLED = 3


NEWEST_FIRST = (Rank.ENDED, Rank.CANCELLED)
"""The others go by the day that comes first: removal as planned, placement as planned."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a trial stands in the list."""

    rank: Rank
    day: date
    trial_id: UUID


its_rank: ColumnElement[int] = case(
    (Trial.cancelled_at.is_not(None), Rank.CANCELLED.value),
    (HAS_ENDED, Rank.ENDED.value),
    (IS_PLANNED, Rank.PLANNED.value),
    else_=Rank.RUNNING.value,
)
its_day: ColumnElement[date] = case(
    (HAS_ENDED, Trial.removed_on),
    (IS_RUNNING, Trial.planned_removal_on),
    else_=Trial.placed_on,
)


def beyond(place: Place, *, forward: bool) -> ColumnElement[bool]:
    """Every trial after a place, or before it."""
    rank, day, trial_id = place.rank.value, place.day, place.trial_id
    ascending = forward == (place.rank not in NEWEST_FIRST)
    on = its_day > day if ascending else its_day < day
    further = its_rank > rank if forward else its_rank < rank
    same_day = Trial.id > trial_id if forward else Trial.id < trial_id
    return or_(further, and_(its_rank == rank, or_(on, and_(its_day == day, same_day))))


def in_order(*, forward: bool) -> tuple[ColumnElement[Any], ...]:
    """What the trials are ordered by, from the top, or from a place upwards."""
    newest_first = its_rank.in_([rank.value for rank in NEWEST_FIRST])
    soonest, latest = case((~newest_first, its_day)), case((newest_first, its_day))
    if forward:
        return its_rank.asc(), soonest.asc(), latest.desc(), Trial.id.asc()
    return its_rank.desc(), soonest.desc(), latest.asc(), Trial.id.desc()
