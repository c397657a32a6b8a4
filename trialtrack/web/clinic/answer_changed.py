"""What a change that was just saved did to the answer, in one line on the page that follows."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from flask import flash

from trialtrack.clinical.results import Leg, Stage
from trialtrack.clock import now_utc
from trialtrack.queries.trial_list import AssessedTrial
from trialtrack.queries.trial_page import trial_page
from trialtrack.web.clinic.kinds import headline
from trialtrack.web.clinic.whole import NAMES, STATES
from trialtrack.web.sessions import viewer


@contextmanager
def answer_told(trial_id: UUID) -> Iterator[None]:
    """Around what saves a change of a trial: says what the answer was and is, both by the core.

    Where the change is refused, nothing is said.
    """
    before = _assessed(trial_id)
    yield
    words = changed_words(before, _assessed(trial_id))
    if words is not None:
        flash(words, "note")


def changed_words(before: AssessedTrial, after: AssessedTrial) -> str | None:
    """The answer before and after, and each other leg that changed; None where there is none."""
    answer = _answer_words(before, after)
    return None if answer is None else " ".join((answer, *_legs_changed(before, after)))


def _answer_words(before: AssessedTrial, after: AssessedTrial) -> str | None:
    old, new = _answer(before), _answer(after)
    if old == new:
        return None if new is None else f"No change to the answer: {new}."
    if new is None:
        return f"The answer was {old}; there is none now."
    if old is None:
        return f"There was no answer before; it is now {new}."
    if _is_running(before) and _is_running(after):
        was = before.assessment.primary.display
        return f"So far {after.assessment.primary.display}; it was {was}."
    return f"The answer was {old}; it is now {new}."


def _legs_changed(before: AssessedTrial, after: AssessedTrial) -> Iterator[str]:
    """What of the whole success changed beside relief, which the answer says."""
    new = after.assessment.legs.states
    for leg, was in before.assessment.legs.states.items():
        if leg is not Leg.RELIEF and new[leg] is not was:
            yield f"{NAMES[leg]}: {STATES[was]} before, {STATES[new[leg]]} now."


def _assessed(trial_id: UUID) -> AssessedTrial:
    return trial_page(viewer=viewer(), trial_id=trial_id, at=now_utc())


def _is_running(trial: AssessedTrial) -> bool:
    return trial.assessment.stage is not Stage.FINAL


def _answer(trial: AssessedTrial) -> str | None:
    """Of a cancelled trial there is none."""
    found = trial.assessment.primary
    if trial.record.cancelled is not None:
        return None
    if _is_running(trial):
        return None if found.display is None else f"so far {found.display}"
    said = headline(found)
    verdict = f"{said[:1].lower()}{said[1:]}"
    return verdict if found.display is None else f"{found.display}, {verdict}"
