"""What happens when a trial goes to another record: see README.md beside this, "The right person".

Both patients are held by the caller. Append-only rows stay as they are; what is told apart by
person (consent, withdrawal) is kept by person.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar
from uuid import UUID, uuid4

from sqlalchemy import delete, or_, select, union_all, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from trialtrack.access import Refusal, TrialState, Viewer
from trialtrack.models import (
    Card,
    Consent,
    Device,
    PersonalText,
    SignInSession,
    Trial,
    TrialMove,
    WaitingForm,
    Withdrawal,
)
from trialtrack.services.audit import Done, write_audit
from trialtrack.services.find_trial import newest_protocol
from trialtrack.services.personal import KeptText, reason_columns
from trialtrack.services.refusals import staff_of
from trialtrack.store.scope import newest_first
from trialtrack.store.texts_of_trial import texts_of_trial

T = TypeVar("T", Consent, Withdrawal)


class TwoAtOnce(Refusal):
    """They would have two trials with the same days, and a diary opens one of them only.

    Cancel the one that is not carried out, or record its removal, and then do this again.
    """


@dataclass(frozen=True, slots=True)
class HandOver:
    """One trial on its way. `same_person`: two records are one person's, who agreed already."""

    trial: Trial
    to_id: UUID
    why: KeptText
    merge_id: UUID | None = None
    same_person: bool = False


def hand_over(session: Session, over: HandOver, *, by: Viewer, at: datetime) -> None:
    """Put the trial under the other record; TwoAtOnce when the days of another one are the same."""
    trial, from_id = over.trial, over.trial.patient_id
    _refuse_two_at_once(session, over)
    was_shown = _shown_to(session, from_id) == trial.id
    if over.same_person:
        _agreed_already(session, over)
    else:
        _end_card(session, trial, by=by, at=at)
    signed_out = _end_devices(session, trial, at)
    thrown_away = _waiting_forms(session, over) if was_shown else 0
    _take_the_texts(session, over)
    trial.patient_id = over.to_id
    move = TrialMove(
        id=uuid4(),
        trial_id=trial.id,
        from_id=from_id,
        to_id=over.to_id,
        moved_at=at,
        moved_by_id=staff_of(by),
        merge_id=over.merge_id,
        **reason_columns(over.why),
    )
    session.add(move)
    session.flush()
    changes: dict[str, tuple[object, object]] = {
        "patient_id": (from_id, over.to_id),
        "devices_signed_out": (None, signed_out),
        "forms_thrown_away": (None, thrown_away),
    }
    done = Done("move_trial", "trial", trial.id, trial.clinic_id, changes, reason=over.why)
    write_audit(session, done, by=by, at=at)


def _refuse_two_at_once(session: Session, over: HandOver) -> None:
    if over.trial.state in (TrialState.REMOVED, TrialState.CANCELLED):
        return
    others = session.scalars(
        select(Trial).where(
            Trial.patient_id == over.to_id,
            Trial.cancelled_at.is_(None),
            Trial.removed_on.is_(None),
        )
    )
    first, last = _days(session, over.trial)
    for other in others:
        other_first, other_last = _days(session, other)
        if first <= other_last and other_first <= last:
            raise TwoAtOnce


def _days(session: Session, trial: Trial) -> tuple[date, date]:
    """From the first day of the baseline to the removal planned."""
    protocol = newest_protocol(session, trial.id)
    ends = protocol.baseline_ends_on or trial.placed_on
    return ends - timedelta(days=protocol.baseline_days), trial.planned_removal_on


def _shown_to(session: Session, patient_id: UUID) -> UUID | None:
    """The trial that a patient's own pages are about: what they typed there was typed for it."""
    own = select(Trial.id).where(Trial.patient_id == patient_id)
    return session.scalar(own.order_by(*newest_first()).limit(1))


def _end_card(session: Session, trial: Trial, *, by: Viewer, at: datetime) -> None:
    card = session.scalar(select(Card).where(Card.trial_id == trial.id, Card.ended_at.is_(None)))
    if card is not None:
        card.ended_at, card.ended_by_id = at, staff_of(by)
        session.flush()
        done = Done("end_card", "card", card.id, trial.clinic_id, {"ended_at": (None, at)})
        write_audit(session, done, by=by, at=at)


def _end_devices(session: Session, trial: Trial, at: datetime) -> int:
    """Sign out what the wrong person is signed in on, but for what another trial's card opened."""
    of_this = select(Card.id).where(Card.trial_id == trial.id)
    devices = select(Device.session_id).where(
        or_(Device.card_id.is_(None), Device.card_id.in_(of_this))
    )
    ended = session.execute(
        update(SignInSession)
        .where(
            SignInSession.patient_id == trial.patient_id,
            SignInSession.ended_at.is_(None),
            SignInSession.id.in_(devices),
        )
        .values(ended_at=at)
        .returning(SignInSession.id)
    )
    return len(ended.all())


def _waiting_forms(session: Session, over: HandOver) -> int:
    """What was typed for this trial on the person's pages and not sent: how many are thrown away.

    Who typed it cannot be known, so nobody else is shown it. One and the same person keeps it.
    """
    theirs = WaitingForm.patient_id == over.trial.patient_id
    if over.same_person:
        there = select(WaitingForm.digest).where(WaitingForm.patient_id == over.to_id)
        mine = session.scalars(select(WaitingForm).where(theirs, WaitingForm.digest.not_in(there)))
        for form in mine.all():
            form.patient_id = over.to_id
        session.flush()
        return 0
    since = WaitingForm.kept_at >= over.trial.created_at
    gone = session.execute(delete(WaitingForm).where(theirs, since).returning(WaitingForm.id))
    return len(gone.all())


def _take_the_texts(session: Session, over: HandOver) -> None:
    """So that erasing the right person reaches what was written about them."""
    of_it = union_all(*texts_of_trial(over.trial.id)).subquery()
    session.execute(
        update(PersonalText)
        .where(
            PersonalText.patient_id == over.trial.patient_id,
            PersonalText.id.in_(select(of_it.c[0])),
        )
        .values(patient_id=over.to_id)
        .execution_options(synchronize_session=False)
    )


def _agreed_already(session: Session, over: HandOver) -> None:
    """One person's consent and withdrawal hold under whichever record."""
    for row in _missing(session, Consent, over, Consent.notice_id):
        session.add(
            Consent(
                id=uuid4(),
                trial_id=row.trial_id,
                notice_id=row.notice_id,
                patient_id=over.to_id,
                given_at=row.given_at,
                session_id=row.session_id,
            )
        )
    for left in _missing(session, Withdrawal, over, Withdrawal.trial_id):
        session.add(
            Withdrawal(
                id=uuid4(),
                trial_id=left.trial_id,
                patient_id=over.to_id,
                withdrawn_at=left.withdrawn_at,
                recorded_by_id=left.recorded_by_id,
                reason_text_id=left.reason_text_id,
                reason_digest=left.reason_digest,
            )
        )
    session.flush()


def _missing(
    session: Session,
    kind: type[T],
    over: HandOver,
    what: InstrumentedAttribute[UUID],
) -> Sequence[T]:
    """The rows of the first record that the other one does not have."""
    table = kind.__table__.c
    there = select(what).where(table.trial_id == over.trial.id, table.patient_id == over.to_id)
    return session.scalars(
        select(kind).where(
            table.trial_id == over.trial.id,
            table.patient_id == over.trial.patient_id,
            what.not_in(there.scalar_subquery()),
        )
    ).all()
