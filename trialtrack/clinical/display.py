"""How figures are written for people. METHOD section 3, "Display"."""

from fractions import Fraction
from math import ceil, floor


def display_percent(value: Fraction) -> str:
    """A percentage to one decimal, cut towards zero, so that 49.96 never reads 50.0.

    >>> display_percent(Fraction("49.96")), display_percent(Fraction("-0.04"))
    ('49.9%', '0.0%')
    """
    tenths = abs(value.numerator) * 10 // value.denominator
    sign = "-" if value.numerator < 0 and tenths else ""
    return f"{sign}{tenths // 10}.{tenths % 10}%"


def display_interval(interval: tuple[float, float]) -> str:
    """An interval in whole percents, rounded outwards, its upper end capped at 100.

    >>> display_interval((31.2, 72.4)), display_interval((-4.5, 104.0))
    ('31 to 73%', '-5 to 100%')
    """
    low, high = interval
    return f"{min(floor(low), 100)} to {min(ceil(high), 100)}%"


def display_chance(chance: float) -> str:
    """A chance in words: tenths, hundredths near the ends, and never 0 or 10 in 10.

    >>> display_chance(0.62), display_chance(0.03), display_chance(0.996)
    ('about 6 in 10', 'about 3 in 100', 'over 99 in 100')
    """
    if chance < 0.01:
        return "under 1 in 100"
    if chance > 0.99:
        return "over 99 in 100"
    tenths = floor(chance * 10 + 0.5)
    if 1 <= tenths <= 9:
        return f"about {tenths} in 10"
    return f"about {floor(chance * 100 + 0.5)} in 100"


def display_number(value: Fraction, decimals: int = 1) -> str:
    """A mean or a dose, rounded half away from zero; whole numbers without decimals.

    Never used for a percentage that is held against a threshold: see `display_percent`.

    >>> [display_number(Fraction(mean)) for mean in ("51/7", "3", "7.25")]
    ['7.3', '3', '7.3']
    """
    if value.denominator == 1:
        return str(value.numerator)
    scale = 10**decimals
    steps = (2 * abs(value.numerator) * scale + value.denominator) // (2 * value.denominator)
    sign = "-" if value.numerator < 0 and steps else ""
    return f"{sign}{steps // scale}.{steps % scale:0{decimals}d}"


def display_limit(value: Fraction) -> str:
    """A score that an average is held against, cut down to one decimal; whole numbers without it.

    So that both sentences in which it stands are true of every average: an answer that is met can
    flip only above it, and one that is not met does flip at it or below.

    >>> display_limit(Fraction("4.458")), display_limit(Fraction("6"))
    ('4.4', '6')
    """
    tenths = value.numerator * 10 // value.denominator
    return display_number(Fraction(tenths, 10))
