"""Whose trials a viewer's queries reach: the one place where the clinic comes into a WHERE."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, false, select

from trialtrack.access import Role, Viewer
from trialtrack.models import Trial


def trials_within(viewer: Viewer) -> Select[UUID]:
    """The ids of the trials a viewer may reach: their clinic's, a patient their own.

    Only the system may act on no clinic, and then reaches all. Order and further conditions are
    the caller's.
    """
    ids = select(Trial.id)
    if viewer.role is Role.PATIENT:
        if viewer.patient_id is None:
            return ids.where(false())
        return ids.where(Trial.clinic_id == viewer.clinic_id, Trial.patient_id == viewer.patient_id)
    if viewer.role is Role.SYSTEM and viewer.clinic_id is None:
        return ids
    return ids.where(Trial.clinic_id == viewer.clinic_id)


def newest_first() -> tuple[ColumnElement[Any], ...]:
    """The order in which a patient's trials count, the one that their diary opens first.

    That is the one whose leads are in, though another be planned for later; else the newest.
    Cancelled ones come after all that go on.
    """
    leads_in = and_(Trial.placement_recorded_at.is_not(None), Trial.removed_on.is_(None))
    return (
        Trial.cancelled_at.is_not(None),
        case((leads_in, 0), else_=1),
        Trial.placed_on.desc(),
        Trial.created_at.desc(),
    )
