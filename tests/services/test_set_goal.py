"""The patient's goal is kept as they said it, where it can be erased."""

import pytest
from sqlalchemy import select

from tests.services.small_clinic import PLANNED_AT, SmallClinic, SmallTrial, at, small_clinic
from trialtrack import db
from trialtrack.access import NotAllowed, NotFound
from trialtrack.models import AuditEvent, TrialGoal
from trialtrack.services.set_goal import GoalSetMeanwhile, NoGoal, set_goal
from trialtrack.store.goals import goal_of

WORDS = "Walk to the allotment and back with my grandson"


def goal_now(trial: SmallTrial) -> str | None:
    with db.view() as session:
        return goal_of(session, trial.trial_id)


def test_the_newest_goal_counts_and_the_one_before_stays(
    clinic: SmallClinic, trial: SmallTrial
) -> None:
    assert goal_now(trial) is None
    set_goal(trial_id=trial.trial_id, words=f"  {WORDS} ", by=clinic.nurse, at=PLANNED_AT)
    assert goal_now(trial) == WORDS
    set_goal(trial_id=trial.trial_id, words="Sleep through", by=clinic.consultant, at=at(11))
    assert goal_now(trial) == "Sleep through"
    with pytest.raises(GoalSetMeanwhile):
        set_goal(trial_id=trial.trial_id, words="Walk", by=clinic.nurse, at=at(11), seen=WORDS)
    with db.view() as session:
        assert len(session.scalars(select(TrialGoal)).all()) == 2
        changes = session.scalars(
            select(AuditEvent.changes).where(AuditEvent.action == "set_goal")
        ).all()
    assert len(changes) == 2
    assert WORDS not in "".join(changes)


@pytest.mark.parametrize("words", ["", "  \n", "x" * 501])
def test_a_goal_has_words_and_not_too_many(
    clinic: SmallClinic, trial: SmallTrial, words: str
) -> None:
    with pytest.raises(NoGoal):
        set_goal(trial_id=trial.trial_id, words=words, by=clinic.nurse, at=PLANNED_AT)


def test_nobody_else_sets_it(clinic: SmallClinic, trial: SmallTrial) -> None:
    stranger = small_clinic("Elsewhere").nurse
    with pytest.raises(NotFound):
        set_goal(trial_id=trial.trial_id, words=WORDS, by=stranger, at=PLANNED_AT)
    for person in (trial.patient, clinic.representative):
        with pytest.raises(NotAllowed):
            set_goal(trial_id=trial.trial_id, words=WORDS, by=person, at=PLANNED_AT)
