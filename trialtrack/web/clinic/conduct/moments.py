"""Days and times as the team types them, in the trial's own time zone."""

import re
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from wtforms import DateField, TimeField

FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"]
"""As a browser sends a date, and as people type one where it has no calendar."""


YEARS = range(1990, 2101)
LONG_YEAR = re.compile(r"[0-9]{5,}-")
ODD_YEAR = "Check the year of this day."


class DayField(DateField):
    """A day; what is none is kept on the page, and refused in words."""

    def __init__(self, label: str, *, refusal: str, **kwargs: Any) -> None:
        super().__init__(label, format=FORMATS, **kwargs)
        self.refusal = refusal
        self.data: date | None

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed; nothing typed is no day."""
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        if LONG_YEAR.match(valuelist[0].strip()):
            self.data = None
            raise ValueError(ODD_YEAR)
        try:
            super().process_formdata([valuelist[0].strip()])
        except ValueError:
            raise ValueError(self.refusal) from None
        if self.data is not None and self.data.year not in YEARS:
            self.data = None
            raise ValueError(ODD_YEAR)

    @property
    def day(self) -> date:
        """The day of a form that is valid and has to have one."""
        if self.data is None:
            raise ValueError(self.refusal)
        return self.data


class HourField(TimeField):
    """A time of day, such as 09:30; what is none is kept on the page, and refused in words."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, format=["%H:%M", "%H.%M", "%H:%M:%S"], **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed; nothing typed is no time."""
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        try:
            super().process_formdata([valuelist[0].strip()])
        except ValueError:
            raise ValueError("Write the time with hours and minutes, such as 09:30.") from None


def moment(day: date, hour: time, zone: str) -> datetime | None:
    """The instant, in UTC, that a clock on the wall shows; None for an hour that was skipped.

    In the hour that comes twice in autumn, the first time.
    """
    local = ZoneInfo(zone)
    instant = datetime.combine(day, hour, local).astimezone(UTC)
    shown = instant.astimezone(local)
    return instant if (shown.date(), shown.time()) == (day, hour) else None


def given(day: DayField, hour: HourField, zone: str) -> datetime | None:
    """The instant of two fields; None where both are empty, or where an error stands on them."""
    if day.errors or hour.errors or (day.data is None and hour.data is None):
        return None
    if day.data is None:
        day.errors = ["Write the day as well."]
        return None
    if hour.data is None:
        hour.errors = ["Write the time as well, such as 09:30."]
        return None
    instant = moment(day.data, hour.data, zone)
    if instant is None:
        hour.errors = ["The clocks went forward then: that time did not exist."]
    return instant
