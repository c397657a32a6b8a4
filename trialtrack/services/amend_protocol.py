"""Amend the protocol: freely before placement, afterwards only as a deviation with its reason."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from trialtrack.access import Action, NotFound, Refusal, Viewer
from trialtrack.clinical.opioids import OpioidTable
from trialtrack.clinical.protocol import Protocol
from trialtrack.db import transactional
from trialtrack.models import Trial
from trialtrack.services.audit import Done, changed, write_audit
from trialtrack.services.find_trial import newest_protocol, site_named, trial_for
from trialtrack.services.keep_outcome import keep_outcome
from trialtrack.services.personal import KeptText, keep_text
from trialtrack.services.plan_trial import PrimarySiteUnknown
from trialtrack.services.protocol_versions import NewVersion, add_version, kept_version, usable
from trialtrack.services.refusals import reasoned, staff_of


class NothingAmended(Refusal):
    """That is the protocol as it stands."""


@transactional
def amend_protocol(
    session: Session,
    *,
    trial_id: UUID,
    protocol: Protocol,
    by: Viewer,
    at: datetime,
    primary_site: str | None = None,
    opioid_table: OpioidTable | None = None,
    deviation_reason: str | None = None,
) -> int:
    """Add a version of the protocol; its number. None for site or table: as it was.

    With `deviation_reason` the placement must be recorded, without one it must not.
    """
    deviates = deviation_reason is not None
    action = Action.DEVIATE_FROM_PROTOCOL if deviates else Action.AMEND_PROTOCOL
    trial = trial_for(session, trial_id, by, action)
    newest = newest_protocol(session, trial_id)
    old = kept_version(newest)
    new = NewVersion(
        protocol,
        _site_id(session, trial_id, primary_site) if primary_site else old.primary_site_id,
        opioid_table or old.opioid_table,
        _reason(session, trial, deviation_reason, at) if deviates else None,
    )
    usable(protocol, trial.placed_on)
    changes = changed(old.fields(), new.fields())
    if not changes:
        raise NothingAmended
    version = newest.version + 1
    add_version(session, trial_id, new, version, by=staff_of(by), at=at)
    done = Done(action, "trial", trial_id, trial.clinic_id, changes, reason=new.deviation)
    write_audit(session, done, by=by, at=at)
    keep_outcome(session, trial_id, at=at)
    return version


def _site_id(session: Session, trial_id: UUID, name: str) -> UUID:
    try:
        return site_named(session, trial_id, name).id
    except NotFound:
        raise PrimarySiteUnknown from None


def _reason(session: Session, trial: Trial, reason: str | None, at: datetime) -> KeptText:
    return keep_text(
        session, reasoned(reason), clinic_id=trial.clinic_id, patient_id=trial.patient_id, at=at
    )
