"""Warning signs that a person may report, in three tiers. METHOD section 10.

Which sign belongs to which tier is the method's; what a clinic says about a tier, and the numbers
to call, are the clinic's own.
"""

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum


class Tier(StrEnum):
    """How soon somebody has to act; the most urgent first."""

    EMERGENCY = "emergency"
    TODAY = "today"
    NEXT_TIME = "next_time"


class Sign(StrEnum):
    """What may be wrong, in the order in which it is shown."""

    BLADDER_OR_BOWEL = "bladder_or_bowel"
    SADDLE_NUMB = "saddle_numb"
    LEG_WEAK_OR_NUMB = "leg_weak_or_numb"
    FEVER_AND_STIFF_NECK = "fever_and_stiff_neck"
    SEVERE_PAIN = "severe_pain"
    WOUND = "wound"
    FEVER_OR_UNWELL = "fever_or_unwell"
    HEADACHE_ON_STANDING = "headache_on_standing"
    LEAD_MOVED = "lead_moved"
    STIMULATION_GONE = "stimulation_gone"
    COVERAGE_CHANGED = "coverage_changed"
    STIMULATION_UNCOMFORTABLE = "stimulation_uncomfortable"
    SKIN_SORE = "skin_sore"


SIGNS: Mapping[Tier, tuple[Sign, ...]] = {
    Tier.EMERGENCY: (
        Sign.BLADDER_OR_BOWEL,
        Sign.SADDLE_NUMB,
        Sign.LEG_WEAK_OR_NUMB,
        Sign.FEVER_AND_STIFF_NECK,
        Sign.SEVERE_PAIN,
    ),
    Tier.TODAY: (
        Sign.WOUND,
        Sign.FEVER_OR_UNWELL,
        Sign.HEADACHE_ON_STANDING,
        Sign.LEAD_MOVED,
        Sign.STIMULATION_GONE,
    ),
    Tier.NEXT_TIME: (
        Sign.COVERAGE_CHANGED,
        Sign.STIMULATION_UNCOMFORTABLE,
        Sign.SKIN_SORE,
    ),
}
"""METHOD section 10, sign by sign."""

WORDS: Mapping[Sign, str] = {
    Sign.BLADDER_OR_BOWEL: "Cannot pass urine, or no control of bladder or bowel",
    Sign.SADDLE_NUMB: "Numb around the bottom, genitals or inner thighs",
    Sign.LEG_WEAK_OR_NUMB: "New weakness or numbness in a leg",
    Sign.FEVER_AND_STIFF_NECK: "Fever with a stiff neck",
    Sign.SEVERE_PAIN: "New, severe pain in the back or a leg",
    Sign.WOUND: "Wound red, hot or leaking, or the dressing soaked",
    Sign.FEVER_OR_UNWELL: "Fever, or feeling unwell",
    Sign.HEADACHE_ON_STANDING: "Headache on standing up",
    Sign.LEAD_MOVED: "A lead has moved or was pulled",
    Sign.STIMULATION_GONE: "Stimulation suddenly gone or changed",
    Sign.COVERAGE_CHANGED: "Stimulation is felt in other places than before",
    Sign.STIMULATION_UNCOMFORTABLE: "Stimulation is uncomfortable",
    Sign.SKIN_SORE: "Sore skin",
}
"""Each sign as the person reads it, and as the team reads what was reported."""

NOT_SAID = "A warning sign, without saying which"
"""What stands for "yes" without a sign."""

UNSAID_TIERS = (Tier.EMERGENCY, Tier.TODAY)
"""What is advised when nobody can tell which sign it is: the worst it may be, then the rest."""

TIER_OF: Mapping[Sign, Tier] = {sign: tier for tier, signs in SIGNS.items() for sign in signs}


def in_order(signs: Iterable[Sign]) -> tuple[Sign, ...]:
    """The signs once each, the most urgent first.

    >>> in_order([Sign.SKIN_SORE, Sign.WOUND, Sign.WOUND])
    (<Sign.WOUND: 'wound'>, <Sign.SKIN_SORE: 'skin_sore'>)
    """
    chosen = set(signs)
    return tuple(sign for sign in Sign if sign in chosen)


def tiers_of(signs: Collection[Sign]) -> tuple[Tier, ...]:
    """The tiers that the signs belong to, the most urgent first; without a sign, `UNSAID_TIERS`.

    >>> tiers_of([Sign.SKIN_SORE, Sign.SADDLE_NUMB])
    (<Tier.EMERGENCY: 'emergency'>, <Tier.NEXT_TIME: 'next_time'>)
    """
    if not signs:
        return UNSAID_TIERS
    found = {TIER_OF[sign] for sign in signs}
    return tuple(tier for tier in Tier if tier in found)


def most_urgent(signs: Collection[Sign]) -> Tier:
    """How soon somebody has to act on all of them together.

    Without a sign it is today: somebody has to ask which it is before the day is over.
    """
    return tiers_of(signs)[0] if signs else Tier.TODAY


def sign_words(signs: Collection[Sign]) -> str:
    """What was reported, in one line.

    >>> sign_words([Sign.SKIN_SORE, Sign.FEVER_OR_UNWELL])
    'Fever, or feeling unwell; Sore skin'
    """
    return "; ".join(WORDS[sign] for sign in in_order(signs)) or NOT_SAID
