"""A day that is filled in late, or no longer: why, and what can be done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from trialtrack.clock import diary_day_ends_at, is_late
from trialtrack.queries.own_trial import OwnTrial
from trialtrack.store.open_days import Closed
from trialtrack.web.patient.moved import not_asked_words
from trialtrack.web.words import at_words, day_words

_WHY: Mapping[Closed, str] = {
    Closed.CANCELLED: "The team has cancelled this trial, so nothing more is filled in. What you "
    "wrote is kept.",
    Closed.AFTER_REMOVAL: "The trial was over by then, so that day is not part of the diary.",
}

_NOT_NOW: Mapping[Closed, str] = {
    Closed.CANCELLED: "The team has cancelled this trial",
    Closed.AFTER_REMOVAL: "The trial was over by that day",
}


@dataclass(frozen=True, slots=True)
class ClosedPage:
    """Why, and whom to call. `can_be_told`: the clinic can still enter the day."""

    day: date
    heading: str
    why: str
    can_be_told: bool
    phone: str


def closed_page(own: OwnTrial, day: date) -> ClosedPage:
    """The page of a day of the diary that is closed at this instant."""
    record = own.record
    closed = record.diary_days.closed(day, own.at)
    closed_at = diary_day_ends_at(day, record.time_zone) + timedelta(
        hours=record.protocol.late_hours
    )
    too_late = (
        f"A day can be filled in for a while after it has ended. This one closed on "
        f"{at_words(closed_at, record.time_zone)}, so that answers are not given from far back."
    )
    return ClosedPage(
        day=day,
        heading=f"{day_words(day)} is closed",
        why=not_asked_words(own, day) or (_WHY.get(closed, too_late) if closed else too_late),
        can_be_told=closed is Closed.TOO_LATE,
        phone=record.clinic.phone,
    )


def cannot_be_saved(own: OwnTrial, entry_id: str | None, day: date, since: datetime) -> str | None:
    """What is said before anybody is asked to save what the rules refuse; None where they do not.

    `since`: when the answers were entered. An entry that is kept already gets its receipt again.
    """
    if words := not_asked_words(own, day):
        return words
    closed = own.record.diary_days.closed(day, since)
    if closed is None or is_kept(own, entry_id, day):
        return None
    return (
        f"{_NOT_NOW.get(closed, 'This day is closed meanwhile')}, so this cannot be saved any "
        f"more. What you saved before is kept. The clinic’s number is {own.record.clinic.phone}."
    )


def is_kept(own: OwnTrial, entry_id: str | None, day: date) -> bool:
    """Whether the entry that a page would send is saved already."""
    found = own.record.days.get(day)
    return found is not None and any(str(each.id) == entry_id for each in found.entries)


def why_not_sent(own: OwnTrial, entry_id: str | None, day: date, kept_at: datetime) -> str | None:
    """What is said of answers that wait and that the rules refuse by now; None where they do not.

    `kept_at`: since when we have them. Unchanged, they count as entered then.
    """
    if words := cannot_be_saved(own, entry_id, day, kept_at):
        return words
    if cannot_be_saved(own, entry_id, day, own.at) is None:
        return None
    closed = own.record.diary_days.closed(day, own.at)
    why = _NOT_NOW.get(closed, "This day is closed meanwhile") if closed else ""
    return (
        f"{why}. What you typed before can still be sent, but only if nothing is missing, and "
        f"with nothing changed. The clinic’s number is {own.record.clinic.phone}."
    )


def why_not_asked(own: OwnTrial, day: date) -> str | None:
    """What is said of a question to the team that waits and cannot be sent by now."""
    closed = own.record.diary_days.closed(day, own.at)
    if words := not_asked_words(own, day) or (_WHY.get(closed) if closed else None):
        return f"{words} The clinic’s number is {own.record.clinic.phone}."
    return None


def late_words(own: OwnTrial, day: date) -> str | None:
    """What is said before a day is filled in late; None while it is not."""
    zone = own.record.time_zone
    if not is_late(own.at, day, zone):
        return None
    return "This day ended more than a day ago. You can still fill it in; it is marked as late."
