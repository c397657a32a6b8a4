"""The trial that a service is about: found within the viewer's reach, and held for the change."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from trialtrack.access import Action, NotFound, Owned, Viewer, require
from trialtrack.models import ProtocolVersion, Trial, TrialSite
from trialtrack.store.scope import trials_within


def trial_for(session: Session, trial_id: UUID, by: Viewer, action: Action) -> Trial:
    """The trial, if the viewer may do this to it now; no other service changes it meanwhile.

    Raises NotAllowed when the role never may, NotFound when the trial is not theirs, and the
    state's own refusal when it is too early or too late. SQLite's write transactions exclude
    each other anyway; PostgreSQL locks the row.
    """
    require(by, action)
    trial = session.scalar(
        select(Trial)
        .where(Trial.id == trial_id, Trial.id.in_(trials_within(by)))
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    if trial is None:
        raise NotFound
    require(by, action, Owned(trial.clinic_id, trial.patient_id), trial.state)
    return trial


def newest_protocol(session: Session, trial_id: UUID) -> ProtocolVersion:
    """The version of a trial's protocol that counts."""
    return session.scalars(
        select(ProtocolVersion)
        .where(ProtocolVersion.trial_id == trial_id)
        .order_by(ProtocolVersion.version.desc())
        .limit(1)
    ).one()


def site_named(session: Session, trial_id: UUID, name: str) -> TrialSite:
    """A trial's site by its name, without regard to case; NotFound otherwise."""
    sites = session.scalars(select(TrialSite).where(TrialSite.trial_id == trial_id))
    wanted = name.strip().casefold()
    for site in sites:
        if site.name.casefold() == wanted:
            return site
    raise NotFound
