"""Stimulation programmes: name one, switch to one, switch off. METHOD section 8."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from trialtrack.access import Action, NotFound, Refusal, Viewer, require
from trialtrack.clinical.diary import STIMULATION_OFF
from trialtrack.clock import diary_day_starts_at
from trialtrack.db import transactional
from trialtrack.models import Programme, ProgrammeInterval, Trial
from trialtrack.services.audit import Done, created, write_audit
from trialtrack.services.find_trial import trial_for
from trialtrack.services.keep_outcome import keep_outcome
from trialtrack.services.programme_settings import (
    NO_SETTINGS,
    ProgrammeSettings,
    usable_settings,
)
from trialtrack.services.refusals import SentDifferently, named
from trialtrack.store.programme_settings import settings_of


class ProgrammeNameTaken(Refusal):
    """This trial already has a programme of that name; "off" is never one."""


class AlreadyOn(Refusal):
    """That is what is on already."""


class SwitchOutOfOrder(Refusal):
    """A switch lies after the one before it, and not in the future."""


class SwitchStillToCome(SwitchOutOfOrder):
    """That is still to come; write the time at which it was switched."""


class SwitchedMeanwhile(Refusal):
    """Somebody has switched meanwhile. Look at what is on now, then send again."""


class SwitchBeforePlacement(Refusal):
    """That is before the leads went in, when nothing could be switched on."""


class SwitchedAfterRemoval(Refusal):
    """A programme was switched after that. Check the day, or correct the programmes first."""


@transactional
def add_programme(
    session: Session,
    *,
    trial_id: UUID,
    name: str,
    by: Viewer,
    at: datetime,
    settings: ProgrammeSettings = NO_SETTINGS,
    programme_id: UUID | None = None,
) -> UUID:
    """Name a programme of a trial, with its settings; its id, which the caller may give.

    It is not on yet. The same id again is the same programme.
    """
    trial = trial_for(session, trial_id, by, Action.ADD_PROGRAMME)
    there = list(session.scalars(select(Programme).where(Programme.trial_id == trial_id)))
    usable = usable_settings(settings)
    for other in there:
        if other.id == programme_id:  # As a double tap sends it.
            return _sent_before(other, name, usable)
    wanted = free_name(name, (other.name for other in there))
    programme = Programme(
        id=programme_id or uuid4(),
        trial_id=trial_id,
        name=wanted,
        created_at=at,
        **usable.fields(),
    )
    session.add(programme)
    session.flush()
    changes = created(trial_id=trial_id, name=wanted, **usable.fields())
    done = Done(Action.ADD_PROGRAMME, "programme", programme.id, trial.clinic_id, changes)
    write_audit(session, done, by=by, at=at)
    return programme.id


@transactional
def switch_programme(
    session: Session,
    *,
    trial_id: UUID,
    programme_id: UUID,
    by: Viewer,
    at: datetime,
    since: datetime | None = None,
    switch_id: UUID | None = None,
    seen: str | None = None,
) -> None:
    """Switch to a programme, now or `since` an earlier instant.

    `switch_id` comes from the page: the same switch sent twice is one. `seen`: the `on_mark` of
    what was on as the page had it; SwitchedMeanwhile where something else is.
    """
    known = select(Programme.id).where(Programme.id == programme_id, Programme.trial_id == trial_id)
    if session.scalar(known) is None:
        require(by, Action.SWITCH_PROGRAMME)
        raise NotFound
    _switch(session, trial_id, _Switch(programme_id, since or at, switch_id, seen), by, at)


@transactional
def switch_off(
    session: Session,
    *,
    trial_id: UUID,
    by: Viewer,
    at: datetime,
    since: datetime | None = None,
    switch_id: UUID | None = None,
    seen: str | None = None,
) -> None:
    """Switch stimulation off, now or `since` an earlier instant; see `switch_programme`."""
    _switch(session, trial_id, _Switch(None, since or at, switch_id, seen), by, at)


def free_name(name: str, others: Iterable[str]) -> str:
    """The name of a programme beside the trial's others; ProgrammeNameTaken."""
    wanted = named(name)
    if wanted.casefold() in {STIMULATION_OFF, *(other.casefold() for other in others)}:
        raise ProgrammeNameTaken
    return wanted


def _sent_before(kept: Programme, name: str, settings: ProgrammeSettings) -> UUID:
    if (kept.name, settings_of(kept)) != (named(name), settings):
        raise SentDifferently
    return kept.id


def end_intervals(session: Session, trial_id: UUID, *, at: datetime) -> None:
    """End what is on, if anything is, as the leads come out at an instant."""
    for interval in _intervals(session, trial_id):
        if interval.starts_at >= at or (interval.ends_at or at) > at:
            raise SwitchedAfterRemoval
        interval.ends_at = interval.ends_at or at


@dataclass(frozen=True, slots=True)
class _Switch:
    """To a programme (None: off), since when."""

    programme_id: UUID | None
    since: datetime
    id: UUID | None
    seen: str | None


def _switch(session: Session, trial_id: UUID, to: _Switch, by: Viewer, at: datetime) -> None:
    trial = trial_for(session, trial_id, by, Action.SWITCH_PROGRAMME)
    intervals = _intervals(session, trial_id)
    if _was_sent(intervals, to):
        return
    last = intervals[-1] if intervals else None
    _check_seen(last, to)
    _check_order(trial, last, to, at)
    before = None
    if last is not None and last.ends_at is None:
        before, last.ends_at = last.programme_id, to.since
        session.flush()
    session.add(
        ProgrammeInterval(
            id=to.id or uuid4(),
            trial_id=trial_id,
            programme_id=to.programme_id,
            starts_at=to.since,
        )
    )
    session.flush()
    changes = {"programme_id": (before, to.programme_id), "since": (None, to.since)}
    done = Done(Action.SWITCH_PROGRAMME, "trial", trial_id, trial.clinic_id, changes)
    write_audit(session, done, by=by, at=at)
    keep_outcome(session, trial_id, at=at)


def _was_sent(intervals: Iterable[ProgrammeInterval], to: _Switch) -> bool:
    """Whether a double tap sends what is kept already; SentDifferently if something else is."""
    for interval in intervals:
        if interval.id == to.id:
            if interval.programme_id != to.programme_id:
                raise SentDifferently
            return True
    return False


def on_mark(programme_id: UUID | None, since: datetime | None) -> str:
    """What is on since when, as a page carries it; `since` None: nothing is."""
    return "nothing" if since is None else f"{programme_id} {since.astimezone(UTC).isoformat()}"


def _check_seen(last: ProgrammeInterval | None, to: _Switch) -> None:
    on = last if last is not None and last.ends_at is None else None
    now = on_mark(None, None) if on is None else on_mark(on.programme_id, on.starts_at)
    if to.seen is not None and to.seen != now:
        raise SwitchedMeanwhile


def _check_order(trial: Trial, last: ProgrammeInterval | None, to: _Switch, at: datetime) -> None:
    if to.since < diary_day_starts_at(trial.placed_on, trial.time_zone):
        raise SwitchBeforePlacement
    if to.since > at:
        raise SwitchStillToCome
    if last is None:
        return
    if last.ends_at is None and last.programme_id == to.programme_id:
        raise AlreadyOn
    after = last.starts_at if last.ends_at is None else last.ends_at
    if to.since < after or (to.since == after and last.ends_at is None):
        raise SwitchOutOfOrder


def _intervals(session: Session, trial_id: UUID) -> Sequence[ProgrammeInterval]:
    return session.scalars(
        select(ProgrammeInterval)
        .where(ProgrammeInterval.trial_id == trial_id)
        .order_by(ProgrammeInterval.starts_at)
    ).all()
