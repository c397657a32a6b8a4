"""A patient agrees to the clinic's notice."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from trialtrack.access import Action, NotFound, Viewer
from trialtrack.db import transactional
from trialtrack.models import Consent, ConsentNotice
from trialtrack.services.audit import Done, created, write_audit
from trialtrack.services.find_trial import trial_for


@transactional
def give_consent(
    session: Session, *, trial_id: UUID, notice_id: UUID, by: Viewer, at: datetime
) -> None:
    """Record that the patient agreed to this version; a second tap changes nothing."""
    trial = trial_for(session, trial_id, by, Action.GIVE_CONSENT)
    notice = session.scalar(
        select(ConsentNotice).where(
            ConsentNotice.id == notice_id, ConsentNotice.clinic_id == trial.clinic_id
        )
    )
    if notice is None:
        raise NotFound
    given = session.scalar(
        select(Consent.id).where(
            Consent.trial_id == trial.id,
            Consent.notice_id == notice.id,
            Consent.patient_id == trial.patient_id,
        )
    )
    if given is not None:
        return
    consent = Consent(
        id=uuid4(),
        trial_id=trial.id,
        notice_id=notice.id,
        patient_id=trial.patient_id,
        given_at=at,
        session_id=by.session_id,
    )
    session.add(consent)
    session.flush()
    changes = created(trial_id=trial.id, notice_version=notice.version)
    done = Done(Action.GIVE_CONSENT, "consent", consent.id, trial.clinic_id, changes)
    write_audit(session, done, by=by, at=at)
