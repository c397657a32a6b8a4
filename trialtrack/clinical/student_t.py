"""Student's t: tail and quantile on any positive, also fractional, degrees of freedom.

Through the regularised incomplete beta function, by its continued fraction (Lentz's method;
Abramowitz and Stegun 26.5.8 and 26.7.1). The standard library has none, and scipy costs a
second and a hundred megabytes to import.
"""

from math import erfc, exp, lgamma, log, log1p, pi, sqrt
from statistics import NormalDist

_TINY = 1e-300
_PRECISION = 1e-16
_MOST_TERMS = 10_000
_NORMAL = NormalDist()
_SERIES_FROM_DF = 100.0
_NEARLY_NORMAL_FROM_DF = 1e6


def _continued_fraction(a: float, b: float, x: float) -> float:
    d = 1.0 - (a + b) * x / (a + 1.0)
    d = 1.0 / (d if abs(d) > _TINY else _TINY)
    c, value = 1.0, d
    for m in range(1, _MOST_TERMS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1.0 + term * d
            d = 1.0 / (d if abs(d) > _TINY else _TINY)
            c = 1.0 + term / c
            c = c if abs(c) > _TINY else _TINY
            step = c * d
            value *= step
        if abs(step - 1.0) < _PRECISION:
            break
    return value


def _log_scale(df: float) -> float:
    """Logarithm of Gamma((df + 1) / 2) / (Gamma(df / 2) sqrt(pi))."""
    x = df / 2
    if df < _SERIES_FROM_DF:
        return lgamma(x + 0.5) - lgamma(x) - 0.5 * log(pi)
    # Two large logarithms would cancel, and with them all digits by a df of 1e16.
    correction = -1 / 8 + (1 / 192 + (-1 / 640 + 17 / 14336 / x**2) / x**2) / x**2
    return 0.5 * log(x / pi) + correction / x


def upper_tail(t: float, df: float) -> float:
    """The chance that Student's t on `df` degrees of freedom exceeds `t`, 0 to 1.

    >>> round(upper_tail(2.0, 10), 12)
    0.036694017385
    >>> upper_tail(0.0, 3.5)
    0.5
    """
    if t < 0:
        return 1.0 - upper_tail(-t, df)
    square = t * t
    if square == 0.0:
        return 0.5
    if df >= _NEARLY_NORMAL_FROM_DF:
        # Abramowitz and Stegun 26.7.8; its error falls with the square of df.
        return 0.5 * erfc(t * (1 - 0.25 / df) / sqrt(2 + square / df))
    inside, outside = square / (df + square), df / (df + square)
    # x^a (1-x)^b / B(a, b), with a = df/2 and b = 1/2, is the same seen from either end.
    log_front = _log_scale(df) - 0.5 * df * log1p(square / df) + 0.5 * log(inside)
    if outside < (df / 2 + 1) / (df / 2 + 2.5):
        return exp(log_front) / df * _continued_fraction(df / 2, 0.5, outside)
    return 0.5 - exp(log_front) * _continued_fraction(0.5, df / 2, inside)


def density(t: float, df: float) -> float:
    """The density of Student's t on `df` degrees of freedom at `t`."""
    return exp(_log_scale(df) - 0.5 * (df + 1) * log1p(t * t / df)) / sqrt(df)


def _first_guess(z: float, df: float) -> float:
    """Cornish and Fisher's expansion about the normal quantile `z`; rough below 3 df."""
    cubic = z**3
    return (
        z
        + (cubic + z) / (4 * df)
        + (5 * z**5 + 16 * cubic + 3 * z) / (96 * df**2)
        + (3 * z**7 + 19 * z**5 + 17 * cubic - 15 * z) / (384 * df**3)
    )


def quantile(p: float, df: float) -> float:
    """The point that Student's t on `df` degrees of freedom stays below with chance `p`.

    `df` is 1 or more, as every Welch-Satterthwaite figure is. Newton's steps on the logarithm
    of the tail, which is so nearly straight that few are needed. ValueError unless 0 < p < 1.

    >>> round(quantile(0.975, 10), 9)
    2.228138852
    """
    if not 0.0 < p < 1.0:
        raise ValueError(f"a quantile needs a chance between 0 and 1, not {p}")
    if p < 0.5:
        return -_upper_point(p, df)
    return _upper_point(1.0 - p, df) if p > 0.5 else 0.0


def _upper_point(tail: float, df: float) -> float:
    z = -_NORMAL.inv_cdf(tail)
    t = max(z, _first_guess(z, df))
    for _ in range(200):
        at_t = upper_tail(t, df)
        step = log(at_t / tail) * at_t / density(t, df)
        # Far out the tail is a power of t, so one step may not more than triple it.
        following = min(t + step, 3 * t) if step > 0 else max(t + step, t / 3)
        if abs(following - t) <= 1e-15 * following:
            return following
        t = following
    return t
