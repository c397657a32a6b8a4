"""Warning signs as the clinic's team reads them: one flag, those of a trial, those that wait."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import exists
from sqlalchemy.orm import Session

from trialtrack.access import Action, NotFound, Viewer, require
from trialtrack.clinical.signs import Tier, sign_words
from trialtrack.db import reading
from trialtrack.models import Trial, WarningAcknowledgement, WarningFlag
from trialtrack.queries.matter import Matter, MatterKind, person_seen, phone_seen, trials_with
from trialtrack.store.records import PatientFacts
from trialtrack.store.scope import trials_within
from trialtrack.store.signs import FlagFacts, read_flags, signs_of

KINDS = {
    Tier.EMERGENCY: MatterKind.EMERGENCY_SIGN,
    Tier.TODAY: MatterKind.SIGN_TODAY,
    Tier.NEXT_TIME: MatterKind.SIGN_NEXT_TIME,
}


@dataclass(frozen=True, slots=True)
class Caller:
    """Whom a flag is about, and the number to call them on (None: not known, or erased).

    `time_zone`: the clinic's own.
    """

    trial_id: UUID
    person: PatientFacts
    phone: str | None
    clinic_id: UUID
    time_zone: str


@dataclass(frozen=True, slots=True)
class FlagPage:
    """One flag and whom it is about."""

    flag: FlagFacts
    caller: Caller


@reading
def caller_of(session: Session, *, viewer: Viewer, trial_id: UUID) -> Caller:
    """Whom a trial of the viewer's clinic is about, in one SELECT; NotFound otherwise."""
    require(viewer, Action.SEE_FLAGS)
    found = session.execute(trials_with(viewer).where(Trial.id == trial_id)).first()
    if found is None:
        raise NotFound
    trial, clinic, identity = found
    person = person_seen(viewer, trial.patient_id, identity)
    phone = identity.phone if identity is not None and person.family_name else None
    return Caller(trial.id, person, phone, clinic.id, clinic.time_zone)


@reading
def flag_page(session: Session, *, viewer: Viewer, flag_id: UUID) -> FlagPage:
    """One flag of the viewer's clinic, in two SELECTs; NotFound otherwise."""
    require(viewer, Action.SEE_FLAGS)
    within = WarningFlag.trial_id.in_(trials_within(viewer))
    found = read_flags(session, WarningFlag.id == flag_id, within)
    if not found:
        raise NotFound
    return FlagPage(found[0], caller_of(viewer=viewer, trial_id=found[0].trial_id))


@reading
def trial_flags(session: Session, *, viewer: Viewer, trial_id: UUID) -> tuple[FlagFacts, ...]:
    """Every flag of a trial of the viewer's clinic, the newest first, in one SELECT."""
    require(viewer, Action.SEE_FLAGS)
    within = WarningFlag.trial_id.in_(trials_within(viewer))
    return read_flags(session, WarningFlag.trial_id == trial_id, within)


def flags_waiting(session: Session, viewer: Viewer) -> Iterable[Matter]:
    """The flags that nobody has acknowledged yet: a source of `queries.attention`."""
    seen = exists().where(WarningAcknowledgement.flag_id == WarningFlag.id)
    rows = session.execute(
        trials_with(viewer, WarningFlag)
        .join(WarningFlag, WarningFlag.trial_id == Trial.id)
        .where(~seen)
    )
    for trial, clinic, identity, flag in rows:
        signs = signs_of(flag.signs)
        yield Matter(
            kind=KINDS[flag.tier] if signs else MatterKind.SIGN_NOT_SAID,
            subject_id=flag.id,
            trial_id=trial.id,
            person=person_seen(viewer, trial.patient_id, identity),
            since=flag.raised_at,
            time_zone=clinic.time_zone,
            words=sign_words(signs),
            phone=phone_seen(viewer, identity),
        )
