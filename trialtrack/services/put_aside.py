"""What cannot be dealt with now is put aside for a while, with what was tried; or brought back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from trialtrack.access import Action, Refusal, Viewer
from trialtrack.db import transactional
from trialtrack.models import PutAside, Staff, Trial
from trialtrack.models.aside import SIGN_KINDS, MatterKind
from trialtrack.services.audit import Done, created, write_audit
from trialtrack.services.find_trial import trial_for
from trialtrack.services.personal import KeptText, keep_text, keyed_digest
from trialtrack.services.refusals import ReasonMissing, staff_of
from trialtrack.store.aside import times_put_aside

LONGEST = timedelta(days=7)
"""Nothing that needs somebody is out of sight for longer [own]."""

Stands = tuple[MatterKind, UUID]
"""A matter of a trial: its kind, and what it is about."""


class WordsMissing(ReasonMissing):
    """Write what you tried, such as "called, no answer": whoever looks tomorrow reads it."""


class NothingChosen(Refusal):
    """Choose what you put aside."""


class NeverPutAside(Refusal):
    """A warning sign is acknowledged once somebody has dealt with it, and never put aside."""


class NotAWhile(Refusal):
    """Choose a time within the next seven days: nothing is put out of sight for longer."""


class AsideMeanwhile(Refusal):
    """Somebody else has put this aside meanwhile."""


@dataclass(frozen=True, slots=True)
class Aside:
    """What is put aside, until when, and what was tried.

    `seen`: how often something of the trial was put aside, as the page knew it.
    """

    trial_id: UUID
    matters: tuple[Stands, ...]
    words: str
    until: datetime
    seen: int


@transactional
def put_aside(session: Session, *, aside: Aside, by: Viewer, at: datetime) -> None:
    """Put matters of one trial aside. Of two at once one stands, and the other is told whose.

    The same words by the same person for the same matters again are the same putting aside.
    """
    trial = trial_for(session, aside.trial_id, by, Action.PUT_ASIDE)
    words = aside.words.replace("\0", "").strip()
    if not aside.matters:
        raise NothingChosen
    if any(kind in SIGN_KINDS for kind, _ in aside.matters):
        raise NeverPutAside
    if not words:
        raise WordsMissing
    if not timedelta() < aside.until - at <= LONGEST:
        raise NotAWhile
    if times_put_aside(session, trial.id) != aside.seen:
        last = _newest(session, trial.id)
        digest = keyed_digest(session, words)
        if last.put_aside_by_id == by.staff_id and last.words_digest == digest:
            return
        raise AsideMeanwhile(_whose(session, last))
    kept = keep_text(session, words, clinic_id=trial.clinic_id, patient_id=trial.patient_id, at=at)
    _add(session, trial, aside.matters, aside.until, kept, by=by, at=at)


@transactional
def bring_back(
    session: Session, *, trial_id: UUID, matters: Collection[Stands], by: Viewer, at: datetime
) -> None:
    """Bring matters back before their time; for those that are not aside nothing happens."""
    trial = trial_for(session, trial_id, by, Action.PUT_ASIDE)
    rows = session.scalars(
        select(PutAside)
        .where(PutAside.trial_id == trial.id)
        .order_by(PutAside.put_aside_at, PutAside.words_digest.is_(None))
    )
    until = {(MatterKind(row.kind), row.subject_id): row.until for row in rows}
    back = tuple(each for each in matters if each in until and until[each] > at)
    if back:
        _add(session, trial, back, at, None, by=by, at=at)


def _newest(session: Session, trial_id: UUID) -> PutAside:
    of_trial = select(PutAside).where(PutAside.trial_id == trial_id)
    return session.scalars(of_trial.order_by(PutAside.put_aside_at.desc()).limit(1)).one()


def _whose(session: Session, last: PutAside) -> str:
    name = session.scalar(select(Staff.name).where(Staff.id == last.put_aside_by_id))
    did = "brought this back" if last.words_digest is None else "put this aside"
    return f"{name} has {did} meanwhile. If yours is to be kept as well, send it once more."


def _add(
    session: Session,
    trial: Trial,
    matters: Collection[Stands],
    until: datetime,
    kept: KeptText | None,
    *,
    by: Viewer,
    at: datetime,
) -> None:
    for kind, subject_id in matters:
        row = PutAside(
            id=uuid4(),
            trial_id=trial.id,
            kind=kind.value,
            subject_id=subject_id,
            put_aside_at=at,
            put_aside_by_id=staff_of(by),
            until=until,
            words_text_id=kept.id if kept else None,
            words_digest=kept.digest if kept else None,
        )
        session.add(row)
    session.flush()
    kinds = ",".join(sorted(kind.value for kind, _ in matters))
    changes = created(matters=kinds, until=until.isoformat())
    done = Done(Action.PUT_ASIDE, "trial", trial.id, trial.clinic_id, changes, reason=kept)
    write_audit(session, done, by=by, at=at)
