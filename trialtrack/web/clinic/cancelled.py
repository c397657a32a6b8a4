"""That a trial is cancelled or its patient left, and what cancelling it means, in words."""

from zoneinfo import ZoneInfo

from trialtrack.access import TrialState
from trialtrack.store.records import TrialRecord
from trialtrack.web.words import because, count, long_day


def cancelled_words(record: TrialRecord) -> str | None:
    """When, by whom and why (where it may be seen); None for a trial that goes on."""
    found = record.cancelled
    if found is None:
        return None
    day = long_day(found.at.astimezone(ZoneInfo(record.time_zone)).date())
    return f"Cancelled on {day} by {found.by_name}{because(found.reason)}"


def closed_words(record: TrialRecord) -> tuple[str, str] | None:
    """Why nothing more is collected from the patient, and what to do; None where it goes on."""
    if record.withdrawn_at is not None:
        day = long_day(record.withdrawn_at.astimezone(ZoneInfo(record.time_zone)).date())
        return "Nothing more is collected", f"The patient stopped taking part on {day}."
    if record.state is TrialState.CANCELLED:
        return "This trial is cancelled", "Take it up again first."
    return None


def before_cancelling(record: TrialRecord) -> tuple[str, ...]:
    """What changes, before it is done."""
    days = count(len(record.days), "day")
    stays = "Nothing was entered yet." if not record.days else f"The {days} entered so far stay."
    said = [
        (
            "The diary closes at once on every device. The patient reads there that the team has "
            "cancelled the trial, and your number."
        ),
        f"{stays} The patient can still read what they wrote, and report a warning sign.",
        "The trial gets no verdict and counts in no responder rate.",
        "You can take it up again, with a reason.",
    ]
    if record.state is TrialState.PLACED:
        said.append("The leads are in, so this is a deviation: it stands on the trial’s page.")
    return tuple(said)


def before_taking_up(record: TrialRecord) -> tuple[str, ...]:
    """What changes, before it is done."""
    missing = "Days that went by meanwhile count as missing."
    return (
        f"The trial goes on as it stood: {_dates(record)}.",
        f"The diary opens again on every device. {missing}",
        "That it was cancelled, and why, stays on record.",
    )


def _dates(record: TrialRecord) -> str:
    placed = long_day(record.diary.placed_on)
    verb = "placement on" if record.was_placed else "placement planned for"
    return f"{verb} {placed}, removal planned for {long_day(record.planned_removal_on)}"
