"""Keep what a patient wants to reach, in their own words."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from trialtrack.access import Action, Refusal, Viewer
from trialtrack.db import transactional
from trialtrack.models import TrialGoal
from trialtrack.services.audit import Done, created, write_audit
from trialtrack.services.find_trial import trial_for
from trialtrack.services.personal import keep_text
from trialtrack.services.refusals import staff_of
from trialtrack.store.goals import goal_of

MOST_GOAL_CHARACTERS = 500


class NoGoal(Refusal):
    """Write the goal in the patient’s own words, in up to 500 characters."""


class GoalSetMeanwhile(Refusal):
    """Somebody else wrote another goal meanwhile. Look at it, then save yours if it is right."""


@transactional
def set_goal(
    session: Session,
    *,
    trial_id: UUID,
    words: str,
    by: Viewer,
    at: datetime,
    seen: str | None = None,
) -> UUID:
    """Keep a goal; its id. One that is there stays beside it, and the newest counts.

    `seen`: the goal that a page showed, empty where there was none: GoalSetMeanwhile when it is
    another by now. None: no page showed any.
    """
    trial = trial_for(session, trial_id, by, Action.SET_GOAL)
    if seen is not None and seen.split() != (goal_of(session, trial_id) or "").split():
        raise GoalSetMeanwhile
    said = words.strip()
    if not 0 < len(said) <= MOST_GOAL_CHARACTERS:
        raise NoGoal
    kept = keep_text(session, said, clinic_id=trial.clinic_id, patient_id=trial.patient_id, at=at)
    goal = TrialGoal(
        trial_id=trial.id,
        set_at=at,
        set_by_id=staff_of(by),
        words_text_id=kept.id,
        words_digest=kept.digest,
    )
    session.add(goal)
    session.flush()
    changes = created(trial_id=trial.id, words_digest=kept.digest)
    done = Done(Action.SET_GOAL, "trial_goal", goal.id, trial.clinic_id, changes)
    write_audit(session, done, by=by, at=at)
    return goal.id
