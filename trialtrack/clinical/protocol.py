"""The protocol of a trial: what was laid down before the leads went in. METHOD section 2."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from decimal import Context, Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from trialtrack.clinical.diary import Domain, Measure

ACTIVITY_MEASURES = (
    Domain.ACTIVITY_INTERFERENCE,
    Domain.WALKING_MINUTES,
    Domain.STANDING_MINUTES,
    Domain.STEPS,
)
LATEST_BASELINE_GAP_DAYS = 28
MOST_DIGITS = 30
"""A number with more places than this is a slip of the keyboard, and 1e999999 would take hours."""

_DECIMAL_TEXT = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
_EXACT = Context(prec=4 * MOST_DIGITS)


class ProtocolError(ValueError):
    """A protocol cannot be used; each of `faults` says in words what is wrong with it."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Protocol:
    """The rules by which one trial is judged, with METHOD's defaults.

    `baseline_ends_on` None means the day of placement. `late_hours` says until when a patient
    can fill in a day; whether an entry counts as late is stored with the day. Raises
    ProtocolError when a value lies outside METHOD's bounds.

    >>> Protocol(washout_days=15)
    Traceback (most recent call last):
    ...
    trialtrack.clinical.protocol.ProtocolError: washout_days must be 0 to 14, not 15
    """

    threshold_percent: Fraction = Fraction(50)
    measure: Measure = Measure.AVERAGE
    baseline_days: int = 7
    baseline_min_days: int = 4
    baseline_ends_on: date | None = None
    baseline_floor: Fraction = Fraction(4)
    washout_days: int = 1
    window_days: int = 7
    window_min_days: int = 3
    window_min_share: Fraction = Fraction(57, 100)
    activity_measure: Domain = Domain.ACTIVITY_INTERFERENCE
    late_hours: int = 48
    count_late: bool = True
    autocorrelation: Fraction = Fraction(1, 4)
    day_sd: Fraction = Fraction(5, 4)
    day_sd_df: Fraction = Fraction(4)

    def __post_init__(self) -> None:
        faults = [
            f"{name} must be {bounds}, not {text(getattr(self, name))}"
            for name, (bounds, holds) in BOUNDS.items()
            if not holds(getattr(self, name))
        ]
        for least, most in (
            ("baseline_min_days", "baseline_days"),
            ("window_min_days", "window_days"),
        ):
            if getattr(self, least) > getattr(self, most):
                faults.append(
                    f"{least} ({getattr(self, least)}) must not be above "
                    f"{most} ({getattr(self, most)})"
                )
        if faults:
            raise ProtocolError(faults)

    def for_trial_placed_on(self, placed_on: date) -> "Protocol":
        """The same protocol, refused if its baseline cannot belong to this placement."""
        end = self.baseline_ends_on
        earliest = placed_on - timedelta(days=LATEST_BASELINE_GAP_DAYS)
        if end is not None and not earliest <= end <= placed_on:
            fault = (
                f"baseline_ends_on must lie within the {LATEST_BASELINE_GAP_DAYS} days "
                f"up to placement ({placed_on}), not {end}"
            )
            raise ProtocolError([fault])
        return self


def text(value: object) -> str:
    """A protocol value as a person would write it: decimal text, `true`, a day.

    >>> text(Fraction(57, 100)), text(True), text(Fraction(4))
    ('0.57', 'true', '4')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Fraction):
        return f"{_EXACT.divide(Decimal(value.numerator), Decimal(value.denominator)):f}"
    return str(value)


def _between(low: int, high: int) -> tuple[str, Callable[[Any], bool]]:
    return f"{low} to {high}", lambda value: low <= value <= high


BOUNDS: Mapping[str, tuple[str, Callable[[Any], bool]]] = {
    "threshold_percent": ("over 0 and up to 100", lambda value: 0 < value <= 100),
    "baseline_days": _between(1, 28),
    "baseline_min_days": _between(1, 28),
    "baseline_floor": _between(0, 10),
    "washout_days": _between(0, 14),
    "window_days": _between(1, 28),
    "window_min_days": _between(1, 28),
    "window_min_share": ("over 0 and up to 1", lambda value: 0 < value <= 1),
    "activity_measure": (
        "one of " + ", ".join(ACTIVITY_MEASURES),
        lambda value: value in ACTIVITY_MEASURES,
    ),
    "late_hours": ("0 or more", lambda value: value >= 0),
    "autocorrelation": ("0 to 0.9", lambda value: 0 <= value <= Fraction(9, 10)),
    "day_sd": ("over 0", lambda value: value > 0),
    "day_sd_df": ("over 0", lambda value: value > 0),
}

FIELD_NAMES = tuple(field.name for field in fields(Protocol))


def decimal_fraction(value: str) -> Fraction:
    """Decimal text as the exact fraction it writes: 0.57 is 57/100. ValueError otherwise.

    >>> decimal_fraction("0.57")
    Fraction(57, 100)
    """
    written = value.strip()
    # Decimal alone would also take 1_0, and the digits of every other script.
    if not _DECIMAL_TEXT.fullmatch(written):
        raise ValueError(f"{value!r} is not a number")
    try:
        number = Decimal(written)
    except InvalidOperation:
        raise ValueError(f"{value!r} is not a number") from None
    if abs(number.adjusted()) > MOST_DIGITS or len(written) > 3 * MOST_DIGITS:
        raise ValueError(f"{value!r} is not a number")
    return Fraction(number)


def _whole(value: str) -> int:
    number = decimal_fraction(value)
    if number.denominator != 1:
        raise ValueError(f"{value!r} is not a whole number")
    return number.numerator


def _boolean(value: str) -> bool:
    if value.strip().lower() not in ("true", "false"):
        raise ValueError(f"{value!r} is neither true nor false")
    return value.strip().lower() == "true"


def _named(kind: type[Measure] | type[Domain], names: str) -> Callable[[str], Measure | Domain]:
    def read(value: str) -> Measure | Domain:
        try:
            return kind(value.strip())
        except ValueError:
            raise ValueError(f"{value!r} is not one of {names}") from None

    return read


def _day(value: str) -> date:
    try:
        return date.fromisoformat(value.strip())
    except ValueError:
        raise ValueError(f"{value!r} is not a day such as 2026-03-10") from None


_READ_AS: Mapping[Any, Callable[[str], Any]] = {
    Fraction: decimal_fraction,
    int: _whole,
    bool: _boolean,
    Measure: _named(Measure, ", ".join(Measure)),
    Domain: _named(Domain, ", ".join(ACTIVITY_MEASURES)),
    date | None: _day,
}
_READERS = {field.name: _READ_AS[field.type] for field in fields(Protocol)}


def read_protocol(values: Mapping[str, str]) -> Protocol:
    """A protocol from field names and their text; a blank is the default.

    Raises ProtocolError naming every unknown field and every value that cannot be read or
    lies outside its bounds.

    >>> read_protocol({"window_min_share": "0.6", "measure": "worst"}).window_min_share
    Fraction(3, 5)
    """
    faults: list[str] = []
    read: dict[str, Any] = {}
    for name, value in values.items():
        if name not in _READERS:
            faults.append(f"there is no protocol field {name!r}")
        elif value.strip():
            try:
                read[name] = _READERS[name](value)
            except ValueError as fault:
                faults.append(f"{name}: {fault}")
    try:
        protocol = Protocol(**read)
    except ProtocolError as fault:
        raise ProtocolError(faults + fault.faults) from None
    if faults:
        raise ProtocolError(faults)
    return protocol
