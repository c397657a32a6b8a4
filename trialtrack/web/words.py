"""Days and times in words, the same on every page."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime

from trialtrack.models.trial import Modality

LOCALE = "en_GB"
NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine"}
"""Small numbers as a sentence says them."""
OCCASIONS = {
    Modality.INTRATHECAL_PUMP: ("catheter in", "catheter out"),
    Modality.TENS: ("start", "end"),
}


def day_words(day: date) -> str:
    """A day as a patient would say it: Thursday 12 March."""
    return format_date(day, "EEEE d MMMM", LOCALE)


def weekday(day: date) -> str:
    """The day of the week: Thursday."""
    return format_date(day, "EEEE", LOCALE)


def long_day(day: date) -> str:
    """A day with its weekday and year: Thursday 12 March 2026."""
    return format_date(day, "EEEE d MMMM y", LOCALE)


def short_day(day: date) -> str:
    """A day in a list: 12 Mar."""
    return format_date(day, "d MMM", LOCALE)


def date_words(day: date) -> str:
    """A date with its year: 12 Mar 2026."""
    return format_date(day, "d MMM y", LOCALE)


def at_words(instant: datetime, zone: str) -> str:
    """An instant as the clock on the wall shows it: Thursday 12 March at 21:04."""
    return format_datetime(instant, "EEEE d MMMM 'at' HH:mm", tzinfo=ZoneInfo(zone), locale=LOCALE)


def moment_words(instant: datetime, zone: str) -> str:
    """An instant with its year, for what leaves this installation: 12 Mar 2026, 21:04."""
    return format_datetime(instant, "d MMM y, HH:mm", tzinfo=ZoneInfo(zone), locale=LOCALE)


def clock_words(instant: datetime, zone: str) -> str:
    """The time of day alone, as the clock on the wall shows it: 21:04."""
    return format_datetime(instant, "HH:mm", tzinfo=ZoneInfo(zone), locale=LOCALE)


def count(n: int, one: str, many: str | None = None) -> str:
    """A number with its noun: 1 day, 2 days."""
    return f"{n} {one if n == 1 else many or one + 's'}"


def signed(figures: str) -> str:
    """Figures for people: a negative one has a real minus sign; files keep the hyphen.

    >>> signed("-12 to 32%")
    '−12 to 32%'
    """
    return re.sub(r"-(?=[0-9])", "−", figures)


def occasion_words(modality: Modality) -> tuple[str, str]:
    """How the beginning and the end of a trial are called on a chart."""
    return OCCASIONS.get(modality, ("leads in", "leads out"))


def because(reason: str | None) -> str:
    """The end of a sentence that says why, with its full stop; only the stop without a reason."""
    return f": {reason.rstrip('. ')}." if reason else "."


def units(one: str) -> str:
    """A unit for several: tablets, patches; one that is no English noun with an s stays."""
    if one.endswith(("s", "x", "ml", "mg", "g")):
        return one
    return f"{one}es" if one.endswith(("ch", "sh")) else f"{one}s"


def weekday_words(day: date) -> str:
    """A day with its weekday and year: Mon 1 December 2026."""
    return format_date(day, "EEE d MMMM y", LOCALE)


def span_words(first: date, last: date) -> str:
    """From one day to another, both in: from Mon 1 to Sun 7 December 2026."""
    if first == last:
        return f"on {weekday_words(first)}"
    same_year = first.year == last.year
    same_month = same_year and first.month == last.month
    pattern = "EEE d" if same_month else "EEE d MMMM" if same_year else "EEE d MMMM y"
    return f"from {format_date(first, pattern, LOCALE)} to {weekday_words(last)}"
