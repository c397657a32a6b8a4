"""What the list of trials is asked for, and which trials are meant by it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true

from trialtrack.access import Action, Viewer, allowed
from trialtrack.clinical.assessment import METHOD
from trialtrack.clinical.results import Certainty, Verdict
from trialtrack.models import Modality, Programme, ProtocolVersion, Trial, TrialOutcome, TrialSite
from trialtrack.store.find_people import MOST_CHARACTERS, find_people
from trialtrack.store.outcomes import Outcome
from trialtrack.store.typed_dates import dates_in

NEWEST = ProtocolVersion.version == (
    select(func.max(ProtocolVersion.version))
    .where(ProtocolVersion.trial_id == Trial.id)
    .correlate(Trial)
    .scalar_subquery()
)
"""The version of a protocol that counts, joined to its trial."""

IS_RUNNING = and_(
    Trial.cancelled_at.is_(None),
    Trial.removed_on.is_(None),
    Trial.placement_recorded_at.is_not(None),
)
IS_PLANNED = and_(
    Trial.cancelled_at.is_(None),
    Trial.removed_on.is_(None),
    Trial.placement_recorded_at.is_(None),
)
HAS_ENDED = and_(Trial.cancelled_at.is_(None), Trial.removed_on.is_not(None))

IS_CURRENT = and_(
    TrialOutcome.trial_id.is_not(None),
    TrialOutcome.method == METHOD,
    TrialOutcome.as_of == Trial.removed_on,
    TrialOutcome.protocol_version == ProtocolVersion.version,
    TrialOutcome.primary_site_id == ProtocolVersion.primary_site_id,
)
"""Whether a finished trial's stored result is that of its last day, protocol and method."""


class Standing(StrEnum):
    """Where a trial stands; the order here is the order of the list."""

    ENDING = "ending"
    RUNNING = "running"
    PLANNED = "planned"
    ENDED = "ended"
    CANCELLED = "cancelled"


class Answered(StrEnum):
    """What the result of a finished trial is. `unsure`: nobody can say how sure."""

    MET = "met"
    NOT_MET = "not_met"
    TOO_CLOSE = "too_close"
    UNSURE = "unsure"
    NOT_ASSESSABLE = "not_assessable"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for; all of it together. `search`: as somebody typed it.

    `standing` RUNNING means every trial with its leads in, ENDING those of them that end today
    or should have ended.
    """

    search: str = ""
    standing: Standing | None = None
    modality: Modality | None = None
    answered: Answered | None = None


def meant(wanted: Wanted, viewer: Viewer, today: Mapping[str, date]) -> ColumnElement[bool]:
    """The condition on a trial, its newest protocol and its stored result; `today` by time zone."""
    conditions: list[ColumnElement[bool]] = [true()]
    if wanted.search.strip():
        conditions.append(_searched(wanted.search, viewer))
    if wanted.standing is not None:
        conditions.append(_stands(wanted.standing, today))
    if wanted.modality is not None:
        conditions.append(Trial.modality == wanted.modality)
    if wanted.answered is not None:
        # A result that is not stored is worked out when its trial is shown, and asked again then.
        conditions.append(and_(HAS_ENDED, or_(~IS_CURRENT, _ANSWERS[wanted.answered])))
    return and_(*conditions)


_DECIDED = TrialOutcome.verdict.in_((Verdict.MET, Verdict.NOT_MET))
_ANSWERS: Mapping[Answered, ColumnElement[bool]] = {
    Answered.MET: TrialOutcome.verdict == Verdict.MET,
    Answered.NOT_MET: TrialOutcome.verdict == Verdict.NOT_MET,
    Answered.TOO_CLOSE: TrialOutcome.certainty == Certainty.TOO_CLOSE,
    Answered.UNSURE: and_(_DECIDED, TrialOutcome.certainty.is_(None)),
    Answered.NOT_ASSESSABLE: TrialOutcome.verdict == Verdict.NOT_ASSESSABLE,
}


def answers(found: Outcome, wanted: Answered) -> bool:
    """The same of a result that was worked out just now."""
    decided = found.verdict in (Verdict.MET, Verdict.NOT_MET)
    return {
        Answered.MET: found.verdict is Verdict.MET,
        Answered.NOT_MET: found.verdict is Verdict.NOT_MET,
        Answered.TOO_CLOSE: found.certainty is Certainty.TOO_CLOSE,
        Answered.UNSURE: decided and found.certainty is None,
        Answered.NOT_ASSESSABLE: found.verdict is Verdict.NOT_ASSESSABLE,
    }[wanted]


def _stands(standing: Standing, today: Mapping[str, date]) -> ColumnElement[bool]:
    if standing is Standing.ENDING:
        zones = (
            and_(Trial.time_zone == zone, Trial.planned_removal_on <= day)
            for zone, day in today.items()
        )
        return and_(IS_RUNNING, or_(false(), *zones))
    return {
        Standing.RUNNING: IS_RUNNING,
        Standing.PLANNED: IS_PLANNED,
        Standing.ENDED: HAS_ENDED,
        Standing.CANCELLED: Trial.cancelled_at.is_not(None),
    }[standing]


def _searched(typed: str, viewer: Viewer) -> ColumnElement[bool]:
    """By who it is; for those who may not know, by what they do: day, programme, site."""
    if allowed(viewer, Action.SEE_IDENTITY):
        return Trial.patient_id.in_(find_people(viewer, typed))
    said = typed.strip()[:MOST_CHARACTERS]
    days, rest = dates_in(said) or ((), said)
    conditions: list[ColumnElement[bool]] = []
    if rest != said or days:
        conditions.append(Trial.placed_on.in_(days))
    if rest:
        named = (Trial.id.in_(_with_name(kind, rest)) for kind in (Programme, TrialSite))
        conditions.append(or_(*named))
    return and_(*conditions)


def _with_name(kind: type[Programme] | type[TrialSite], typed: str) -> Select[UUID]:
    like = func.lower(kind.name).contains(typed.lower(), autoescape=True)
    return select(kind.trial_id).where(like)
