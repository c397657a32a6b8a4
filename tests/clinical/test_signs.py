"""Which sign belongs to which tier: METHOD section 10, literally."""

import pytest

from trialtrack.clinical.signs import (
    NOT_SAID,
    SIGNS,
    TIER_OF,
    WORDS,
    Sign,
    Tier,
    in_order,
    most_urgent,
    sign_words,
    tiers_of,
)

E, T, N = Tier.EMERGENCY, Tier.TODAY, Tier.NEXT_TIME


@pytest.mark.parametrize(
    ("sign", "tier"),
    [
        ("bladder_or_bowel", E),
        ("saddle_numb", E),
        ("leg_weak_or_numb", E),
        ("fever_and_stiff_neck", E),
        ("severe_pain", E),
        ("wound", T),
        ("fever_or_unwell", T),
        ("headache_on_standing", T),
        ("lead_moved", T),
        ("stimulation_gone", T),
        ("coverage_changed", N),
        ("stimulation_uncomfortable", N),
        ("skin_sore", N),
    ],
)
def test_each_sign_has_the_tier_of_the_method(sign: str, tier: Tier) -> None:
    assert TIER_OF[Sign(sign)] is tier


def test_no_sign_is_left_out_and_each_has_its_words() -> None:
    listed = [sign for signs in SIGNS.values() for sign in signs]
    assert listed == list(Sign)
    assert set(WORDS) == set(Sign)
    assert len(set(WORDS.values())) == len(Sign)


@pytest.mark.parametrize(
    ("signs", "tiers", "most"),
    [
        ((), (E, T), T),
        ((Sign.SKIN_SORE,), (N,), N),
        ((Sign.SKIN_SORE, Sign.WOUND), (T, N), T),
        ((Sign.WOUND, Sign.SADDLE_NUMB), (E, T), E),
        ((Sign.SKIN_SORE, Sign.SEVERE_PAIN, Sign.WOUND), (E, T, N), E),
    ],
)
def test_several_signs_have_the_tier_of_the_most_urgent(
    signs: tuple[Sign, ...], tiers: tuple[Tier, ...], most: Tier
) -> None:
    assert (tiers_of(signs), most_urgent(signs)) == (tiers, most)


def test_signs_are_said_once_each_the_most_urgent_first() -> None:
    assert in_order([Sign.WOUND, Sign.SADDLE_NUMB, Sign.WOUND]) == (Sign.SADDLE_NUMB, Sign.WOUND)
    assert sign_words([]) == NOT_SAID
