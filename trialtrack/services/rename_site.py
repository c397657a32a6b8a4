"""The name of a pain site was wrong. Answers hold the site's id, so that they stay its own."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from trialtrack.access import Action, NotFound, Refusal, Viewer
from trialtrack.db import transactional
from trialtrack.models import SiteRename, TrialSite
from trialtrack.services.audit import Done, write_audit
from trialtrack.services.date_corrections import keep_reason
from trialtrack.services.find_trial import trial_for
from trialtrack.services.keep_outcome import keep_outcome
from trialtrack.services.plan_trial import SameSiteTwice
from trialtrack.services.refusals import named, staff_of


class SameName(Refusal):
    """That is the name of the site as it stands."""


class RenamedMeanwhile(Refusal):
    """Somebody else renamed this site meanwhile. Look at it, then send yours if it is right."""


@transactional
def rename_site(
    session: Session,
    *,
    trial_id: UUID,
    site_id: UUID,
    name: str,
    reason: str,
    by: Viewer,
    at: datetime,
    seen: str | None = None,
) -> None:
    """Give a site its right name; after placement this is a deviation.

    `seen`: the name that a page showed; RenamedMeanwhile when it is another by now.
    """
    trial = trial_for(session, trial_id, by, Action.RENAME_SITE)
    site = _site(session, trial_id, site_id)
    wanted, old = named(name), site.name
    _check(session, site, wanted, seen)
    kept = keep_reason(session, trial, reason, at)
    session.add(
        SiteRename(
            id=uuid4(),
            trial_id=trial_id,
            site_id=site_id,
            old_name=old,
            new_name=wanted,
            renamed_at=at,
            renamed_by_id=staff_of(by),
            reason_text_id=kept.id,
            reason_digest=kept.digest,
        )
    )
    site.name = wanted
    session.flush()
    changes = {"name": (old, wanted)}
    done = Done(Action.RENAME_SITE, "trial_site", site_id, trial.clinic_id, changes, reason=kept)
    write_audit(session, done, by=by, at=at)
    keep_outcome(session, trial_id, at=at)


def _site(session: Session, trial_id: UUID, site_id: UUID) -> TrialSite:
    site = session.get(TrialSite, site_id)
    if site is None or site.trial_id != trial_id:
        raise NotFound
    return site


def _check(session: Session, site: TrialSite, wanted: str, seen: str | None) -> None:
    if seen is not None and seen != site.name:
        raise RenamedMeanwhile
    if wanted == site.name:
        raise SameName
    sites = session.scalars(select(TrialSite).where(TrialSite.trial_id == site.trial_id))
    if wanted.casefold() in {other.name.casefold() for other in sites if other is not site}:
        raise SameSiteTwice
