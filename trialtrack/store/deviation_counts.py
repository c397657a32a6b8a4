"""How many deviations a trial has and how many days are left out, beside each row of a list."""

from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from trialtrack.models import (
    DateCorrection,
    DateKind,
    DayExclusion,
    MedicineChange,
    ProtocolVersion,
    RemovalMove,
    SiteRename,
    Trial,
    TrialCancellation,
    TrialMove,
)

_Condition = ColumnElement[bool] | InstrumentedAttribute[bool]


def _count(
    wanted: Select[int], of: InstrumentedAttribute[Any], *conditions: _Condition
) -> ColumnElement[int]:
    """The rows of the trial of the statement around."""
    return wanted.where(of == Trial.id, *conditions).correlate(Trial).scalar_subquery()


def _after_placement(at: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    return and_(Trial.placement_recorded_at.is_not(None), Trial.placement_recorded_at <= at)


def _all_of(table: Any) -> Select[int]:
    return select(func.count()).select_from(table)


_VERSION: Final = aliased(ProtocolVersion)
_LATER: Final = aliased(DayExclusion)

DEVIATIONS: Final[ColumnElement[int]] = (
    _count(_all_of(_VERSION), _VERSION.trial_id, _VERSION.is_deviation, _VERSION.version > 1)
    + _count(_all_of(RemovalMove), RemovalMove.trial_id)
    + _count(
        _all_of(DateCorrection),
        DateCorrection.trial_id,
        DateCorrection.kind.in_((DateKind.PLACEMENT, DateKind.REMOVAL)),
    )
    + _count(
        _all_of(TrialCancellation),
        TrialCancellation.trial_id,
        _after_placement(TrialCancellation.decided_at),
    )
    + _count(
        _all_of(MedicineChange),
        MedicineChange.trial_id,
        _after_placement(MedicineChange.changed_at),
    )
    + _count(_all_of(SiteRename), SiteRename.trial_id, _after_placement(SiteRename.renamed_at))
    + _count(_all_of(TrialMove), TrialMove.trial_id, _after_placement(TrialMove.moved_at))
)
"""As many as `deviations` finds for a trial of the statement."""

DAYS_EXCLUDED: Final[ColumnElement[int]] = _count(
    _all_of(DayExclusion),
    DayExclusion.trial_id,
    DayExclusion.cause.is_not(None),
    ~select(_LATER.id)
    .where(
        _LATER.trial_id == DayExclusion.trial_id,
        _LATER.day == DayExclusion.day,
        _LATER.number > DayExclusion.number,
    )
    .correlate(DayExclusion)
    .exists(),
)
"""As many as `excluded_now` says: the newest decision on a day counts."""
