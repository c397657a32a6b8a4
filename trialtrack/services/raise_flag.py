"""Keep a report of warning signs. It is not part of a day's answers and is never refused for them.

Nothing is checked that a frightened person could get wrong: an unknown sign is left out, words may
be of any length, and no sign at all is "did not say which".
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from trialtrack.access import Action, NotAllowed, Role, Viewer
from trialtrack.clinical.signs import Sign, in_order, most_urgent
from trialtrack.db import transactional
from trialtrack.models import Trial, WarningFlag
from trialtrack.services.audit import Done, created, write_audit
from trialtrack.services.find_trial import trial_for
from trialtrack.services.personal import keep_text, keyed_digest
from trialtrack.services.refusals import reasoned
from trialtrack.store.signs import Block, read_advice, told_text


@dataclass(frozen=True, slots=True)
class Report:
    """What is reported. `page_id` comes with the page; `day`: the diary day it stood with."""

    page_id: UUID
    trial_id: UUID
    signs: tuple[Sign, ...]
    words: str | None = None
    day: date | None = None

    @property
    def said(self) -> str | None:
        """The words without blanks around them; None when nothing is left."""
        # PostgreSQL keeps no NUL in a text, and refusing a warning sign for one helps nobody.
        return (self.words or "").replace("\0", "").strip() or None


@dataclass(frozen=True, slots=True)
class FlagReceipt:
    """That a flag is kept, since when, and the advice for it."""

    flag_id: UUID
    raised_at: datetime
    blocks: tuple[Block, ...]


@transactional
def raise_flag(session: Session, *, report: Report, by: Viewer, at: datetime) -> FlagReceipt:
    """Keep the flag, once: the same report from the same page again gets the same receipt.

    Possible in every state of a trial, before consent and after removal. Staff, who heard it on
    the telephone, say in words what they heard and answered.
    """
    trial = trial_for(session, report.trial_id, by, Action.RAISE_FLAG)
    if by.role is not Role.PATIENT:
        if by.staff_id is None:
            raise NotAllowed
        reasoned(report.said)
    advice = read_advice(session, trial.clinic_id)
    blocks = advice.blocks(report.signs)
    flag_id = _id_of(session, report)
    kept = session.get(WarningFlag, flag_id)
    if kept is None:
        # No other transaction adds it meanwhile: `trial_for` holds the trial.
        kept = _add(session, flag_id, report, trial, by, at, advice.id, told_text(blocks))
        _audit(session, kept, trial, by=by, at=at)
    return FlagReceipt(kept.id, kept.raised_at, blocks)


def _id_of(session: Session, report: Report) -> UUID:
    """The same for the same report, and another as soon as more is said on the same page."""
    digest = keyed_digest(session, report.said or "")
    said = (str(report.trial_id), *in_order(report.signs), digest)
    return uuid5(report.page_id, ":".join(said))


def _add(
    session: Session,
    flag_id: UUID,
    report: Report,
    trial: Trial,
    by: Viewer,
    at: datetime,
    advice_id: UUID,
    told: str,
) -> WarningFlag:
    words = None
    if report.said is not None:
        patient = {"clinic_id": trial.clinic_id, "patient_id": trial.patient_id}
        words = keep_text(session, report.said, **patient, at=at)
    flag = WarningFlag(
        id=flag_id,
        trial_id=trial.id,
        page_id=report.page_id,
        day=report.day,
        signs=",".join(in_order(report.signs)),
        tier=most_urgent(report.signs),
        raised_at=at,
        raised_by_id=by.staff_id,
        advice_id=advice_id,
        told=told,
        words_text_id=words.id if words else None,
        words_digest=words.digest if words else None,
    )
    session.add(flag)
    session.flush()
    return flag


def _audit(session: Session, flag: WarningFlag, trial: Trial, *, by: Viewer, at: datetime) -> None:
    changes = created(
        trial_id=trial.id,
        signs=flag.signs,
        tier=flag.tier,
        day=flag.day,
        advice_id=flag.advice_id,
        words_digest=flag.words_digest,
    )
    done = Done(Action.RAISE_FLAG, "warning_flag", flag.id, trial.clinic_id, changes)
    write_audit(session, done, by=by, at=at)
