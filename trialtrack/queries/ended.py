"""What a trial that has ended still lacks: the patient's own answers about it."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import exists
from sqlalchemy.orm import Session

from trialtrack.access import Viewer
from trialtrack.clock import diary_day, diary_day_starts_at
from trialtrack.models import EndAnswers, Trial
from trialtrack.models.trial import DIARY_OPEN_AFTER_REMOVAL
from trialtrack.queries.matter import (
    Matter,
    MatterKind,
    NoEndAnswers,
    person_seen,
    phone_seen,
    taking_part,
)


def end_answers_missing(session: Session, viewer: Viewer, at: datetime) -> Iterable[Matter]:
    """Trials whose questions at the end nobody has answered, in one SELECT.

    For as long as the patient can be signed in: 30 days after the removal [own].
    """
    # A zone may be a day ahead of UTC; the exact day is looked at below.
    earliest = at.date() - DIARY_OPEN_AFTER_REMOVAL - timedelta(days=1)
    rows = session.execute(
        taking_part(viewer).where(
            Trial.removed_on > earliest, ~exists().where(EndAnswers.trial_id == Trial.id)
        )
    )
    return [
        Matter(
            kind=MatterKind.END_QUESTIONS,
            subject_id=trial.id,
            trial_id=trial.id,
            person=person_seen(viewer, trial.patient_id, identity),
            since=diary_day_starts_at(trial.removed_on, trial.time_zone),
            time_zone=clinic.time_zone,
            phone=phone_seen(viewer, identity),
            facts=NoEndAnswers(trial.removed_on, trial.modality),
        )
        for trial, clinic, identity in rows
        if diary_day(at, trial.time_zone) <= trial.diary_ends_on
    ]
