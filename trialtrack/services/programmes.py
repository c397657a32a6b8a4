"""Stimulation programmes: name one, switch to one, switch off. METHOD section 8."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from trialtrack.access import Action, NotFound, Refusal, Viewer
from trialtrack.clinical.diary import STIMULATION_OFF
from trialtrack.db import transactional
from trialtrack.models import Programme, ProgrammeInterval
from trialtrack.services.audit import Done, created, write_audit
from trialtrack.services.find_trial import trial_for
from trialtrack.services.keep_outcome import keep_outcome
from trialtrack.services.programme_settings import ProgrammeSettings, usable_settings
from trialtrack.services.refusals import named

NO_SETTINGS = ProgrammeSettings()


class ProgrammeNameTaken(Refusal):
    """This trial already has a programme of that name; "off" is never one."""


class AlreadyOn(Refusal):
    """That is what is on already."""


class SwitchOutOfOrder(Refusal):
    """A switch lies after the one before it, and not in the future."""


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

    It is not on yet. The same id again is the same programme, whatever else is sent with it.
    """
    trial = trial_for(session, trial_id, by, Action.ADD_PROGRAMME)
    there = list(session.scalars(select(Programme).where(Programme.trial_id == trial_id)))
    if programme_id is not None and programme_id in {other.id for other in there}:
        return programme_id  # A second tap on the same page.
    wanted = free_name(name, (other.name for other in there))
    usable = usable_settings(settings)
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
) -> None:
    """Switch to a programme, now or `since` an earlier instant."""
    known = select(Programme.id).where(Programme.id == programme_id, Programme.trial_id == trial_id)
    _switch(session, trial_id, programme_id, by, at, since or at, known=session.scalar(known))


@transactional
def switch_off(
    session: Session, *, trial_id: UUID, by: Viewer, at: datetime, since: datetime | None = None
) -> None:
    """Switch stimulation off, now or `since` an earlier instant."""
    _switch(session, trial_id, None, by, at, since or at, known=None)


def free_name(name: str, others: Iterable[str]) -> str:
    """The name of a programme beside the trial's others; ProgrammeNameTaken."""
    wanted = named(name)
    if wanted.casefold() in {STIMULATION_OFF, *(other.casefold() for other in others)}:
        raise ProgrammeNameTaken
    return wanted


def end_open_interval(session: Session, trial_id: UUID, *, at: datetime) -> None:
    """End what is on, if anything is."""
    now_on = _open_interval(session, trial_id)
    if now_on is not None:
        if now_on.starts_at >= at:
            raise SwitchOutOfOrder
        now_on.ends_at = at


def _switch(
    session: Session,
    trial_id: UUID,
    programme_id: UUID | None,
    by: Viewer,
    at: datetime,
    since: datetime,
    *,
    known: UUID | None,
) -> None:
    trial = trial_for(session, trial_id, by, Action.SWITCH_PROGRAMME)
    if known != programme_id:
        raise NotFound
    now_on = _open_interval(session, trial_id)
    if now_on is not None and now_on.programme_id == programme_id:
        raise AlreadyOn
    if since > at or (now_on is not None and since <= now_on.starts_at):
        raise SwitchOutOfOrder
    if now_on is not None:
        now_on.ends_at = since
        session.flush()
    session.add(ProgrammeInterval(trial_id=trial_id, programme_id=programme_id, starts_at=since))
    session.flush()
    before = now_on.programme_id if now_on is not None else None
    changes = {"programme_id": (before, programme_id), "since": (None, since)}
    done = Done(Action.SWITCH_PROGRAMME, "trial", trial_id, trial.clinic_id, changes)
    write_audit(session, done, by=by, at=at)
    keep_outcome(session, trial_id, at=at)


def _open_interval(session: Session, trial_id: UUID) -> ProgrammeInterval | None:
    return session.scalar(
        select(ProgrammeInterval).where(
            ProgrammeInterval.trial_id == trial_id, ProgrammeInterval.ends_at.is_(None)
        )
    )
