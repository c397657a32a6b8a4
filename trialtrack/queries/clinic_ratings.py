"""The ratings of a trial that were taken in clinic."""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from trialtrack.access import Action, Viewer, require
from trialtrack.db import reading
from trialtrack.models import ClinicRating, Staff, TrialSite
from trialtrack.store.scope import trials_within


@dataclass(frozen=True, slots=True)
class RatingFacts:
    """One rating of a site, 0 to 10, who wrote it down and when. The newest of a site counts."""

    id: UUID
    site: str
    score: Fraction
    rated_on: date
    recorded_at: datetime
    by_name: str


@reading
def clinic_ratings(session: Session, *, viewer: Viewer, trial_id: UUID) -> tuple[RatingFacts, ...]:
    """Those of a trial of the viewer's clinic, the oldest first, in one SELECT."""
    require(viewer, Action.RECORD_CLINIC_RATING)
    rows = session.execute(
        select(ClinicRating, TrialSite.name, Staff.name)
        .join(TrialSite, TrialSite.id == ClinicRating.site_id)
        .join(Staff, Staff.id == ClinicRating.recorded_by_id)
        .where(ClinicRating.trial_id == trial_id, ClinicRating.trial_id.in_(trials_within(viewer)))
        .order_by(ClinicRating.recorded_at, ClinicRating.id)
    )
    return tuple(
        RatingFacts(row.id, site, row.score, row.rated_on, row.recorded_at, by_name)
        for row, site, by_name in rows
    )
