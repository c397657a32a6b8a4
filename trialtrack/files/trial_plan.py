"""What must be known of a trial beside its diary: dates, sites, clinic ratings, protocol.

It comes from the options of the command line or from a row of TRIALS.csv, by the same names.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import TypeVar

from trialtrack.clinical.assessment import default_as_of
from trialtrack.clinical.diary import WantsImplant
from trialtrack.clinical.protocol import FIELD_NAMES, Protocol, ProtocolError, read_protocol
from trialtrack.files.columns import IMPRESSION, PAIN, CellRefused, read_day
from trialtrack.files.diary_days import site_key
from trialtrack.files.faults import shown
from trialtrack.files.numbers import decimal_point

PLAN_COLUMNS = (
    "placed",
    "removed",
    "as_of",
    "primary_site",
    "clinic_baseline",
    "impression_of_change",
    "wants_implant",
)
TRIAL_COLUMNS = ("trial", *PLAN_COLUMNS, *FIELD_NAMES)

Report = Callable[[str | None, str], None]
"""Takes the name of a column, if one is to blame, and what is wrong."""


@dataclass(frozen=True, slots=True)
class TrialPlan:
    """One trial's dates and options. `primary_site` None: the first site of the diary.

    A clinic baseline whose site is None is that of the primary site; points, 0 to 10.
    """

    placed_on: date
    removed_on: date | None
    as_of: date
    primary_site: str | None
    clinic_baselines: tuple[tuple[str | None, Fraction], ...]
    impression_of_change: int | None
    wants_implant: WantsImplant | None
    protocol: Protocol


Read = TypeVar("Read")


class PlanReader:
    """Reads the values of one trial, by the names of PLAN_COLUMNS and the protocol's fields.

    `protocol` holds the fields that a blank falls back to before METHOD's defaults.
    """

    def __init__(
        self,
        today: date,
        protocol: Mapping[str, str] | None = None,
        decimal_comma: bool = False,
    ) -> None:
        self._today = today
        self._protocol = dict(protocol or {})
        self._decimal_comma = decimal_comma

    def for_file(self, decimal_comma: bool) -> "PlanReader":
        """The same reader for a file in which a comma may be the decimal point."""
        return PlanReader(self._today, self._protocol, decimal_comma)

    def read(self, values: Mapping[str, str], report: Report) -> TrialPlan | None:
        """The plan, or None once a fault has been reported."""
        faults: list[tuple[str | None, str]] = []

        def cell(column: str, reader: Callable[[str], Read]) -> Read | None:
            text = values.get(column, "").strip()
            try:
                return reader(text) if text else None
            except CellRefused as refusal:
                faults.append((column, str(refusal)))
                return None

        placed = cell("placed", read_day)
        if placed is None and not values.get("placed", "").strip():
            faults.append(("placed", "the day of placement is missing"))
        removed = cell("removed", read_day)
        if placed and removed and removed < placed:
            faults.append(("removed", f"{removed} is before the day of placement, {placed}"))
        as_of = cell("as_of", read_day)
        baselines = cell("clinic_baseline", self._clinic_baselines)
        impression = cell("impression_of_change", self._impression)
        wants = cell("wants_implant", _wants_implant)
        protocol = self._read_protocol(values, placed, faults)
        for column, words in faults:
            report(column, words)
        if faults or placed is None or protocol is None:
            return None
        return TrialPlan(
            placed_on=placed,
            removed_on=removed,
            as_of=as_of or default_as_of(removed, self._today),
            primary_site=values.get("primary_site", "").strip() or None,
            clinic_baselines=baselines or (),
            impression_of_change=impression,
            wants_implant=wants,
            protocol=protocol,
        )

    def _read_protocol(
        self, values: Mapping[str, str], placed: date | None, faults: list[tuple[str | None, str]]
    ) -> Protocol | None:
        said = {name: values[name].strip() for name in FIELD_NAMES if values.get(name, "").strip()}
        if self._decimal_comma:
            said = {name: _pointed(text) for name, text in said.items()}
        try:
            protocol = _protocol(tuple((self._protocol | said).items()))
            return protocol.for_trial_placed_on(placed) if placed else protocol
        except ProtocolError as refusal:
            faults.extend((None, words) for words in refusal.faults)
            return None

    def _impression(self, text: str) -> int:
        return int(IMPRESSION.read(text, self._decimal_comma))

    def _clinic_baselines(self, text: str) -> tuple[tuple[str | None, Fraction], ...]:
        ratings: list[tuple[str | None, Fraction]] = []
        for part in filter(str.strip, text.split(";")):
            site, equals, rating = part.rpartition("=")
            named = site.strip() if equals else None
            if any(_same_site(named, already) for already, _ in ratings):
                raise CellRefused(f"{shown(text)} rates one site twice")
            ratings.append((named, PAIN.read(rating.strip(), self._decimal_comma)))
        return tuple(ratings)


def _same_site(one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return one is other
    return site_key(one) == site_key(other)


def _pointed(text: str) -> str:
    return decimal_point(text, decimal_comma=True)


@lru_cache(maxsize=1_000)
def _protocol(said: tuple[tuple[str, str], ...]) -> Protocol:
    # Nearly all trials of a file have the same protocol.
    return read_protocol(dict(said))


def _wants_implant(text: str) -> WantsImplant:
    try:
        return WantsImplant(text.casefold())
    except ValueError:
        raise CellRefused(f"{shown(text)} is not one of {', '.join(WantsImplant)}") from None
