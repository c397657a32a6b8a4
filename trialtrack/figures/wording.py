"""Days and names as a chart says them."""

from datetime import date
from fractions import Fraction
from html import escape

from trialtrack.clinical.diary import Domain
from trialtrack.clinical.display import display_number
from trialtrack.clinical.opioids import OpioidTable

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
DOMAIN_NAMES = {
    Domain.SLEEP_HOURS: "sleep",
    Domain.SLEEP_QUALITY: "sleep quality",
    Domain.AWAKENINGS: "awakenings",
    Domain.STEPS: "steps",
    Domain.WALKING_MINUTES: "walking",
    Domain.STANDING_MINUTES: "standing",
    Domain.ACTIVITY_INTERFERENCE: "pain interference",
    Domain.MME_PER_DAY: "opioid dose",
    Domain.RESCUE_DOSES: "rescue doses",
}
DOMAIN_TITLES = {
    Domain.SLEEP_HOURS: "Sleep, hours",
    Domain.SLEEP_QUALITY: "Sleep quality, 0 to 10 (10 best)",
    Domain.AWAKENINGS: "Awakenings a night",
    Domain.STEPS: "Steps a day",
    Domain.WALKING_MINUTES: "Walking, minutes a day",
    Domain.STANDING_MINUTES: "Standing, minutes a day",
    Domain.ACTIVITY_INTERFERENCE: "Pain interference, 0 to 10 (0 best)",
    Domain.MME_PER_DAY: "Opioid dose, oral morphine mg a day",
    Domain.RESCUE_DOSES: "Rescue doses a day",
}
TABLE_NAMES = {OpioidTable.CDC_2022: "CDC 2022", OpioidTable.FPM_2020: "FPM 2020"}
"""The dose tables as they are cited."""

SPOKEN_UNITS = {
    Domain.SLEEP_HOURS: " hours",
    Domain.WALKING_MINUTES: " minutes",
    Domain.STANDING_MINUTES: " minutes",
    Domain.MME_PER_DAY: " mg",
}


def long_day(day: date) -> str:
    """A day with its weekday, in the same words whatever the machine's locale.

    >>> long_day(date(2026, 3, 12))
    'Thu 12 March'
    """
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def short_day(day: date) -> str:
    """A day as it stands under an axis.

    >>> short_day(date(2026, 3, 12))
    '12 Mar'
    """
    return f"{day.day} {MONTHS[day.month - 1][:3]}"


def day_number(day: date, placed_on: date) -> str:
    """A day counted from placement, which is day 0.

    >>> day_number(date(2026, 3, 7), date(2026, 3, 10))
    'day -3'
    """
    return f"day {(day - placed_on).days}"


def counted(number: int, noun: str) -> str:
    """A count with its noun.

    >>> counted(1, "day"), counted(0, "day")
    ('1 day', '0 days')
    """
    return f"{number} {noun}{'' if number == 1 else 's'}"


def domain_value(domain: Domain, value: Fraction) -> str:
    """A value with the unit in which one says it.

    >>> domain_value(Domain.SLEEP_HOURS, Fraction(13, 2))
    '6.5 hours'
    """
    return display_number(value) + SPOKEN_UNITS.get(domain, "")


def plain(text: str) -> str:
    """Text that a person wrote, for a chart, which would read `<b>` or a link as markup.

    >>> plain("L5 <left>")
    'L5 &lt;left&gt;'
    """
    return escape(text, quote=False)


def opening(text: str) -> str:
    """The same text with a capital at its start."""
    return text[:1].upper() + text[1:]
