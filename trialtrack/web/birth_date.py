"""A date of birth in three fields, read as people write it."""

import re
from datetime import date
from typing import Any

from wtforms import StringField

from trialtrack.web.forms import Form
from trialtrack.web.words import count

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
LEAST_LETTERS = 3
EARLIEST_YEAR = 1890
NUMBER = re.compile(r"[0-9]{1,2}")
YEAR = re.compile(r"[0-9]{4}")


class BirthDateForm(Form):
    """Day, month and year. `born_on` is the date once it is one; a slip of the pen is no try.

    `born`: how the errors call the birth of whom it is.
    """

    birth_day = StringField("Day")
    birth_month = StringField("Month")
    birth_year = StringField("Year")
    born_on: date | None = None
    born = "you were born"

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether the fields hold a date; the first that does not says what it needs."""
        valid = bool(super().validate(extra_validators))
        return self._read_birth_date() and valid

    def _read_birth_date(self) -> bool:
        fields = (self.birth_day, self.birth_month, self.birth_year)
        day, month, year = (_plain(field.data) for field in fields)
        if not NUMBER.fullmatch(day) or not 1 <= int(day) <= 31:
            self.birth_day.errors = [f"Write the day {self.born} as a number, such as 4."]
        if _month(month) is None:
            self.birth_month.errors = [f"Write the month {self.born}, such as 2 or February."]
        if not YEAR.fullmatch(year):
            self.birth_year.errors = [
                f"Write the year {self.born} with four figures, such as 1961."
            ]
        elif int(year) < EARLIEST_YEAR:
            self.birth_year.errors = [f"Check the year {self.born}."]
        if any(field.errors for field in fields):
            return False
        return self._is_a_day(int(day), _month(month) or 0, int(year))

    def _is_a_day(self, day: int, month: int, year: int) -> bool:
        try:
            self.born_on = date(year, month, day)
        except ValueError:
            self.birth_day.errors = [
                f"There is no such day in that month. Check the day {self.born}."
            ]
            return False
        return True


def tries_left(left: int) -> str:
    """How many more tries there are, as the beginning of what follows.

    >>> tries_left(1)
    'There is 1 more try; then'
    """
    return f"There {'is' if left == 1 else 'are'} {count(left, 'more try', 'more tries')}; then"


def _plain(said: str | None) -> str:
    return (said or "").strip().strip(".,/-").casefold()


def _month(said: str) -> int | None:
    if NUMBER.fullmatch(said):
        return int(said) if 1 <= int(said) <= 12 else None
    if len(said) < LEAST_LETTERS:
        return None
    return next((n for n, name in enumerate(MONTHS, 1) if name.startswith(said)), None)
