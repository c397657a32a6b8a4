"""Keep what the patient answers when the trial is over. METHOD section 6.

What was kept is never changed: a correction is a newer row beside it, with its reason.
"""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from trialtrack.access import Action, Refusal, Viewer
from trialtrack.clinical.diary import WantsImplant
from trialtrack.clock import diary_day
from trialtrack.db import transactional
from trialtrack.models import EndAnswers, GoalReached, Trial
from trialtrack.services.audit import Done, created, write_audit
from trialtrack.services.check_answers import Range, check_range
from trialtrack.services.find_trial import trial_for
from trialtrack.services.keep_outcome import keep_outcome
from trialtrack.services.personal import KeptText, digest_if_any, keep_if_any, reason_columns
from trialtrack.services.refusals import NotYet, SentDifferently, reasoned, staff_of
from trialtrack.services.withdraw import HasWithdrawn, has_withdrawn
from trialtrack.store.goals import goal_of

IMPRESSION = Range(1, 7)
OWN_RELIEF = Range(0, 100, decimals=1)
MOST_WORDS_CHARACTERS = 2_000
ANSWERS = (
    "answered_on",
    "impression_of_change",
    "own_relief_percent",
    "wants_implant",
    "goal_reached",
)


class NothingAnsweredAtTheEnd(Refusal):
    """Fill in at least one of the answers."""


class AnsweredBeforePlacement(Refusal):
    """That day lies before the leads went in; the questions are about the time with them."""


class AnsweredMeanwhile(Refusal):
    """Somebody else wrote these answers down meanwhile. Look at theirs, then correct them."""


class NoGoalToReach(Refusal):
    """No goal is written down for this trial, so that none can be reached."""


class WordsTooLong(Refusal):
    """Write 2,000 characters at most."""


@dataclass(frozen=True, slots=True)
class EndOfTrial:
    """The patient's answers, given on a day; None: not answered.

    `impression_of_change`: 1 "very much better" to 7 "very much worse"; `own_relief_percent`:
    the patient's own estimate, 0 to 100. `id` comes from the page: sent twice, it is kept once.
    """

    id: UUID
    answered_on: date
    impression_of_change: int | None = None
    own_relief_percent: Fraction | None = None
    wants_implant: WantsImplant | None = None
    goal_reached: GoalReached | None = None
    words: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was answered."""
        answers = (self.impression_of_change, self.own_relief_percent, self.wants_implant)
        said = (self.words or "").strip()
        return not said and {*answers, self.goal_reached} == {None}


@transactional
def record_end_answers(
    session: Session,
    *,
    trial_id: UUID,
    answers: EndOfTrial,
    by: Viewer,
    at: datetime,
    replaces: UUID | None = None,
    reason: str | None = None,
) -> None:
    """Keep the answers of a trial whose leads are out, typed by staff.

    `replaces` names the answers that they correct, those that counted on the page, and needs a
    reason; AnsweredMeanwhile where others count by now.
    """
    trial = trial_for(session, trial_id, by, Action.RECORD_END_ANSWERS)
    if _is_kept(session, trial, answers):
        return
    _check(session, trial, answers, at)
    # What was answered before the patient left can still be corrected.
    if replaces is None and has_withdrawn(session, trial_id):
        raise HasWithdrawn
    if replaces != _counting(session, trial_id):
        raise AnsweredMeanwhile
    why = None if replaces is None else keep_if_any(session, reasoned(reason), trial, at)
    row = _row(trial, answers, keep_if_any(session, answers.words, trial, at), why)
    row.replaces_id, row.recorded_at, row.recorded_by_id = replaces, at, staff_of(by)
    session.add(row)
    session.flush()
    said = {name: getattr(row, name) for name in (*ANSWERS, "words_digest")}
    changes = created(trial_id=trial_id, replaces_id=replaces, **said)
    done = Done(
        Action.RECORD_END_ANSWERS, "end_answers", row.id, trial.clinic_id, changes, reason=why
    )
    write_audit(session, done, by=by, at=at)
    keep_outcome(session, trial_id, at=at)


def _is_kept(session: Session, trial: Trial, answers: EndOfTrial) -> bool:
    """Whether the page was sent before, as a double tap does; SentDifferently if it differs."""
    kept = session.get(EndAnswers, answers.id)
    if kept is None:
        return False
    sent = _row(trial, answers, None, None)
    same = (kept.trial_id, kept.words_digest) == (trial.id, digest_if_any(session, answers.words))
    if not same or any(getattr(kept, name) != getattr(sent, name) for name in ANSWERS):
        raise SentDifferently
    return True


def _check(session: Session, trial: Trial, answers: EndOfTrial, at: datetime) -> None:
    if answers.is_empty:
        raise NothingAnsweredAtTheEnd
    if answers.answered_on > diary_day(at, trial.time_zone):
        raise NotYet
    if answers.answered_on < trial.placed_on:
        raise AnsweredBeforePlacement
    if answers.impression_of_change is not None:
        check_range("The impression of change", Fraction(answers.impression_of_change), IMPRESSION)
    if answers.own_relief_percent is not None:
        check_range("The patient's own estimate", answers.own_relief_percent, OWN_RELIEF)
    if answers.goal_reached is not None and goal_of(session, trial.id) is None:
        raise NoGoalToReach
    if len(answers.words or "") > MOST_WORDS_CHARACTERS:
        raise WordsTooLong


def _counting(session: Session, trial_id: UUID) -> UUID | None:
    """The answers of the trial that nothing replaced."""
    replaced = select(EndAnswers.replaces_id).where(
        EndAnswers.trial_id == trial_id, EndAnswers.replaces_id.is_not(None)
    )
    return session.scalar(
        select(EndAnswers.id).where(EndAnswers.trial_id == trial_id, EndAnswers.id.not_in(replaced))
    )


def _row(
    trial: Trial, answers: EndOfTrial, words: KeptText | None, why: KeptText | None
) -> EndAnswers:
    return EndAnswers(
        id=answers.id,
        trial_id=trial.id,
        answered_on=answers.answered_on,
        impression_of_change=answers.impression_of_change,
        own_relief_percent=answers.own_relief_percent,
        wants_implant=answers.wants_implant,
        goal_reached=answers.goal_reached,
        words_text_id=words.id if words else None,
        words_digest=words.digest if words else None,
        **reason_columns(why),
    )
