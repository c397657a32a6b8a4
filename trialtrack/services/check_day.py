"""Whether a diary day can be filled in now, by this person. METHOD section 1."""

from collections.abc import Mapping
from datetime import date, datetime

from trialtrack.access import NotAllowed, Refusal, Role, TrialCancelled, Viewer
from trialtrack.clinical.protocol import Protocol
from trialtrack.models import Origin, Trial
from trialtrack.services.day_entry import DayEntry
from trialtrack.services.refusals import reasoned
from trialtrack.store.open_days import Closed, DiaryDays


class DayNotOpenYet(Refusal):
    """That day has not begun yet; it can be filled in once it has."""


class DayClosed(Refusal):
    """That day can no longer be filled in."""


class DayStillOpen(Refusal):
    """That day is still open: you can put it right yourself."""


_WORDS: Mapping[Closed, str] = {
    Closed.BEFORE_BASELINE: "That day lies before the diary of this trial begins.",
    Closed.AFTER_REMOVAL: "The leads were out by then, so that day is not part of the diary.",
    Closed.TOO_LATE: "That day can no longer be filled in; please tell the clinic if you have "
    "written it down somewhere.",
}


def require_own_origin(entry: DayEntry, by: Viewer) -> None:
    """NotAllowed unless a patient types their own answers and staff say where theirs are from."""
    if (by.role is Role.PATIENT) != (entry.origin is Origin.PATIENT):
        raise NotAllowed
    if by.role is not Role.PATIENT and by.staff_id is None:
        raise NotAllowed


def refuse_unless_over(day: date, trial: Trial, rules: Protocol, at: datetime) -> None:
    """Refuse a day that the patient can still fill in themselves, or that the diary never had."""
    closed = _days(trial, rules).closed(day, at)
    if closed is None:
        raise DayStillOpen
    if closed is Closed.CANCELLED:
        raise TrialCancelled
    if closed is Closed.NOT_YET:
        raise DayNotOpenYet
    if closed is not Closed.TOO_LATE:
        raise DayClosed(_WORDS[closed])


def check_day(
    entry: DayEntry, trial: Trial, rules: Protocol, *, by: Viewer, entered_at: datetime
) -> None:
    """Refuse a day that is not open. Staff may enter one that is over, with a reason.

    What counts is when it was entered, not when it arrived: a telephone may have been offline.
    """
    closed = _days(trial, rules).closed(entry.answers.day, entered_at)
    if closed is None:
        return
    if closed is Closed.CANCELLED:
        raise TrialCancelled
    if closed is Closed.NOT_YET:
        raise DayNotOpenYet
    if closed is Closed.TOO_LATE and by.role is not Role.PATIENT:
        reasoned(entry.reason)
        return
    raise DayClosed(_WORDS[closed])


def _days(trial: Trial, rules: Protocol) -> DiaryDays:
    return DiaryDays(trial.placed_on, trial.removed_on, rules, trial.time_zone, trial.cancelled_at)
