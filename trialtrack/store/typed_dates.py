"""Dates as people type them into a search: day first, or the year first; never month first."""

import re
from collections.abc import Iterable
from datetime import date

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONG_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december|sept"
)
_MONTH = rf"(?P<month>[0-9]{{1,2}}|{_LONG_MONTHS}|{'|'.join(MONTHS)})"
_BETWEEN = r"[ ./-]{1,3}"
_EDGES = r"(?<![\w/-]){}(?![\w/-])"
_DAY_FIRST = re.compile(
    _EDGES.format(
        rf"(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?{_BETWEEN}{_MONTH},?{_BETWEEN}"
        r"(?P<year>[0-9]{4}|[0-9]{2})"
    ),
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(
    _EDGES.format(
        r"(?P<year>[0-9]{4})(?P<between>[./-])(?P<month>[0-9]{1,2})(?P=between)(?P<day>[0-9]{1,2})"
    )
)
_CENTURIES = (1900, 2000)


def dates_in(typed: str) -> tuple[tuple[date, ...], str] | None:
    """The date that stands in a text, and the text without it; None when none does.

    12/3/1978 is the 12th of March. A year of two figures is read in both centuries: that is two
    dates, and both are looked for. A day that the calendar does not have is no date at all.

    >>> dates_in("garcia 12/3/1978")
    ((datetime.date(1978, 3, 12),), 'garcia')
    >>> dates_in("12 Mar 78")[0]
    (datetime.date(1978, 3, 12), datetime.date(2078, 3, 12))
    >>> dates_in("12/13/1978")
    ((), '')
    """
    found = _YEAR_FIRST.search(typed) or _DAY_FIRST.search(typed)
    if found is None:
        return None
    month, year = found["month"].lower(), found["year"]
    number = int(month) if month.isdigit() else MONTHS.index(month[:3]) + 1
    years = (int(year),) if len(year) == 4 else tuple(int(year) + each for each in _CENTURIES)
    rest = " ".join((typed[: found.start()] + " " + typed[found.end() :]).split())
    return tuple(_there(int(found["day"]), number, years)), rest


def _there(day: int, month: int, years: Iterable[int]) -> Iterable[date]:
    for year in years:
        try:
            yield date(year, month, day)
        except ValueError:
            continue
