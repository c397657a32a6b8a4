"""The goal of a trial, as the patient said it."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from trialtrack.models import PersonalText, TrialGoal


def goal_of(session: Session, trial_id: UUID) -> str | None:
    """The words that count; None where no goal was set, or its words were erased.

    Whether the viewer may read them, a free text, is the caller's to say.
    """
    return session.scalar(
        select(PersonalText.text)
        .join(TrialGoal, TrialGoal.words_text_id == PersonalText.id)
        .where(TrialGoal.trial_id == trial_id)
        .order_by(TrialGoal.set_at.desc(), TrialGoal.id)
        .limit(1)
    )
