"""A doubter with a pencil: redoes a printed calculation from the printed numbers alone.

Every number with six digits may have been rounded at the last; the calculation is carried through
with both ends of what it can have been, so that the printed result has to lie between them.
"""

import re
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import isqrt
from typing import Self

ROUNDED_AT = 6
FINE = 10**20


@dataclass(frozen=True)
class Between:
    """Whatever lies between two exact numbers."""

    low: Fraction
    high: Fraction

    @classmethod
    def read(cls, printed: str) -> Self:
        """A number as printed."""
        value = Fraction(printed)
        digits = printed.replace(".", "").lstrip("0")
        slack = Fraction(0)
        if len(digits) >= ROUNDED_AT:
            places = len(printed.partition(".")[2])
            last = Fraction(1, 10**places)
            if not places:
                last = Fraction(10 ** (len(digits) - ROUNDED_AT))
            slack = last / 2
        return cls(value - slack, value + slack)

    @classmethod
    def spanning(cls, values: list[Fraction]) -> Self:
        """From the least to the most."""
        return cls(min(values), max(values))

    def __add__(self, other: Self) -> Self:
        return self.spanning([self.low + other.low, self.high + other.high])

    def __sub__(self, other: Self) -> Self:
        return self.spanning([self.low - other.high, self.high - other.low])

    def __neg__(self) -> Self:
        return self.spanning([-self.high, -self.low])

    def __mul__(self, other: Self) -> Self:
        ends = product((self.low, self.high), (other.low, other.high))
        return self.spanning([a * b for a, b in ends])

    def __truediv__(self, other: Self) -> Self:
        assert not other.low <= 0 <= other.high, "divided by what may be 0"
        ends = product((self.low, self.high), (other.low, other.high))
        return self.spanning([a / b for a, b in ends])

    def __pow__(self, _two: Self) -> Self:
        assert self.low >= 0
        return self.spanning([self.low**2, self.high**2])

    def holds(self, value: Fraction) -> bool:
        """Whether it can be this."""
        return self.low <= value <= self.high

    def meets(self, other: Self) -> bool:
        """Whether both can be the same."""
        return self.low <= other.high and other.low <= self.high


def root(of: Between) -> Between:
    """A square root; what may lie below 0 by rounding is taken for 0."""
    low, high = (max(end, Fraction(0)) for end in (of.low, of.high))
    return Between(
        Fraction(isqrt(int(low * FINE * FINE)), FINE),
        Fraction(isqrt(int(high * FINE * FINE)) + 1, FINE),
    )


def redone(printed: str) -> Between:
    """What a printed calculation comes to."""
    calculation = re.sub(r"[0-9]+(?:\.[0-9]+)?", lambda number: f"N('{number[0]}')", printed)
    for sign, meaning in (
        ("×", "*"),
        ("÷", "/"),
        ("−", "-"),
        ("√", "root"),
        ("²", "**N('2')"),
    ):
        calculation = calculation.replace(sign, meaning)
    found = eval(calculation, {"__builtins__": {}, "N": Between.read, "root": root})
    assert isinstance(found, Between)
    return found


def checks(numbers: str, result: str) -> bool:
    """Whether the result of a step is what its numbers come to, to the last printed digit."""
    exact, _, rounded = result.partition(" ≈ ")
    found = redone(numbers)
    if rounded:
        return found.meets(redone(exact)) and redone(rounded).meets(redone(exact))
    return found.meets(redone(result))
