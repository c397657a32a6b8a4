"""What patients answered at the end of their trials, with every correction of it."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from typing import Self
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, aliased

from trialtrack.clinical.diary import WantsImplant
from trialtrack.models import EndAnswers, GoalReached, PersonalText, Staff


@dataclass(frozen=True, slots=True)
class EndFacts:
    """The answers at the end of a trial, as they were once typed; None: not answered.

    `by_name`: the member of staff who typed them; None: the patient did. `words`: what the
    patient said besides; `reason`: why these replace the ones before (each None once erased).
    """

    id: UUID
    answered_on: date
    impression_of_change: int | None
    own_relief_percent: Fraction | None
    wants_implant: WantsImplant | None
    goal_reached: GoalReached | None
    words: str | None
    recorded_at: datetime
    by_name: str | None
    reason: str | None

    def without_words(self) -> Self:
        """The same without any free text."""
        return replace(self, words=None, reason=None)


_REASON = aliased(PersonalText)
# Made once: to make a statement takes longer than to run it.
_ANSWERS = (
    select(EndAnswers, PersonalText.text, Staff.name, _REASON.text)
    .outerjoin(PersonalText, PersonalText.id == EndAnswers.words_text_id)
    .outerjoin(Staff, Staff.id == EndAnswers.recorded_by_id)
    .outerjoin(_REASON, _REASON.id == EndAnswers.reason_text_id)
    .where(EndAnswers.trial_id.in_(bindparam("ids", expanding=True)))
)


def read_end_answers(
    session: Session, trial_ids: Collection[UUID]
) -> dict[UUID, tuple[EndFacts, ...]]:
    """By trial all of its answers, the ones that count last, in one SELECT."""
    rows = session.execute(_ANSWERS, {"ids": list(trial_ids)})
    of_trial: defaultdict[UUID, dict[UUID | None, tuple[UUID, EndFacts]]] = defaultdict(dict)
    for row, words, by_name, why in rows:
        facts = _facts(row, words, by_name, why)
        of_trial[row.trial_id][row.replaces_id] = (row.id, facts)
    return {trial_id: _in_order(links) for trial_id, links in of_trial.items()}


def _in_order(links: dict[UUID | None, tuple[UUID, EndFacts]]) -> tuple[EndFacts, ...]:
    """From the first along what replaced it: two may bear the same instant."""
    found, at = [], links.get(None)
    while at is not None:
        found.append(at[1])
        at = links.get(at[0])
    return tuple(found)


def _facts(row: EndAnswers, words: str | None, by_name: str | None, reason: str | None) -> EndFacts:
    return EndFacts(
        id=row.id,
        answered_on=row.answered_on,
        impression_of_change=row.impression_of_change,
        own_relief_percent=row.own_relief_percent,
        wants_implant=row.wants_implant,
        goal_reached=row.goal_reached,
        words=words,
        recorded_at=row.recorded_at,
        by_name=by_name,
        reason=reason,
    )
