"""Numbers as people write them in a diary: plain decimals, read exactly."""

import re
from fractions import Fraction

_PLAIN = re.compile(r"-?(?:[0-9]{1,12}(?:\.[0-9]{1,17})?|\.[0-9]{1,17})", re.ASCII)


class NotANumber(ValueError):
    """This is not a number such as 7 or 7.5."""


def decimal_point(text: str, decimal_comma: bool) -> str:
    """The same text with its decimal comma, where one may stand, made a point.

    >>> decimal_point("7,5", True), decimal_point("7,5", False)
    ('7.5', '7,5')
    """
    return text.replace(",", ".") if decimal_comma and text.count(",") == 1 else text


def plain_decimal(text: str, decimal_comma: bool = False) -> Fraction:
    """Exactly what the digits say; no exponent, no infinity, no grouping, digits 0 to 9 only.

    >>> plain_decimal("7.5"), plain_decimal("7,5", decimal_comma=True)
    (Fraction(15, 2), Fraction(15, 2))
    """
    trimmed = decimal_point(text.strip(), decimal_comma)
    if not _PLAIN.fullmatch(trimmed):
        raise NotANumber
    return Fraction(trimmed)
