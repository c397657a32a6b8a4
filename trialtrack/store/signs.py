"""Warning signs: a clinic's advice with its numbers, and flags with their acknowledgements."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session, aliased

from trialtrack.clinical.signs import SIGNS, WORDS, Sign, Tier, in_order, tiers_of
from trialtrack.models import (
    Clinic,
    PersonalText,
    SignAdvice,
    Staff,
    WarningAcknowledgement,
    WarningFlag,
)

HEADINGS: Mapping[Tier, str] = {
    Tier.EMERGENCY: "Call now",
    Tier.TODAY: "Call the team today",
    Tier.NEXT_TIME: "Tell the team next time",
}
UNSAID_HEADINGS: Mapping[Tier, str] = {
    Tier.EMERGENCY: "If it is one of these, call now",
    Tier.TODAY: "If not, call the team today",
}
NOBODY_CALLED = "Nobody has been called, and nobody watches this live."


@dataclass(frozen=True, slots=True)
class Number:
    """A number to call, and whose it is."""

    label: str
    phone: str


@dataclass(frozen=True, slots=True)
class Block:
    """The advice of one tier: what to do, the numbers in the order to try them, then words."""

    tier: Tier
    heading: str
    signs: tuple[str, ...]
    numbers: tuple[Number, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Advice:
    """What a clinic says on each tier, with its numbers as they are now."""

    id: UUID
    version: int
    clinic_name: str
    phone: str
    emergency_phone: str
    out_of_hours_phone: str | None
    words: Mapping[Tier, str]

    def numbers(self, tier: Tier) -> tuple[Number, ...]:
        """The numbers of a tier, the one to try first on top; those that are not known left out."""
        emergency = Number("Emergency", self.emergency_phone)
        clinic = Number(self.clinic_name, self.phone)
        out_of_hours = Number("Evenings, nights and weekends", self.out_of_hours_phone or "")
        of_tier = {
            Tier.EMERGENCY: (emergency,),
            Tier.TODAY: (clinic, out_of_hours, emergency),
            Tier.NEXT_TIME: (clinic,),
        }
        return tuple(number for number in of_tier[tier] if number.phone)

    def blocks(self, signs: Collection[Sign]) -> tuple[Block, ...]:
        """What to do about these signs, the most urgent first; without one, what it may be."""
        return tuple(
            Block(
                tier=tier,
                heading=(HEADINGS if signs else UNSAID_HEADINGS)[tier],
                signs=_named(tier, signs),
                numbers=self.numbers(tier),
                words=self.words[tier],
            )
            for tier in tiers_of(signs)
        )


def _named(tier: Tier, signs: Collection[Sign]) -> tuple[str, ...]:
    if not signs:
        return tuple(WORDS[sign] for sign in SIGNS[tier]) if tier is Tier.EMERGENCY else ()
    return tuple(WORDS[sign] for sign in in_order(signs) if sign in SIGNS[tier])


def told_text(blocks: Sequence[Block]) -> str:
    """The advice as text, as it is kept with the flag that it was shown for."""
    lines = []
    for block in blocks:
        lines += [block.heading, *(f"{each.label}: {each.phone}" for each in block.numbers)]
        lines += [*(f"- {sign}" for sign in block.signs), block.words, ""]
    return "\n".join((*lines, NOBODY_CALLED))


def advice_of_clinics() -> Select[*tuple[Clinic, SignAdvice]]:
    """Each clinic with the newest version of its advice; conditions are the caller's."""
    newest = (
        select(SignAdvice.clinic_id, func.max(SignAdvice.version).label("version"))
        .group_by(SignAdvice.clinic_id)
        .subquery()
    )
    return (
        select(Clinic, SignAdvice)
        .join(newest, newest.c.clinic_id == Clinic.id)
        .join(
            SignAdvice,
            and_(
                SignAdvice.clinic_id == newest.c.clinic_id, SignAdvice.version == newest.c.version
            ),
        )
    )


def read_advice(session: Session, clinic_id: UUID) -> Advice:
    """What a clinic says now, in one SELECT; each has a version from the start."""
    clinic, advice = session.execute(advice_of_clinics().where(Clinic.id == clinic_id)).one()
    return as_advice(clinic, advice)


def as_advice(clinic: Clinic, row: SignAdvice) -> Advice:
    """A version of the advice with the numbers of its clinic."""
    return Advice(
        id=row.id,
        version=row.version,
        clinic_name=clinic.name,
        phone=clinic.phone,
        emergency_phone=clinic.emergency_phone,
        out_of_hours_phone=row.out_of_hours_phone,
        words={
            Tier.EMERGENCY: row.emergency,
            Tier.TODAY: row.today,
            Tier.NEXT_TIME: row.next_time,
        },
    )


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """Who saw a flag, when, and what they wrote about it; `words` None once erased."""

    at: datetime
    by_name: str
    words: str | None


@dataclass(frozen=True, slots=True)
class FlagFacts:
    """One flag. `raised_by` None: the patient. `words` None: none, or erased."""

    id: UUID
    trial_id: UUID
    signs: tuple[Sign, ...]
    tier: Tier
    raised_at: datetime
    raised_by: str | None
    day: date | None
    words: str | None
    told: str
    acknowledged: Acknowledged | None


def read_flags(session: Session, *conditions: Any) -> tuple[FlagFacts, ...]:
    """The flags that meet the conditions, the newest first, in one SELECT.

    Whose flags a viewer may read is the caller's to say: see `scope.trials_within`.
    """
    by, seen_by = aliased(Staff), aliased(Staff)
    words, seen_words = aliased(PersonalText), aliased(PersonalText)
    rows = session.execute(
        select(
            WarningFlag, by.name, words.text, WarningAcknowledgement, seen_by.name, seen_words.text
        )
        .outerjoin(by, by.id == WarningFlag.raised_by_id)
        .outerjoin(words, words.id == WarningFlag.words_text_id)
        .outerjoin(WarningAcknowledgement, WarningAcknowledgement.flag_id == WarningFlag.id)
        .outerjoin(seen_by, seen_by.id == WarningAcknowledgement.acknowledged_by_id)
        .outerjoin(seen_words, seen_words.id == WarningAcknowledgement.words_text_id)
        .where(*conditions)
        .order_by(WarningFlag.raised_at.desc(), WarningFlag.id)
    )
    return tuple(
        FlagFacts(
            id=flag.id,
            trial_id=flag.trial_id,
            signs=signs_of(flag.signs),
            tier=flag.tier,
            raised_at=flag.raised_at,
            raised_by=raised_by,
            day=flag.day,
            words=said,
            told=flag.told,
            acknowledged=_acknowledged(seen, seen_name, seen_said),
        )
        for flag, raised_by, said, seen, seen_name, seen_said in rows
    )


def _acknowledged(
    row: WarningAcknowledgement | None, by_name: str, words: str | None
) -> Acknowledged | None:
    return None if row is None else Acknowledged(row.acknowledged_at, by_name, words)


def signs_of(kept: str) -> tuple[Sign, ...]:
    """The signs of a flag as they are kept."""
    return tuple(Sign(each) for each in kept.split(",") if each)
