"""Correct the name or the settings of a programme that were written down wrongly."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from trialtrack.access import Action, NotFound, Refusal, Viewer
from trialtrack.db import transactional
from trialtrack.models import Programme
from trialtrack.services.audit import Done, changed, write_audit
from trialtrack.services.find_trial import trial_for
from trialtrack.services.keep_outcome import keep_outcome
from trialtrack.services.personal import keep_text
from trialtrack.services.programme_settings import ProgrammeSettings, usable_settings
from trialtrack.services.programmes import free_name
from trialtrack.services.refusals import reasoned
from trialtrack.store.programme_settings import settings_of


class ProgrammeUnchanged(Refusal):
    """That is what is written down of this programme already."""


@transactional
def amend_programme(
    session: Session,
    *,
    trial_id: UUID,
    programme_id: UUID,
    name: str,
    settings: ProgrammeSettings,
    reason: str,
    by: Viewer,
    at: datetime,
) -> None:
    """Put right what a programme is called and set to, all the while it was on.

    A device that was set anew is another programme: its days are not those of the one before.
    """
    trial = trial_for(session, trial_id, by, Action.AMEND_PROGRAMME)
    of_trial = session.scalars(select(Programme).where(Programme.trial_id == trial_id)).all()
    programme = next((each for each in of_trial if each.id == programme_id), None)
    if programme is None:
        raise NotFound
    others = [each.name for each in of_trial if each is not programme]
    new = {"name": free_name(name, others), **usable_settings(settings).fields()}
    old = {"name": programme.name, **settings_of(programme).fields()}
    changes = changed(old, new)
    if not changes:
        raise ProgrammeUnchanged
    said = reasoned(reason)
    why = keep_text(session, said, clinic_id=trial.clinic_id, patient_id=trial.patient_id, at=at)
    for field, value in new.items():
        setattr(programme, field, value)
    session.flush()
    done = Done(
        Action.AMEND_PROGRAMME, "programme", programme_id, trial.clinic_id, changes, reason=why
    )
    write_audit(session, done, by=by, at=at)
    keep_outcome(session, trial_id, at=at)
