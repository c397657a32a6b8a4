"""Record a rating of one site taken in clinic: "on average, over the last week", 0 to 10."""

from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from uuid import UUID, uuid4, uuid5

from sqlalchemy.orm import Session

from trialtrack.access import Action, Refusal, TrialState, Viewer
from trialtrack.clock import diary_day
from trialtrack.db import transactional
from trialtrack.models import ClinicRating, Trial
from trialtrack.services.audit import Done, created, write_audit
from trialtrack.services.check_answers import PAIN, check_range
from trialtrack.services.find_trial import site_named, trial_for
from trialtrack.services.keep_outcome import keep_outcome
from trialtrack.services.refusals import NotYet, SentDifferently, staff_of
from trialtrack.services.sensible_days import not_long_before
from trialtrack.services.withdraw import HasWithdrawn, has_withdrawn


class RatedAfterPlacement(Refusal):
    """The leads were in by then; a rating is the baseline, and is taken before they go in."""


class NothingRated(Refusal):
    """Choose a number for at least one site."""


@transactional
def record_clinic_ratings(
    session: Session,
    *,
    trial_id: UUID,
    scores: Mapping[str, Fraction],
    rated_on: date,
    page_id: UUID,
    by: Viewer,
    at: datetime,
) -> None:
    """Record what was asked at one time, by the names of the sites: all of it or nothing.

    `page_id` comes from the page: sent twice, each rating is kept once.
    """
    trial_for(session, trial_id, by, Action.RECORD_CLINIC_RATING)
    if not scores:
        raise NothingRated
    for site, score in scores.items():
        record_clinic_rating(
            trial_id=trial_id,
            site=site,
            score=score,
            rated_on=rated_on,
            by=by,
            at=at,
            rating_id=uuid5(page_id, site),
        )


@transactional
def record_clinic_rating(
    session: Session,
    *,
    trial_id: UUID,
    site: str,
    score: Fraction,
    rated_on: date,
    by: Viewer,
    at: datetime,
    rating_id: UUID | None = None,
) -> UUID:
    """Record a rating; its id. The newest of a site counts, and the earlier ones stay.

    A rating of the day of placement is taken as one from before it; a later one is refused, and
    so is one from long before, or of a patient who takes no part any more.
    """
    trial = trial_for(session, trial_id, by, Action.RECORD_CLINIC_RATING)
    found = site_named(session, trial_id, site)
    check_range("The rating", score, PAIN)
    _check_time(trial, rated_on, diary_day(at, trial.time_zone))
    rating = ClinicRating(
        id=rating_id or uuid4(),
        trial_id=trial_id,
        site_id=found.id,
        score=score,
        rated_on=rated_on,
        recorded_at=at,
        recorded_by_id=staff_of(by),
    )
    if _was_sent(session, rating):
        return rating.id
    if has_withdrawn(session, trial_id):
        raise HasWithdrawn
    session.add(rating)
    session.flush()
    changes = created(trial_id=trial_id, site_id=found.id, score=score, rated_on=rated_on)
    done = Done(Action.RECORD_CLINIC_RATING, "clinic_rating", rating.id, trial.clinic_id, changes)
    write_audit(session, done, by=by, at=at)
    keep_outcome(session, trial_id, at=at)
    return rating.id


def _check_time(trial: Trial, rated_on: date, today: date) -> None:
    if rated_on > today:
        raise NotYet
    not_long_before(rated_on, trial.placed_on, "the placement")
    # While placement is only planned, the procedure may have been put off.
    if trial.state is not TrialState.PLANNED and rated_on > trial.placed_on:
        raise RatedAfterPlacement


def _was_sent(session: Session, rating: ClinicRating) -> bool:
    """Whether a double tap sends what is kept already; SentDifferently if something else is."""
    kept = session.get(ClinicRating, rating.id)
    if kept is None:
        return False
    if (kept.site_id, kept.score, kept.rated_on) != (rating.site_id, rating.score, rating.rated_on):
        raise SentDifferently
    return True
