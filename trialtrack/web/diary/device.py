"""What the device says of its own time. METHOD section 1: kept, flagged, never refused.

A script fills three instants by the device's clock, in milliseconds: the page was opened, it was
answered, it was sent. Without the script nothing is claimed.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from trialtrack.web.diary.forms import DiaryForm

MOST_DIGITS = 15
MOST_SKEW_SECONDS = 2**31 - 1
MOST_DRIFT_SECONDS = 600


@dataclass(frozen=True, slots=True)
class DeviceTime:
    """When the answers were entered, by our clock, and how far the device's is ahead.

    None: it cannot be said.
    """

    entered_at: datetime | None
    clock_skew_seconds: int | None


def stamp(form: DiaryForm, at: datetime) -> None:
    """Say in the form when we made it, so that nobody can have answered it earlier.

    It says so of one day of one trial: the page of another day tells nothing of this one.
    """
    if not form.made.data:
        form.made.data = _signer(form).dumps(at.isoformat())


def device_time(form: DiaryForm, received_at: datetime) -> DeviceTime:
    """The time that passed on the device between answering and sending, taken off our own.

    A clock that is wrong is wrong at both, so the difference holds. It is believed where it lies
    between none and the age of the page; a clock that was set meanwhile is not, as is seen by the
    page having grown older on the device than here, or less old.
    """
    answered, sent = _instant(form.device_answered.data), _instant(form.device_sent.data)
    if sent is None:
        return DeviceTime(None, None)
    skew = round(sent - received_at.timestamp())
    skew_said = skew if abs(skew) <= MOST_SKEW_SECONDS else None
    made_at = _made_at(form)
    if answered is None or made_at is None:
        return DeviceTime(None, skew_said)
    opened, age = _instant(form.device_opened.data), (received_at - made_at).total_seconds()
    was_set = opened is not None and abs((sent - opened) - age) > MOST_DRIFT_SECONDS
    passed = sent - answered
    if was_set or not 0 <= passed <= age:
        return DeviceTime(None, skew_said)
    return DeviceTime(received_at - timedelta(seconds=passed), skew_said)


def _instant(said: str | None) -> float | None:
    """Seconds since 1970 from milliseconds in plain digits."""
    written = (said or "").strip()
    if not (written.isascii() and written.isdigit() and len(written) <= MOST_DIGITS):
        return None
    return int(written) / 1000


def _made_at(form: DiaryForm) -> datetime | None:
    try:
        return datetime.fromisoformat(_signer(form).loads(form.made.data or ""))
    except (BadSignature, TypeError, ValueError):
        return None


def _signer(form: DiaryForm) -> URLSafeSerializer:
    asked = form.questions
    salt = f"diary page made {asked.trial_id.hex} {asked.day.isoformat()}"
    return URLSafeSerializer(str(current_app.secret_key), salt=salt)
