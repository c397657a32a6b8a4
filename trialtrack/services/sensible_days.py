"""Which days of a trial can be meant: a slip in the year is refused before anything is kept.

The bounds are [own]. Trials last days to weeks, those of peripheral nerves up to 60 (METHOD
section 2), so none of them is in the way of a trial that goes slowly.
"""

from datetime import date, timedelta

from trialtrack.access import Refusal

MOST_DAYS_BACK = 60
MOST_DAYS_AHEAD = 366
MOST_DAYS_PLANNED = 120
MOST_DAYS_IN = 366
CHECK = "Check the year."


class DayTooFar(Refusal):
    """That day lies too far from the others of the trial. Check the year."""


class RemovalTooFar(DayTooFar):
    """The removal lies too long after the placement. Check the year."""


def check_planned(placed_on: date, removal_on: date, today: date) -> None:
    """DayTooFar for a plan over 60 days back or over 366 ahead, or of more than 120 days."""
    not_long_before(placed_on, today, "today")
    if placed_on > today + timedelta(days=MOST_DAYS_AHEAD):
        raise DayTooFar(f"That is {_apart(today, placed_on)} after today. {CHECK}")
    check_length(placed_on, removal_on)


def not_long_before(day: date, other: date, what: str) -> None:
    """DayTooFar for a day over 60 days before another one, which is called `what`."""
    if other - day > timedelta(days=MOST_DAYS_BACK):
        raise DayTooFar(f"That is {_apart(day, other)} before {what}. {CHECK}")


def check_length(placed_on: date, removal_on: date) -> None:
    """RemovalTooFar for a removal that is planned for over 120 days after the placement."""
    if removal_on - placed_on > timedelta(days=MOST_DAYS_PLANNED):
        raise RemovalTooFar(
            f"From placement to removal that is {_apart(placed_on, removal_on)}; "
            f"{MOST_DAYS_PLANNED} can be planned at most. {CHECK}"
        )


def check_time_in(placed_on: date, removed_on: date) -> None:
    """RemovalTooFar for leads that would have been in for over 366 days.

    Wider than a plan may be: a removal that came late is a fact, and has to be recorded.
    """
    if removed_on - placed_on > timedelta(days=MOST_DAYS_IN):
        raise RemovalTooFar(
            f"The leads would have been in for {_apart(placed_on, removed_on)}. {CHECK}"
        )


def _apart(first: date, last: date) -> str:
    return f"{(last - first).days:,} days"
