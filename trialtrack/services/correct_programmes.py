"""Correct what was on when: stimulation was off for some hours, or a switch was missed.

The intervals are put right, and what they were before stands in the correction, with its reason.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from trialtrack.access import Action, NotFound, Refusal, Viewer
from trialtrack.clock import diary_day_ends_at, diary_day_starts_at
from trialtrack.db import transactional
from trialtrack.models import Programme, ProgrammeCorrection, ProgrammeInterval, Trial
from trialtrack.services.audit import Done, created, write_audit
from trialtrack.services.find_trial import trial_for
from trialtrack.services.keep_outcome import keep_outcome
from trialtrack.services.personal import keep_text, reason_columns
from trialtrack.services.refusals import SentDifferently, aware, reasoned, staff_of


class EndsBeforeItBegins(Refusal):
    """It has to end after it began."""


class OutsideTheTrial(Refusal):
    """That lies outside the trial: the leads were not in yet, or out, or it is still to come."""


class NothingCorrected(Refusal):
    """That is what is recorded already."""


@dataclass(frozen=True, slots=True)
class WasOn:
    """What was on after all, in a past time: a programme, or none (`programme_id` None).

    `ends_at` None: and still is. `id` comes from the page.
    """

    id: UUID
    programme_id: UUID | None
    starts_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class Span:
    """One interval; `ends_at` None: still so."""

    programme_id: UUID | None
    starts_at: datetime
    ends_at: datetime | None


@transactional
def correct_programmes(
    session: Session, *, trial_id: UUID, was_on: WasOn, reason: str, by: Viewer, at: datetime
) -> None:
    """Put right what was on in a past time; the intervals around it give way to it."""
    trial = trial_for(session, trial_id, by, Action.CORRECT_PROGRAMMES)
    said = reasoned(reason)
    if _was_sent(session, trial_id, was_on):
        return
    _check(session, trial, was_on, at)
    rows = session.scalars(
        select(ProgrammeInterval).where(ProgrammeInterval.trial_id == trial_id)
    ).all()
    before = sorted(map(_span, rows), key=lambda span: span.starts_at)
    after = overlaid(before, Span(was_on.programme_id, was_on.starts_at, was_on.ends_at))
    if after == before:
        raise NothingCorrected
    _rewrite(session, trial_id, rows, after)
    why = keep_text(session, said, clinic_id=trial.clinic_id, patient_id=trial.patient_id, at=at)
    correction = ProgrammeCorrection(
        id=was_on.id,
        trial_id=trial_id,
        programme_id=was_on.programme_id,
        starts_at=was_on.starts_at,
        ends_at=was_on.ends_at,
        before=_written(before),
        corrected_at=at,
        corrected_by_id=staff_of(by),
        **reason_columns(why),
    )
    session.add(correction)
    session.flush()
    changes = {
        **created(trial_id=trial_id, programme_id=was_on.programme_id),
        "intervals": (_written(before), _written(after)),
    }
    action, clinic_id = Action.CORRECT_PROGRAMMES, trial.clinic_id
    done = Done(action, "programme_correction", correction.id, clinic_id, changes, reason=why)
    write_audit(session, done, by=by, at=at)
    keep_outcome(session, trial_id, at=at)


def overlaid(spans: Iterable[Span], new: Span) -> list[Span]:
    """The spans with a new one laid over them; two of one programme that touch become one."""
    found = [new]
    for span in spans:
        if span.starts_at < new.starts_at:
            found.append(
                Span(span.programme_id, span.starts_at, _earlier(span.ends_at, new.starts_at))
            )
        if new.ends_at is not None and (span.ends_at is None or span.ends_at > new.ends_at):
            found.append(Span(span.programme_id, max(span.starts_at, new.ends_at), span.ends_at))
    joined: list[Span] = []
    for span in sorted(found, key=lambda span: span.starts_at):
        last = joined[-1] if joined else None
        if last and (last.programme_id, last.ends_at) == (span.programme_id, span.starts_at):
            joined[-1] = Span(last.programme_id, last.starts_at, span.ends_at)
        else:
            joined.append(span)
    return joined


def _earlier(ends_at: datetime | None, other: datetime) -> datetime:
    return other if ends_at is None else min(ends_at, other)


def _check(session: Session, trial: Trial, was_on: WasOn, at: datetime) -> None:
    known = select(Programme.id).where(
        Programme.id == was_on.programme_id, Programme.trial_id == trial.id
    )
    if was_on.programme_id is not None and session.scalar(known) is None:
        raise NotFound
    starts_at, ends_at = aware(was_on.starts_at), was_on.ends_at
    if ends_at is not None and ends_at <= starts_at:
        raise EndsBeforeItBegins
    if starts_at < diary_day_starts_at(trial.placed_on, trial.time_zone) or starts_at > at:
        raise OutsideTheTrial
    latest = at
    if trial.removed_on is not None:
        latest = min(at, diary_day_ends_at(trial.removed_on, trial.time_zone))
    if (ends_at is None and trial.removed_on is not None) or (ends_at or starts_at) > latest:
        raise OutsideTheTrial


def _was_sent(session: Session, trial_id: UUID, was_on: WasOn) -> bool:
    kept = session.get(ProgrammeCorrection, was_on.id)
    if kept is None:
        return False
    said = (kept.trial_id, kept.programme_id, kept.starts_at, kept.ends_at)
    if said != (trial_id, was_on.programme_id, was_on.starts_at, was_on.ends_at):
        raise SentDifferently
    return True


def _span(row: ProgrammeInterval) -> Span:
    return Span(row.programme_id, row.starts_at, row.ends_at)


def _rewrite(
    session: Session, trial_id: UUID, rows: Sequence[ProgrammeInterval], after: list[Span]
) -> None:
    for row in rows:
        if _span(row) not in after:
            session.delete(row)
    session.flush()  # Before the new ones, which may start where an old one did.
    there = [_span(row) for row in rows]
    session.add_all(
        ProgrammeInterval(
            trial_id=trial_id,
            programme_id=span.programme_id,
            starts_at=span.starts_at,
            ends_at=span.ends_at,
        )
        for span in after
        if span not in there
    )
    session.flush()


def _written(spans: Iterable[Span]) -> str:
    return json.dumps(
        [
            [
                None if span.programme_id is None else str(span.programme_id),
                _instant(span.starts_at),
                None if span.ends_at is None else _instant(span.ends_at),
            ]
            for span in spans
        ],
        separators=(",", ":"),
    )


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()
