"""Numbers as one writes them beside a calculation: exact where they end, else with enough digits.

A figure of METHOD that is not exact is written with six significant digits, so that whoever goes
on with what is printed arrives at what is printed next.
"""

from decimal import Context, Decimal
from fractions import Fraction

from trialtrack.clinical.protocol import text

DIGITS = 6
_ROUNDED = Context(prec=DIGITS)


def written(value: float) -> str:
    """A figure that is not exact, to six significant digits; a short one in full.

    >>> written(0.625), written(2 / 3), written(0.15), written(-1234567.8)
    ('0.625', '0.666667', '0.150000', '−1234570')
    """
    exact = Decimal(value)
    rounded = _ROUNDED.plus(exact)
    if rounded == exact:
        return _signed(f"{rounded.normalize():f}")
    # Padded, so that a digit that is 0 by rounding is not taken for the end of the number.
    last = rounded.adjusted() - DIGITS + 1
    return _signed(f"{rounded.quantize(Decimal(1).scaleb(last)):f}")


def fraction(value: Fraction) -> str:
    """An exact number: as a decimal if it ends soon, else as a fraction.

    >>> fraction(Fraction(13, 4)), fraction(Fraction(52, 7)), fraction(Fraction(-117, 28))
    ('3.25', '52/7', '−117/28')
    """
    return _signed(text(value) if _ends(value) else str(value))


def both(value: Fraction) -> str:
    """An exact number, and where it is a fraction what that is about.

    >>> both(Fraction(13, 4)), both(Fraction(52, 7))
    ('3.25', '52/7 ≈ 7.42857')
    """
    return fraction(value) if _ends(value) else f"{fraction(value)} ≈ {written(float(value))}"


def bracketed(value: Fraction) -> str:
    """An exact number as it stands within a sum: a fraction or a negative one in brackets.

    >>> bracketed(Fraction(13, 4)), bracketed(Fraction(52, 7))
    ('3.25', '(52/7)')
    """
    said = fraction(value)
    return f"({said})" if {"/", "−"} & set(said) else said


def _ends(value: Fraction) -> bool:
    """Whether the decimals end after few digits."""
    return 10**4 % value.denominator == 0


def _signed(said: str) -> str:
    return said.replace("-", "−")
