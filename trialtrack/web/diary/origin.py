"""How the answers of a day came here, in words; said wherever the day is shown."""

from trialtrack.models import Origin
from trialtrack.store.records import EntryFacts
from trialtrack.web.words import at_words, count, date_words

CAME = {
    Origin.PATIENT: "Entered by the patient",
    Origin.TRANSCRIBED: "Copied from paper",
    Origin.TELEPHONE: "Said on the telephone",
}


def came_words(entry: EntryFacts) -> str:
    """Who entered the answers, and from what."""
    by = f", entered by {entry.entered_by}" if entry.entered_by else ""
    dated = f", dated {date_words(entry.written_on)}" if entry.written_on else ""
    return f"{CAME[entry.origin]}{dated}{by}"


def when_words(entry: EntryFacts, zone: str) -> str:
    """When they were entered, when they arrived if that is another minute, and the reference."""
    entered, received = at_words(entry.entered_at, zone), at_words(entry.received_at, zone)
    arrived = "" if entered == received else f", arrived {received}"
    return f"{entered}{arrived} · {entry.reference}"


def clock_words(entry: EntryFacts) -> str:
    """By how much the device's clock was out. The times that we show are by our own."""
    seconds = entry.clock_skew_seconds or 0
    way = "ahead" if seconds > 0 else "behind"
    return f"The device’s clock was {_length(abs(seconds))} {way}. The times here are by our own."


def _length(seconds: int) -> str:
    minutes = seconds // 60
    for unit, size in (("day", 24 * 60), ("hour", 60)):
        if minutes >= 2 * size:
            return count(minutes // size, unit)
    return count(minutes, "minute")
