"""A calendar file that reminds once a day, and tells nobody who sees it of what.

One entry that repeats, not one for every day: it is taken in by one tap on any phone, and
thrown away by one when the leads come out early. Every word in it is neutral; so are its name
and its ids, which are the same each time, so that taking it in again does not double it.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlsplit
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, Timezone

WORDS = "A few minutes for yourself"
LASTS = timedelta(minutes=5)
# Beginnings of words by which an address would tell what it is about.
TELLING = re.compile(
    "care|clinic|diary|doc|gp|health|hosp|implant|lead|med|neuro|nhs|nurs|pain|patient|praxis|scs"
    "|spin|stim|surg|therap|track|treat|trial"
)


@dataclass(frozen=True, slots=True)
class Reminders:
    """From which day to which, both in, at which hour of which zone.

    `about`: the id of what it belongs to; the same one gives the same reminder.
    """

    about: UUID
    first: date
    last: date
    hour: int
    zone: str
    address: str

    @property
    def days(self) -> int:
        """How many there are."""
        return (self.last - self.first).days + 1


def calendar_file(reminders: Reminders, *, at: datetime) -> bytes:
    """The file, as RFC 5545 wants it: lines end in CRLF and are folded at 75 bytes."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Reminder//EN")
    calendar.add("method", "PUBLISH")
    calendar.add_component(_zone(reminders))
    calendar.add_component(_event(reminders, at))
    written: bytes = calendar.to_ical()
    return written


def neutral_address(address: str) -> str | None:
    """The address, unless its very name tells of illness."""
    host = (urlsplit(address).hostname or "").lower()
    return None if TELLING.search(host) else address


def _event(reminders: Reminders, at: datetime) -> Event:
    event = Event()
    # The later file replaces the earlier one: another hour, another last day.
    event.add("uid", str(uuid5(reminders.about, "reminder")))
    event.add("sequence", int(at.timestamp()) // 60)
    event.add("dtstamp", at)
    starts = datetime.combine(reminders.first, time(reminders.hour), ZoneInfo(reminders.zone))
    event.add("dtstart", starts)
    event.add("duration", LASTS)
    event.add("rrule", {"freq": "daily", "count": reminders.days})
    event.add("summary", WORDS)
    if (address := neutral_address(reminders.address)) is not None:
        event.add("url", address)
        event.add("description", address)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    event.add_component(_alarm())
    return event


def _alarm() -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", timedelta(0))
    alarm.add("description", WORDS)
    return alarm


def _zone(reminders: Reminders) -> Timezone:
    """The zone's clock changes in the years in question; a phone need not know it by name."""
    return Timezone.from_tzid(
        reminders.zone,
        first_date=date(reminders.first.year, 1, 1),
        last_date=date(reminders.last.year + 1, 1, 1),
    )
