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
MOST_DAYS = 31
NUMBER = re.compile(r"[0-9]{1,2}")
YEAR = re.compile(r"[0-9]{4}")
WHOLE_DATES = (
    re.compile(r"(?P<year>[0-9]{4})[-/. ]+(?P<month>[0-9]{1,2})[-/. ]+(?P<day>[0-9]{1,2})"),
    re.compile(
        r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?[-/., ]*(?P<month>[a-z]+)[-/., ]*"
        r"(?P<year>[0-9]{4}|[0-9]{2})"
    ),
    re.compile(
        r"(?P<day>[0-9]{1,2})[-/., ]+(?P<month>[0-9]{1,2})[-/., ]+(?P<year>[0-9]{4}|[0-9]{2})"
    ),
    re.compile(
        r"(?P<month>[a-z]+)[-/., ]*(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?[-/., ]+"
        r"(?P<year>[0-9]{4}|[0-9]{2})"
    ),
    re.compile(r"(?P<day>[0-9]{2})(?P<month>[0-9]{2})(?P<year>(?:18|19|20)[0-9]{2}|[0-9]{2})"),
)
"""A date written in one go: the year, the day or a month in words first."""


class BirthDateForm(Form):
    """Day, month and year. `born_on` is the date once it is one; a slip of the pen is no try.

    A whole date in the field of the day, where many begin to write, is put into the three; a year
    of two figures is never completed.

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
        self._take_apart()
        day, month, year = (_plain(field.data) for field in fields)
        if not NUMBER.fullmatch(day) or not 1 <= int(day) <= MOST_DAYS:
            self.birth_day.errors = [f"Write the day {self.born} as a number, such as 4."]
        if _month(month) is None:
            self.birth_month.errors = [f"Write the month {self.born}, such as 2 for February."]
        if not YEAR.fullmatch(year):
            self.birth_year.errors = [
                f"Write the year {self.born} with four figures, such as 1961."
            ]
        elif int(year) < EARLIEST_YEAR:
            self.birth_year.errors = [f"Check the year {self.born}."]
        if any(field.errors for field in fields):
            return False
        return self._is_a_day(int(day), _month(month) or 0, int(year))

    def _take_apart(self) -> None:
        """A whole date in the first field, into the three, unless they say something else."""
        whole = whole_date(self.birth_day.data or "")
        if whole is None:
            return
        rest = (self.birth_month, self.birth_year)
        said = [_plain(field.data) for field in rest]
        found = [_plain(part) for part in whole[1:]]
        if all(part in ("", of_whole) for part, of_whole in zip(said, found, strict=True)):
            self.birth_day.data, self.birth_month.data, self.birth_year.data = whole

    def _is_a_day(self, day: int, month: int, year: int) -> bool:
        try:
            self.born_on = date(year, month, day)
        except ValueError:
            self.birth_day.errors = [
                f"There is no such day in that month. Check the day {self.born}."
            ]
            return False
        return True


def whole_date(said: str) -> tuple[str, str, str] | None:
    """Day, month and year of a date written in one go, as they were written; None if it is none.

    >>> whole_date("3rd April 1951"), whole_date("1951-04-03"), whole_date("3/4")
    (('3', 'April', '1951'), ('03', '04', '1951'), None)
    """
    plain = " ".join(said.casefold().split()).strip(".,/- ")
    for written in WHOLE_DATES:
        found = written.fullmatch(plain)
        if found is not None and _month(found["month"]) and 1 <= int(found["day"]) <= MOST_DAYS:
            return found["day"], found["month"].capitalize(), found["year"]
    return None


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
